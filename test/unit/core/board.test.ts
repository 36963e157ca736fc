import { type BoardInput, buildBoard, restOf } from '../../../core/attendance/board.ts';
import type { Capture } from '../../../core/attendance/capture.ts';
import type { CheckIn } from '../../../core/attendance/check-in.ts';
import type { FaceVerdict, Review } from '../../../core/attendance/review.ts';
import type { Face } from '../../../core/biometrics/identification.ts';
import { asId, type CaptureId, faceId, type MemberId, type SessionId } from '../../../core/ids.ts';
import { aCapture, aMember, instant } from '../../support/stored-things.ts';

const thresholds = { match: 80, review: 60, margin: 5, scale: 'linear' } as const;
const [ada, bea, cem] = ['ada', 'bea', 'cem'].map((name) => asId<MemberId>(name)) as [MemberId, MemberId, MemberId];

const face = (capture: string, index: number, candidates: Record<string, number>, part: Partial<Face> = {}): Face => ({
  id: faceId(asId<CaptureId>(capture), index),
  capture: asId<CaptureId>(capture),
  box: { left: index / 10, top: 0, width: 0.1, height: 0.1 },
  heightPx: 100,
  candidates: Object.entries(candidates).map(([member, similarity]) => ({
    member: asId<MemberId>(member),
    similarity,
  })),
  ...part,
});
const identified = (id: string, faces: readonly Face[], part: Partial<Capture> = {}): Capture =>
  aCapture(id, { state: 'identified', faces, engine: { engine: 'embedded', modelVersion: '1', thresholds }, ...part });
const review = (
  verdicts: Record<string, FaceVerdict> = {},
  statuses: Record<string, Review['statuses'][MemberId]> = {},
): Review => ({ session: asId<SessionId>('s1'), verdicts, statuses, version: 1 });
const is = (member: MemberId): FaceVerdict => ({ kind: 'member', member });

const board = (part: Partial<BoardInput>) =>
  buildBoard({
    captures: [],
    checkIns: [],
    review: review(),
    students: [ada, bea, cem].map((id) => aMember(id)),
    newFaces: new Set(),
    ...part,
  });
const statusOf = ({ members }: ReturnType<typeof board>, of: MemberId) =>
  members.find(({ member }) => member.id === of);
const faceOf = ({ faces }: ReturnType<typeof board>, id: string) =>
  faces.find(({ face: { id: other } }) => other === id);

describe('given no picture', () => {
  it('decides about nobody: not seen is not absent', () => {
    const { members, open } = board({});
    expect(members.map(({ status }) => status)).toEqual([null, null, null]);
    expect(open).toEqual({ faces: 0, members: 3, captures: 0 });
  });

  it('takes the teacher’s word, with its remark', () => {
    const seen = board({ review: review({}, { ada: { status: 'late', remark: 'Bus' } }) });
    expect(statusOf(seen, ada)).toMatchObject({ status: 'late', source: 'hand', face: null, remark: 'Bus' });
  });
});

describe('given students who checked in', () => {
  const at = '2026-03-01T09:02:00.000Z';
  const checkedIn = (member: MemberId, status: CheckIn['status'] = 'present'): CheckIn => ({
    session: asId<SessionId>('s1'),
    member,
    at,
    status,
  });

  it('proposes what they said, and leaves the others undecided', () => {
    const seen = board({ checkIns: [checkedIn(ada), checkedIn(bea, 'late')] });
    expect(statusOf(seen, ada)).toMatchObject({ status: 'present', source: 'code', checkIn: { at } });
    expect(statusOf(seen, bea)).toMatchObject({ status: 'late', source: 'code' });
    expect(statusOf(seen, cem)).toMatchObject({ status: null, source: null, checkIn: null });
    expect(restOf(seen)).toEqual([cem]);
  });

  it('goes by the teacher’s word first, then by a face, and still tells that they checked in', () => {
    const seen = board({
      captures: [identified('c1', [face('c1', 0, { ada: 90 }), face('c1', 1, { bea: 90 })])],
      checkIns: [checkedIn(ada, 'late'), checkedIn(bea, 'late')],
      review: review({}, { bea: { status: 'absent', remark: null } }),
    });
    expect(statusOf(seen, ada)).toMatchObject({ status: 'present', source: 'photo', checkIn: { status: 'late' } });
    expect(statusOf(seen, bea)).toMatchObject({ status: 'absent', source: 'hand', checkIn: { status: 'late' } });
  });

  it('still asks for a look at a face that resembles somebody who checked in: a code can be passed on', () => {
    const room = [identified('c1', [face('c1', 0, { ada: 70 })])];
    const seen = board({ captures: room, checkIns: [checkedIn(ada)] });
    expect(seen.open.faces).toBe(1);
    expect(statusOf(seen, ada)).toMatchObject({ status: 'present', source: 'code', maybe: 'c1.0' });
  });

  it('lets late stand for who checked in late and is seen in a picture after that, and not before', () => {
    const taken = (takenAt: string) => identified('c1', [face('c1', 0, { ada: 90 })], { takenAt });
    const before = board({ captures: [taken(instant(60))], checkIns: [checkedIn(ada, 'late')] });
    expect(statusOf(before, ada)).toMatchObject({ status: 'present', source: 'photo', face: 'c1.0' });
    const after = board({ captures: [taken(instant(600))], checkIns: [checkedIn(ada, 'late')] });
    expect(statusOf(after, ada)).toMatchObject({ status: 'late', source: 'code', face: 'c1.0' });
    const both = [taken(instant(600)), { ...taken(instant(60)), id: asId<CaptureId>('c0') }];
    expect(statusOf(board({ captures: both, checkIns: [checkedIn(ada, 'late')] }), ada)?.status).toBe('late');
  });

  it('lists nobody who is not a student of the course', () => {
    expect(board({ checkIns: [checkedIn(asId<MemberId>('gone'))] }).members).toHaveLength(3);
  });
});

