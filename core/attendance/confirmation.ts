import type { MemberId } from '../ids.ts';
import type { Board, BoardFace, BoardMember } from './board.ts';
import type { Capture } from './capture.ts';
import { type AttendanceRecord, type Evidence, stateRecord } from './record.ts';
import type { Session } from './session.ts';

/** A session somebody has put their name to. */
export type ConfirmingSession = Session & {
  readonly confirmedBy: MemberId;
  readonly confirmedByName: string;
  readonly confirmedAt: string;
};

export const isConfirming = (session: Session): session is ConfirmingSession =>
  session.confirmedBy !== null && session.confirmedByName !== null && session.confirmedAt !== null;

const photoEvidence = (face: BoardFace, member: MemberId, captures: readonly Capture[]): Evidence => {
  const capture = captures.find(({ id }) => id === face.face.capture);
  if (capture?.engine == null || capture.hash === null) return { kind: 'hand' };
  const { engine, modelVersion, thresholds } = capture.engine;
  return {
    kind: 'photo',
    captureHash: capture.hash,
    box: face.face.box,
    engine,
    modelVersion,
    matchThreshold: thresholds.match,
    reviewThreshold: thresholds.review,
    similarity: face.face.candidates.find((candidate) => candidate.member === member)?.similarity ?? 0,
    decision: face.decision,
  };
};

const evidenceOf = (
  { member, source, face, checkIn }: BoardMember,
  { faces }: Board,
  captures: readonly Capture[],
): Evidence => {
  if (source === 'code' && checkIn !== null) return { kind: 'code', at: checkIn.at };
  const seen = source === 'photo' ? faces.find((candidate) => candidate.face.id === face) : undefined;
  return seen === undefined ? { kind: 'hand' } : photoEvidence(seen, member.id, captures);
};

/**
 * The records that a confirmed board states, those that change nothing left out. A status that stood before (an undone
 * confirmation) and was not touched keeps its evidence and makes no new entry.
 */
export const recordsOf = (
  session: ConfirmingSession,
  board: Board,
  captures: readonly Capture[],
  before: ReadonlyMap<MemberId, AttendanceRecord>,
): AttendanceRecord[] =>
  board.members.flatMap((person) => {
    const { member, status, source, remark } = person;
    if (status === null) return [];
    const old = before.get(member.id) ?? null;
    if (old !== null && old.status === status && old.reason === remark && source === 'hand') return [];
    const record = stateRecord(session.id, member.id, old, {
      status,
      evidence: evidenceOf(person, board, captures),
      by: session.confirmedBy,
      byName: session.confirmedByName,
      at: session.confirmedAt,
      reason: remark,
    });
    return record === old ? [] : [record];
  });
