import fc from 'fast-check';
import { type Candidate, type Face, propose, type Thresholds } from '../../../core/biometrics/identification.ts';
import { asId, type CaptureId, type FaceId, faceId, type MemberId } from '../../../core/ids.ts';

const linear: Thresholds = { match: 80, review: 60, margin: 5, scale: 'linear' };
const member = (name: string) => asId<MemberId>(name);
const [ada, bea, cem] = ['ada', 'bea', 'cem'].map(member) as [MemberId, MemberId, MemberId];
const captures = ['c1', 'c2'].map((id) => asId<CaptureId>(id)) as [CaptureId, CaptureId];

const face = (index: number, candidates: readonly (readonly [MemberId, number])[], capture = captures[0]): Face => ({
  id: faceId(capture, index),
  capture,
  box: { left: 0, top: 0, width: 0.1, height: 0.1 },
  heightPx: 100,
  candidates: candidates.map(([of, similarity]) => ({ member: of, similarity })),
});
const decisions = (faces: readonly Face[], thresholds = linear, verdicts = new Map<FaceId, MemberId | null>()) =>
  Object.fromEntries(
    propose(faces, thresholds, verdicts).map(({ face, decision, member }) => [face, [decision, member]]),
  );

describe('given one face alone', () => {
  it.each([
    ['a match at the match threshold', [[ada, 80]], ['match', ada]],
    ['for review just below it', [[ada, 79.9]], ['review', ada]],
    ['for review at the review threshold', [[ada, 60]], ['review', ada]],
    ['unknown just below it: never forced onto the nearest name', [[ada, 59.9]], ['unknown', null]],
    ['unknown when nobody resembles it', [], ['unknown', null]],
    [
      'for review when two resemble it almost alike, as twins do',
      [
        [ada, 95],
        [bea, 90.1],
      ],
      ['review', ada],
    ],
    [
      'a match when it leads by the margin',
      [
        [ada, 95],
        [bea, 90],
      ],
      ['match', ada],
    ],
  ] as const)('is %s', (_, candidates, expected) => {
    expect(decisions([face(0, candidates)])).toEqual({ 'c1.0': expected });
  });

  it('measures the lead in log-odds where the scale saturates: 99.9 over 99 is more than 60 over 50', () => {
    const odds: Thresholds = { match: 50, review: 40, margin: 1, scale: 'log-odds' };
    expect(
      decisions(
        [
          face(0, [
            [ada, 99.9],
            [bea, 99],
          ]),
        ],
        odds,
      ),
    ).toEqual({ 'c1.0': ['match', ada] });
    expect(
      decisions(
        [
          face(0, [
            [ada, 60],
            [bea, 50],
          ]),
        ],
        odds,
      ),
    ).toEqual({ 'c1.0': ['review', ada] });
  });

  it('holds two that are both at the end of the scale apart for a person', () => {
    const odds: Thresholds = { match: 50, review: 40, margin: 1, scale: 'log-odds' };
    expect(
      decisions(
        [
          face(0, [
            [ada, 100],
            [bea, 100],
          ]),
        ],
        odds,
      ),
    ).toEqual({ 'c1.0': ['review', ada] });
  });
});

describe('given several faces in one capture', () => {
  it('gives the member to the face that resembles them most, and leaves the other unknown', () => {
    expect(decisions([face(0, [[ada, 85]]), face(1, [[ada, 92]])])).toEqual({
      'c1.0': ['unknown', null],
      'c1.1': ['match', ada],
    });
  });

  it('asks a person about the second-best of the loser, never matches it', () => {
    expect(
      decisions([
        face(0, [[ada, 95]]),
        face(1, [
          [ada, 94],
          [bea, 88],
        ]),
      ]),
    ).toEqual({
      'c1.0': ['match', ada],
      'c1.1': ['review', bea],
    });
  });

  it('asks about both twins', () => {
    const twins = [
      face(0, [
        [ada, 97],
        [bea, 96.9],
      ]),
      face(1, [
        [ada, 96],
        [bea, 95],
      ]),
    ];
    expect(decisions(twins)).toEqual({ 'c1.0': ['review', ada], 'c1.1': ['review', bea] });
  });

  it('matches the same member once in each of two overlapping captures', () => {
    expect(decisions([face(0, [[ada, 90]]), face(0, [[ada, 85]], captures[1])])).toEqual({
      'c1.0': ['match', ada],
      'c2.0': ['match', ada],
    });
  });
});

