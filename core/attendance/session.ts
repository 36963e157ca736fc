import type { CourseId, MemberId, SessionId } from '../ids.ts';
import { hour, later, minute } from '../later.ts';
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

export const newestFirst = (sessions: readonly Session[]): Session[] =>
  [...sessions].sort((a, b) => (a.startsAt < b.startsAt ? 1 : -1));

const undoMinutes = 10;

/** Whether a confirmation can still be taken back as a whole. Single corrections always can be made. */
export const undoableUntil = (session: Session): string | null =>
  session.state === 'confirmed' && session.confirmedAt !== null
    ? later(session.confirmedAt, undoMinutes * minute)
    : null;

/** A meeting is on for as long as somebody may still be taking its attendance; a plan counts on the same half of a day. */
const onForHours = 4;
const aheadHours = 12;

const hoursAfter = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / hour;

/** The open session that is on now, the last one to begin before others; else the next one. Null when there is none. */
export const presentSession = (sessions: readonly Session[], now: string): Session | null => {
  const open = sessions.filter(({ state }) => state === 'open');
  const begun = newestFirst(open.filter(({ startsAt }) => startsAt <= now && hoursAfter(startsAt, now) <= onForHours));
  const ahead = open
    .filter(({ startsAt }) => startsAt > now && hoursAfter(now, startsAt) <= aheadHours)
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
  return begun[0] ?? ahead[0] ?? null;
};
