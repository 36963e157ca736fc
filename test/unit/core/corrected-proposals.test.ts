import { buildBoard } from '../../../core/attendance/board.ts';
import type { Capture } from '../../../core/attendance/capture.ts';
import { talliesOf } from '../../../core/attendance/corrected-proposals.ts';
import type { FaceVerdict, Review } from '../../../core/attendance/review.ts';
import type { Status } from '../../../core/attendance/status.ts';
import { asId, type CaptureId, faceId, type MemberId, type SessionId } from '../../../core/ids.ts';
import { aCapture, aMember } from '../../support/stored-things.ts';

const thresholds = { match: 80, review: 60, margin: 5, scale: 'linear' } as const;
const people = ['ada', 'bea', 'cem'].map((name) => asId<MemberId>(name));

const capture = (id: string, faces: readonly Record<string, number>[], modelVersion = '1'): Capture =>
  aCapture(id, {
    state: 'identified',
    engine: { engine: 'embedded', modelVersion, thresholds },
    faces: faces.map((candidates, index) => ({
      id: faceId(asId<CaptureId>(id), index),
      capture: asId<CaptureId>(id),
      box: { left: index / 10, top: 0, width: 0.1, height: 0.1 },
      heightPx: 100,
      candidates: Object.entries(candidates).map(([member, similarity]) => ({
        member: asId<MemberId>(member),
        similarity,
      })),
    })),
  });

const tallies = (
  captures: readonly Capture[],
  verdicts: Record<string, FaceVerdict> = {},
  statuses: Record<string, Status> = {},
) => {
  const byHand = Object.entries(statuses).map(([member, status]) => [member, { status, remark: null }] as const);
  const review: Review = {
    session: asId<SessionId>('s1'),
    verdicts,
    statuses: Object.fromEntries(byHand),
    version: 1,
  };
  const students = people.map((id) => aMember(id));
  return talliesOf(buildBoard({ captures, checkIns: [], review, students, newFaces: new Set() }), captures);
};
const oneOf = (made: number, corrected: number) => [{ engine: 'embedded', modelVersion: '1', made, corrected }];
const is = (member: string): FaceVerdict => ({ kind: 'member', member: asId<MemberId>(member) });

describe('given two faces that match', () => {
  const room = [capture('c1', [{ ada: 95 }, { bea: 90 }])];

  it('nothing that a teacher left as it was is corrected', () => {
    expect(tallies(room)).toEqual(oneOf(2, 0));
  });

  it('a teacher who says what was proposed corrects nothing', () => {
    expect(tallies(room, { 'c1.0': is('ada') })).toEqual(oneOf(2, 0));
  });

  it('a face that is somebody else is corrected', () => {
    expect(tallies(room, { 'c1.0': is('cem') })).toEqual(oneOf(2, 1));
  });

  it.each(['visitor', 'not-a-face'] as const)('a face that is a %s is corrected', (kind) => {
    expect(tallies(room, { 'c1.1': { kind } })).toEqual(oneOf(2, 1));
  });

  it('who was seen and is marked absent all the same is corrected; who is late is not', () => {
    expect(tallies(room, {}, { ada: 'absent', bea: 'late' })).toEqual(oneOf(2, 1));
  });
});

describe('given faces that recognition asks about or does not know', () => {
  it('they are no proposals, whatever the teacher says', () => {
    expect(tallies([capture('c1', [{ ada: 70 }, {}])], { 'c1.0': is('bea'), 'c1.1': is('ada') })).toEqual([]);
  });
});

describe('given captures by two versions of an engine', () => {
  it('each has a tally of its own', () => {
    const captures = [capture('c1', [{ ada: 95 }]), capture('c2', [{ ada: 92 }, { bea: 91 }], '2')];
    expect(tallies(captures, { 'c2.1': is('cem') })).toEqual([
      { engine: 'embedded', modelVersion: '1', made: 1, corrected: 0 },
      { engine: 'embedded', modelVersion: '2', made: 2, corrected: 1 },
    ]);
  });
});
