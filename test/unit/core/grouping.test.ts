import fc from 'fast-check';
import { answersFromEarlier, type EarlierFace, groupFaces, type Look } from '../../../core/biometrics/grouping.ts';
import type { Thresholds } from '../../../core/biometrics/identification.ts';

/** A direction in the plane: the cosine of two looks is that of the angle between them. */
const look = (degrees: number, over: Partial<Look> = {}): Look => ({
  vector: Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)),
  heightPx: 100,
  sharpness: 50,
  ...over,
});

const thresholds: Thresholds = { match: 99, review: 80, margin: 1.283, scale: 'log-odds' };
const answered = (similarity: number, of: Look | null): EarlierFace<{ person: string; similarity: number }> => ({
  look: of,
  candidates: [{ person: 'amara', similarity }],
});

describe('grouping the faces of several shots', () => {
  it('puts the same person of two shots together and others apart', () => {
    // cos 10° = .98, cos 50° = .64
    expect(
      groupFaces([
        [look(0), look(90)],
        [look(100), look(10)],
      ]),
    ).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(groupFaces([[look(0)], [look(50)]])).toEqual([[0], [1]]);
  });

  it('never puts two faces of one shot together', () => {
    expect(groupFaces([[look(0), look(0)]])).toEqual([[0, 1]]);
    // The nearer one has it by a lead of more than .08: cos 0° against cos 30°.
    expect(groupFaces([[look(0)], [look(30), look(0)]])).toEqual([[0], [1, 0]]);
  });

  it('leaves apart whom two faces of another shot resemble about equally', () => {
    expect(groupFaces([[look(0)], [look(2), look(-2)]])).toEqual([[0], [1, 2]]);
  });

  it('makes no chain: all of a group resemble each other', () => {
    // 0° and 40° are alike, 40° and 80° are, 0° and 80° are not.
    const groups = groupFaces([[look(0)], [look(40)], [look(80)]]).flat();
    expect(groups[0] === groups[1] && groups[1] === groups[2]).toBe(false);
    expect(new Set(groups).size).toBe(2);
  });

  it('groups nothing by a face under 40 pixels or one that the recogniser does not see', () => {
    expect(groupFaces([[look(0)], [look(0, { heightPx: 39 })], [null]])).toEqual([[0], [1], [2]]);
  });

  it('holds whatever comes: one face in one group, a group with one face of each shot', () => {
    const shot = fc.array(fc.option(fc.integer({ min: 0, max: 359 }).map((degrees) => look(degrees))), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(shot, { maxLength: 4 }), (shots) => {
        const groups = groupFaces(shots);
        expect(groups.map((faces) => faces.length)).toEqual(shots.map((faces) => faces.length));
        for (const faces of groups) expect(new Set(faces).size).toBe(faces.length);
      }),
    );
  });
});

describe('what a face of a new shot is answered with', () => {
  const one = (earlier: EarlierFace<{ person: string; similarity: number }>, now: Look | null) =>
    answersFromEarlier([[earlier]], [now], thresholds)[0]?.[0]?.similarity ?? null;

  it('is the answer that the same face got before, matched or not', () => {
    expect(one(answered(99.9, look(0)), look(5))).toBe(99.9);
    expect(one(answered(90, look(0)), look(5))).toBe(90);
  });

  it('is nothing where nobody of the group was searched, or the recogniser does not see the face', () => {
    expect(one(answered(99.9, look(0)), look(80))).toBeNull();
    expect(one(answered(99.9, null), look(0))).toBeNull();
    expect(one(answered(99.9, look(0)), null)).toBeNull();
  });

  it('is nothing where no match was found and this look is clearly larger or sharper', () => {
    expect(one(answered(90, look(0)), look(5, { heightPx: 125 }))).toBeNull();
    expect(one(answered(90, look(0)), look(5, { sharpness: 75 }))).toBeNull();
    expect(one(answered(90, look(0)), look(5, { heightPx: 124, sharpness: 74 }))).toBe(90);
    expect(one(answered(90, look(0)), look(5, { heightPx: 60, sharpness: 99 }))).toBe(90);
  });

  it('stays a match however good the new look is', () => {
    expect(one(answered(99.9, look(0)), look(5, { heightPx: 300 }))).toBe(99.9);
  });

  it('is the surest of several earlier answers, and anew only for a look better than all of them', () => {
    const earlier = [[answered(85, look(0, { heightPx: 80 }))], [answered(95, look(3, { heightPx: 110 }))]];
    expect(answersFromEarlier(earlier, [look(2)], thresholds)).toEqual([[{ person: 'amara', similarity: 95 }]]);
    expect(answersFromEarlier(earlier, [look(2, { heightPx: 130 })], thresholds)).toEqual([
      [{ person: 'amara', similarity: 95 }],
    ]);
    expect(answersFromEarlier(earlier, [look(2, { heightPx: 140 })], thresholds)).toEqual([null]);
  });

  it('with no candidate is an answer too: a stranger is not searched twice', () => {
    const stranger = { look: look(0), candidates: [] };
    expect(answersFromEarlier([[stranger]], [look(5)], thresholds)).toEqual([[]]);
  });
});