describe('given a teacher has judged a face', () => {
  const twins = [
    face(0, [
      [ada, 97],
      [bea, 96.9],
    ]),
    face(1, [
      [ada, 96],
      [bea, 90],
    ]),
  ];

  it('proposes it no more, and its member to no other face of the capture', () => {
    expect(decisions(twins, linear, new Map([[faceId(captures[0], 0), ada]]))).toEqual({ 'c1.1': ['review', bea] });
  });

  it('frees the member when the face is somebody else', () => {
    expect(decisions(twins, linear, new Map([[faceId(captures[0], 0), bea]]))).toEqual({ 'c1.1': ['match', ada] });
    expect(decisions(twins, linear, new Map([[faceId(captures[0], 0), null]]))).toEqual({ 'c1.1': ['match', ada] });
  });

  it('goes on proposing the member in other captures', () => {
    const other = face(0, [[ada, 90]], captures[1]);
    const verdicts = new Map([[faceId(captures[0], 0), ada]]);
    expect(decisions([...twins, other], linear, verdicts)['c2.0']).toEqual(['match', ada]);
  });
});

describe('whatever an engine answers', () => {
  const members = [ada, bea, cem];
  const similarity = fc.double({ min: 0, max: 100, noNaN: true });
  const candidates: fc.Arbitrary<Candidate[]> = fc
    .uniqueArray(fc.record({ member: fc.constantFrom(...members), similarity }), { selector: (one) => one.member })
    .map((all) => all.sort((a, b) => b.similarity - a.similarity));
  const faces = fc
    .array(fc.record({ capture: fc.constantFrom(...captures), candidates }), { maxLength: 10 })
    .map((all) => all.map((one, index): Face => ({ ...face(index, [], one.capture), candidates: one.candidates })));
  const thresholds: fc.Arbitrary<Thresholds> = fc.record({
    match: fc.integer({ min: 50, max: 90 }),
    review: fc.integer({ min: 20, max: 50 }),
    margin: fc.integer({ min: 0, max: 10 }),
    scale: fc.constantFrom('linear', 'log-odds'),
  });
  const judged = fc.array(fc.option(fc.constantFrom(...members), { nil: null }), { maxLength: 3 });
  const bounded = { numRuns: 400, seed: 20261124 };

  /** Verdicts on the first faces, as a teacher may give them: a member owns one face in a capture. */
  const verdictsOn = (all: readonly Face[], said: readonly (MemberId | null)[]) => {
    const verdicts = new Map<FaceId, MemberId | null>();
    const owned = new Set<string>();
    for (const [index, one] of said.entries()) {
      const target = all[index];
      if (target === undefined || owned.has(`${target.capture}${one}`)) continue;
      if (one !== null) owned.add(`${target.capture}${one}`);
      verdicts.set(target.id, one);
    }
    return verdicts;
  };

  it('one member owns at most one face in a capture, and every unjudged face is proposed once', () => {
    fc.assert(
      fc.property(faces, thresholds, judged, (all, limits, said) => {
        const verdicts = verdictsOn(all, said);
        const proposals = propose(all, limits, verdicts);
        const unjudged = all.filter(({ id }) => !verdicts.has(id)).map(({ id }) => id);
        expect(proposals.map(({ face: id }) => id).sort()).toEqual(unjudged.sort());
        const captureOf = new Map(all.map(({ id, capture }) => [id, capture]));
        const owners = [...proposals.map(({ face: id, member: of }) => [id, of] as const), ...verdicts].flatMap(
          ([id, of]) => (of === null ? [] : [`${captureOf.get(id)}/${of}`]),
        );
        expect(new Set(owners).size).toBe(owners.length);
      }),
      bounded,
    );
  });

  it('a match is the best candidate, at the threshold, ahead by the margin; nobody below review is named', () => {
    fc.assert(
      fc.property(faces, thresholds, (all, limits) => {
        for (const { decision, member: of, candidates: found } of propose(all, limits)) {
          const named = found.find((candidate) => candidate.member === of);
          expect(decision === 'unknown').toBe(of === null);
          if (named !== undefined) expect(named.similarity).toBeGreaterThanOrEqual(limits.review);
          if (decision !== 'match') continue;
          expect(of).toBe(found[0]?.member);
          expect(named?.similarity).toBeGreaterThanOrEqual(limits.match);
          const second = found[1]?.similarity;
          if (second !== undefined && limits.scale === 'linear') {
            expect((named?.similarity ?? 0) - second).toBeGreaterThanOrEqual(limits.margin);
          }
        }
      }),
      bounded,
    );
  });

  it('the order in which faces are listed decides nothing', () => {
    fc.assert(
      fc.property(faces, thresholds, (all, limits) => {
        expect(decisions([...all].reverse(), limits)).toEqual(decisions(all, limits));
      }),
      bounded,
    );
  });
});