describe('given a picture', () => {
  it('makes a match present, and leaves the others undecided', () => {
    const seen = board({ captures: [identified('c1', [face('c1', 0, { ada: 90 })])] });
    expect(statusOf(seen, ada)).toMatchObject({ status: 'present', source: 'photo', face: 'c1.0' });
    expect(seen.open).toEqual({ faces: 0, members: 2, captures: 0 });
  });

  it('asks for a look at a resemblance, and counts it for nobody until then', () => {
    const seen = board({ captures: [identified('c1', [face('c1', 0, { ada: 70 })])] });
    expect(faceOf(seen, 'c1.0')).toMatchObject({ decision: 'review', attention: 'uncertain', member: null });
    expect(statusOf(seen, ada)?.status).toBeNull();
    expect(seen.open.faces).toBe(1);
  });

  it('asks nothing about a stranger', () => {
    const seen = board({ captures: [identified('c1', [face('c1', 0, {})])] });
    expect(faceOf(seen, 'c1.0')).toMatchObject({ decision: 'unknown', attention: null, member: null });
  });

  it('waits for pictures that are still being compared, not for those that failed or never came', () => {
    const states = ['stored', 'identifying', 'failed', 'awaited'] as const;
    expect(board({ captures: states.map((state) => aCapture(state, { state })) }).open.captures).toBe(2);
  });

  it('waits for no picture that could not be compared so far: it may be marked by hand and confirmed', () => {
    const captures = (['stored', 'identifying'] as const).map((state) =>
      aCapture(state, { state, failure: 'UNAVAILABLE' }),
    );
    expect(board({ captures }).open.captures).toBe(0);
  });

  it('numbers faces from left to right, on through all pictures', () => {
    const at = (left: number) => ({ box: { left, top: 0, width: 0.1, height: 0.1 } });
    const seen = board({
      captures: [
        identified('c1', [face('c1', 0, {}, at(0.7)), face('c1', 1, {}, at(0.2))]),
        identified('c2', [face('c2', 0, {}, at(0.1))]),
      ],
    });
    expect(seen.faces.map(({ face: { id }, number }) => [id, number])).toEqual([
      ['c1.1', 1],
      ['c1.0', 2],
      ['c2.0', 3],
    ]);
  });

  it('marks a face of fewer than 40 pixels as small', () => {
    const small = [face('c1', 0, {}, { heightPx: 39 }), face('c1', 1, {}, { heightPx: 40 })];
    expect(board({ captures: [identified('c1', small)] }).faces.map(({ tooSmall }) => tooSmall)).toEqual([true, false]);
  });

  it('compares with active students alone: who has left leads nobody and takes no face', () => {
    const left = [face('c1', 0, { zoe: 95, ada: 92 })];
    const seen = board({ captures: [identified('c1', left)] });
    expect(faceOf(seen, 'c1.0')).toMatchObject({ decision: 'match', member: ada });
    expect(faceOf(seen, 'c1.0')?.candidates).toEqual([{ member: ada, similarity: 92 }]);
  });
});

