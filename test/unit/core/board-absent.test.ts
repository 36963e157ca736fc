import { type BoardInput, buildBoard, restOf } from '../../../core/attendance/board.ts';
import type { Capture } from '../../../core/attendance/capture.ts';
import type { Review } from '../../../core/attendance/review.ts';
import type { Candidate } from '../../../core/biometrics/identification.ts';
import { asId, type CaptureId, type FaceId, faceId, type MemberId, type SessionId } from '../../../core/ids.ts';
import type { Member } from '../../../core/roster/roster.ts';

const session = asId<SessionId>('s-1');
const [ada, ben, cleo] = ['m_ada', 'm_ben', 'm_cleo'].map((id) => asId<MemberId>(id)) as [MemberId, MemberId, MemberId];
const student = (id: MemberId): Member => ({
  id,
  sub: id,
  name: id,
  sortName: id,
  role: 'student',
  testUser: false,
  state: 'active',
  missingOn: [],
  launchRole: null,
});
const like = (member: MemberId, similarity: number): Candidate => ({ member, similarity });

/** One shot: a face for each list of candidates, from left to right. */
const shot = (name: string, faces: readonly (readonly Candidate[])[]): Capture => {
  const id = asId<CaptureId>(name);
  return {
    id,
    session,
    state: 'identified',
    mediaKey: name,
    takenAt: '2026-11-24T10:00:00.000Z',
    width: 1600,
    height: 1200,
    hash: 'a'.repeat(64),
    facesCompared: faces.length,
    facesFound: faces.length,
    faces: faces.map((candidates, index) => ({
      id: faceId(id, index),
      capture: id,
      box: { left: index / 10, top: 0.1, width: 0.05, height: 0.1 },
      heightPx: 120,
      candidates,
    })),
    engine: {
      engine: 'test',
      modelVersion: '1',
      thresholds: { match: 90, review: 70, margin: 5, scale: 'linear' },
    },
    failure: null,
    expiresAt: '2026-11-24T22:00:00.000Z',
    version: 1,
  };
};
const first = (name: string): FaceId => faceId(asId<CaptureId>(name), 0);

const boardOf = (captures: readonly Capture[], review: Partial<Review> = {}, over: Partial<BoardInput> = {}) =>
  buildBoard({
    captures,
    checkIns: [],
    review: { session, verdicts: {}, statuses: {}, version: 1, ...review },
    students: [ada, ben, cleo].map(student),
    newFaces: new Set(),
    ...over,
  });
const byHand = (member: MemberId, status: 'present' | 'late' | 'absent' | null, remark: string | null = null) => ({
  statuses: { [member]: { status, remark } },
});

describe('the rest, whom one tap marks', () => {
  it('is everybody without a status', () => {
    const board = boardOf([shot('c', [[like(ada, 99)]])]);
    expect(restOf(board)).toEqual([ben, cleo]);
  });

  it('leaves out whom an open face may be', () => {
    const board = boardOf([shot('c', [[like(ada, 99)], [like(ben, 80)]])]);
    expect(board.members.find(({ member }) => member.id === ben)?.maybe).toBe(faceId(asId<CaptureId>('c'), 1));
    expect(restOf(board)).toEqual([cleo]);
  });

  it('takes them in again once the face is settled', () => {
    const verdicts = { [first('c')]: { kind: 'visitor' } } as const;
    expect(restOf(boardOf([shot('c', [[like(ben, 80)]])], { verdicts }))).toEqual([ada, ben, cleo]);
  });
});

describe('a face that may be somebody', () => {
  it('keeps asking for a look when that person was set absent by hand', () => {
    const board = boardOf([shot('c', [[like(ben, 80)]])], byHand(ben, 'absent'));
    expect(board.faces[0]?.attention).toBe('uncertain');
    expect(board.open.faces).toBe(1);
  });

  it.each(['present', 'late'] as const)('asks no more when that person was set %s by hand', (status) => {
    const board = boardOf([shot('c', [[like(ben, 80)]])], byHand(ben, status));
    expect(board.faces[0]?.attention).toBeNull();
  });

  it('asks no more when an overlapping shot recognised that person', () => {
    const board = boardOf([shot('c', [[like(ben, 80)]]), shot('d', [[like(ben, 98)]])]);
    expect(board.faces.map(({ attention }) => attention)).toEqual([null, null]);
  });
});

describe('somebody marked absent whom a later shot recognises', () => {
  it('stays absent, with the face beside it', () => {
    const board = boardOf([shot('c', [[like(ben, 98)]])], byHand(ben, 'absent'));
    expect(board.members.find(({ member }) => member.id === ben)).toMatchObject({
      status: 'absent',
      source: 'hand',
      face: first('c'),
    });
  });
});

describe('a remark without a status', () => {
  it('leaves a recognised person recognised', () => {
    const board = boardOf([shot('c', [[like(ben, 98)]])], byHand(ben, null, 'without a book'));
    expect(board.members.find(({ member }) => member.id === ben)).toMatchObject({
      status: 'present',
      source: 'photo',
      remark: 'without a book',
    });
  });

  it('decides nothing of who was not seen', () => {
    const board = boardOf([], byHand(ben, null, 'wrote that she is ill'));
    expect(board.members.find(({ member }) => member.id === ben)).toMatchObject({ status: null, source: null });
    expect(restOf(board)).toContain(ben);
  });
});
