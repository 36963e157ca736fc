import type { CourseId, MemberId, SessionId } from '../ids.ts';
import type { StatusCounts } from './status.ts';

/**
 * Life of a session: open -> confirming -> confirmed. "Confirming" is written before the first record, so that
 * a crash in between leaves a state from which the next run continues. Undo leads from confirmed back to open.
 */
export type SessionState = 'open' | 'confirming' | 'confirmed';

/** One class meeting. */
export interface Session {
  readonly id: SessionId;
  readonly course: CourseId;
  readonly title: string;
  /** ISO 8601, UTC. Shown in the course's zone. */
  readonly startsAt: string;
  readonly openedBy: MemberId;
  readonly openedAt: string;
  readonly state: SessionState;
  readonly confirmedBy: MemberId | null;
  readonly confirmedByName: string | null;
  readonly confirmedAt: string | null;
  /** Of the last confirmation and its corrections; null before the first. */
  readonly counts: StatusCounts | null;
  /** Increases with each write; a writer who read an older one is refused. */
  readonly version: number;
}

export const undoMinutes = 10;

/** Whether a confirmation can still be taken back as a whole. Single corrections always can be made. */
export const undoableUntil = (session: Session): string | null =>
  session.state === 'confirmed' && session.confirmedAt !== null
    ? new Date(Date.parse(session.confirmedAt) + undoMinutes * 60_000).toISOString()
    : null;