describe('given overlapping pictures', () => {
  const captures = [identified('c1', [face('c1', 0, { ada: 85 })]), identified('c2', [face('c2', 0, { ada: 95 })])];

  it('counts a member once, by the better face', () => {
    expect(statusOf(board({ captures }), ada)).toMatchObject({ status: 'present', face: 'c2.0' });
  });

  it('asks for no look at a resemblance to somebody who is accounted for', () => {
    const again = [...captures, identified('c3', [face('c3', 0, { ada: 65 })])];
    expect(faceOf(board({ captures: again }), 'c3.0')).toMatchObject({ decision: 'review', attention: null });
    const byHand = board({
      captures: [identified('c3', [face('c3', 0, { ada: 65 })])],
      review: review({}, { ada: { status: 'late', remark: null } }),
    });
    expect(byHand.open.faces).toBe(0);
  });
});

describe('given a teacher has judged faces', () => {
  const twins = [face('c1', 0, { ada: 97, bea: 96 }), face('c1', 1, { ada: 95, bea: 90 })];
  const captures = [identified('c1', twins)];

  it('counts the face for whom the teacher said, and asks no more', () => {
    const seen = board({ captures, review: review({ 'c1.0': is(bea) }) });
    expect(faceOf(seen, 'c1.0')).toMatchObject({ member: bea, attention: null });
    expect(statusOf(seen, bea)).toMatchObject({ status: 'present', source: 'photo', face: 'c1.0' });
  });

  it('recomputes the others: the freed member goes to the other twin', () => {
    expect(faceOf(board({ captures }), 'c1.1')).toMatchObject({ decision: 'review', member: null });
    const seen = board({ captures, review: review({ 'c1.0': is(bea) }) });
    expect(faceOf(seen, 'c1.1')).toMatchObject({ decision: 'match', member: ada });
  });

  it('moves a member from a matched face to the one the teacher names', () => {
    const two = [identified('c1', [face('c1', 0, { ada: 90 }), face('c1', 1, {})])];
    const seen = board({ captures: two, review: review({ 'c1.1': is(ada) }) });
    expect(faceOf(seen, 'c1.0')).toMatchObject({ decision: 'unknown', member: null });
    expect(statusOf(seen, ada)?.face).toBe('c1.1');
  });

  it('takes a visitor and no face for nobody', () => {
    for (const kind of ['visitor', 'not-a-face'] as const) {
      const matched = [identified('c1', [face('c1', 0, { ada: 90 })])];
      const seen = board({ captures: matched, review: review({ 'c1.0': { kind } }) });
      expect(faceOf(seen, 'c1.0')).toMatchObject({ member: null, attention: null });
      expect(statusOf(seen, ada)?.status).toBeNull();
    }
  });

  it('remembers what recognition had proposed before the teacher looked', () => {
    const seen = board({ captures, review: review({ 'c1.0': is(bea) }) });
    expect(faceOf(seen, 'c1.0')?.decision).toBe('review');
    const matched = [identified('c1', [face('c1', 0, { ada: 90 })])];
    expect(
      faceOf(board({ captures: matched, review: review({ 'c1.0': { kind: 'visitor' } }) }), 'c1.0')?.decision,
    ).toBe('match');
  });

  it('keeps a status set by hand, whatever a face says', () => {
    const matched = [identified('c1', [face('c1', 0, { ada: 90 })])];
    const seen = board({ captures: matched, review: review({}, { ada: { status: 'excused', remark: null } }) });
    expect(statusOf(seen, ada)).toMatchObject({ status: 'excused', source: 'hand', face: 'c1.0' });
  });

  it('says nothing of somebody who has left since', () => {
    const seen = board({ captures, review: review({ 'c1.0': is(asId('zoe')) }) });
    expect(seen.members.map(({ member }) => member.id)).toEqual([ada, bea, cem]);
  });
});

describe('given an enrolment that no teacher has seen matched', () => {
  const captures = [identified('c1', [face('c1', 0, { ada: 85 })]), identified('c2', [face('c2', 0, { ada: 95 })])];
  const newFaces = new Set([ada]);

  it('shows its best face once, as new, which stops nobody', () => {
    const seen = board({ captures, newFaces });
    expect(seen.faces.map(({ attention }) => attention)).toEqual([null, 'new']);
    expect(seen.open.faces).toBe(0);
  });

  it('shows it no more once the teacher has judged it', () => {
    const seen = board({ captures, newFaces, review: review({ 'c2.0': is(ada) }) });
    expect(seen.faces.map(({ attention }) => attention)).toEqual([null, null]);
  });
});
