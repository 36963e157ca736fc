import type { Board, BoardFace, BoardMember } from '../../../core/attendance/board.ts';
import { type ConfirmingSession, isConfirming, recordsOf } from '../../../core/attendance/confirmation.ts';
import type { AttendanceRecord } from '../../../core/attendance/record.ts';
import { asId, type CaptureId, faceId, type MemberId } from '../../../core/ids.ts';
import { aCapture, aMember, aRecord, aSession, instant } from '../../support/stored-things.ts';

const ada = asId<MemberId>('ada');
const teacher = asId<MemberId>('m_teacher');
const session: ConfirmingSession = {
  ...aSession('s1', { state: 'confirming' }),
  confirmedBy: teacher,
  confirmedByName: 'Ms Ito',
  confirmedAt: instant(60),
};
const thresholds = { match: 80, review: 60, margin: 5, scale: 'linear' } as const;
const capture = aCapture('c1', {
  state: 'identified',
  hash: 'abc',
  engine: { engine: 'embedded', modelVersion: '1', thresholds },
});
const box = { left: 0.1, top: 0.2, width: 0.3, height: 0.4 };
const id = faceId(asId<CaptureId>('c1'), 0);
const face: BoardFace = {
  face: { id, capture: capture.id, box, heightPx: 90, candidates: [{ member: ada, similarity: 91.5 }] },
  number: 1,
  tooSmall: false,
  decision: 'match',
  member: ada,
  verdict: null,
  attention: null,
  candidates: [{ member: ada, similarity: 91.5 }],
};
const board = (part: Partial<BoardMember>, faces: readonly BoardFace[] = [face]): Board => ({
  faces,
  members: [
    {
      member: aMember(ada),
      status: 'present',
      source: 'hand',
      face: null,
      maybe: null,
      checkIn: null,
      remark: null,
      ...part,
    },
  ],
  open: { faces: 0, members: 0, captures: 0 },
});
const seen = board({ source: 'photo', face: id });
const stood = (...records: readonly AttendanceRecord[]) => new Map(records.map((record) => [record.member, record]));
const photo = {
  kind: 'photo',
  captureHash: 'abc',
  box,
  engine: 'embedded',
  modelVersion: '1',
  matchThreshold: 80,
  reviewThreshold: 60,
  similarity: 91.5,
  decision: 'match',
} as const;

describe('given somebody who checked in', () => {
  const at = '2026-03-01T09:02:00.000Z';
  const checkIn = { session: session.id, member: ada, at, status: 'late' } as const;

  it('records their own word as the ground of the status it gave them', () => {
    const [record] = recordsOf(session, board({ source: 'code', status: 'late', checkIn }), [], new Map());
    expect(record).toMatchObject({ status: 'late', evidence: { kind: 'code', at }, by: session.confirmedBy });
  });

  it('records the picture, or the teacher’s hand, where that decided', () => {
    const [inPicture] = recordsOf(session, board({ source: 'photo', face: id, checkIn }), [capture], new Map());
    expect(inPicture?.evidence).toEqual(photo);
    const [byHand] = recordsOf(session, board({ source: 'hand', status: 'absent', checkIn }), [], new Map());
    expect(byHand).toMatchObject({ status: 'absent', evidence: { kind: 'hand' } });
  });
});

describe('given nothing was recorded before', () => {
  it('records who was seen, with the numbers the match rests on and who confirmed it', () => {
    expect(recordsOf(session, seen, [capture], new Map())).toEqual([
      {
        session: session.id,
        member: ada,
        status: 'present',
        evidence: photo,
        by: teacher,
        byName: 'Ms Ito',
        at: instant(60),
        reason: null,
        history: [],
        version: 1,
      },
    ]);
  });

  it('records the teacher’s word as such, also of somebody who has a face in the picture', () => {
    const [record] = recordsOf(session, board({ status: 'late', face: id, remark: 'Bus' }), [capture], new Map());
    expect(record).toMatchObject({ status: 'late', evidence: { kind: 'hand' }, reason: 'Bus' });
  });

  it('records a similarity of 0 for a face that resembles its member not at all, as the teacher said', () => {
    const named = { ...face, decision: 'unknown' as const, face: { ...face.face, candidates: [] } };
    const [record] = recordsOf(session, board({ source: 'photo', face: id }, [named]), [capture], new Map());
    expect(record?.evidence).toMatchObject({ kind: 'photo', similarity: 0, decision: 'unknown' });
  });

  it('claims no picture as evidence that is gone', () => {
    expect(recordsOf(session, seen, [], new Map())[0]?.evidence).toEqual({ kind: 'hand' });
  });

  it('says nothing of somebody who is not decided', () => {
    expect(recordsOf(session, board({ status: null, source: null }), [capture], new Map())).toEqual([]);
  });
});

describe('given records of the run that was killed', () => {
  it('states nothing twice', () => {
    const [first] = recordsOf(session, seen, [capture], new Map());
    if (first === undefined) throw new Error('no record');
    expect(recordsOf(session, seen, [capture], stood(first))).toEqual([]);
  });
});

describe('given records of a confirmation that was taken back', () => {
  const before = aRecord(ada, { evidence: photo, at: instant(0) });

  it('leaves one alone that was not touched: it keeps its evidence', () => {
    expect(recordsOf(session, board({}), [], stood(before))).toEqual([]);
  });

  it('keeps the old entry in the history of one that was changed', () => {
    const [record] = recordsOf(session, board({ status: 'absent' }), [], stood(before));
    expect(record).toMatchObject({ status: 'absent', evidence: { kind: 'hand' }, version: 2 });
    expect(record?.history).toHaveLength(1);
    expect(record?.history[0]).toMatchObject({ status: 'present', evidence: photo });
  });

  it('makes an entry of the same status when a remark was added', () => {
    const [record] = recordsOf(session, board({ remark: 'Left early' }), [], stood(before));
    expect(record).toMatchObject({ status: 'present', reason: 'Left early', version: 2 });
  });
});

describe('who confirms', () => {
  it('is known while it is being recorded, and of no open session', () => {
    expect(isConfirming(session)).toBe(true);
    expect(isConfirming(aSession('s1'))).toBe(false);
    expect(isConfirming({ ...session, confirmedByName: null })).toBe(false);
  });
});
