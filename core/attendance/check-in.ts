import type { MemberId, SessionId } from '../ids.ts';
import { hour, later, minute, second } from '../later.ts';
import type { Session } from './session.ts';
import type { Status } from './status.ts';

/**
 * The time in which students say themselves that they are there, with a code that is shown in the room. What they say is a
 * proposal, as a photograph is: a teacher confirms it, and nobody becomes absent by not checking in (design rule 1).
 */
export interface CheckInPeriod {
  readonly session: SessionId;
  readonly openedAt: string;
  readonly closesAt: string;
  /** Who checks in then or later is late; null: nobody is. */
  readonly lateFrom: string | null;
  /** A new code comes every `codeSeconds`; else one code holds for the whole period. */
  readonly changing: boolean;
  readonly version: number;
}

/** One student's word that they are there. The first one of a session counts, whatever they say later. */
export interface CheckIn {
  readonly session: SessionId;
  readonly member: MemberId;
  readonly at: string;
  readonly status: Extract<Status, 'present' | 'late'>;
}

/** How many codes somebody has tried in a period. */
export interface CheckInTries {
  readonly session: SessionId;
  readonly member: MemberId;
  /** When the period was opened that they are counted in. */
  readonly period: string;
  readonly count: number;
  readonly version: number;
}

export interface PeriodWanted {
  readonly minutes: number;
  /** Null: nobody is late. */
  readonly lateAfterMinutes: number | null;
  readonly changing: boolean;
}

/** Six digits, two of a million right at a time: ten tries of each of five hundred people find one in a hundred periods. */
export const maxTries = 10;

/** Long enough to type six digits, too short to be of use to somebody who is told of them elsewhere. */
export const codeSeconds = 30;

/** No class lasts longer; a forgotten period ends by itself. */
const longestHours = 4;

export const isOpen = ({ closesAt }: CheckInPeriod, now: string): boolean => now < closesAt;

/** Whether anybody can check in: with its confirmation a session's period ends too. */
export const takesCheckIns = (
  session: Pick<Session, 'state'>,
  period: CheckInPeriod | null,
  now: string,
): period is CheckInPeriod => session.state === 'open' && period !== null && isOpen(period, now);

const earlier = (a: string, b: string) => (a < b ? a : b);

/** One that is open goes on as it is, whoever else wants one: codes that were shown hold, and nobody's late is moved. */
export const openedPeriod = (
  session: SessionId,
  before: CheckInPeriod | null,
  { minutes, lateAfterMinutes, changing }: PeriodWanted,
  now: string,
): CheckInPeriod =>
  before !== null && isOpen(before, now)
    ? before
    : {
        session,
        openedAt: now,
        closesAt: earlier(later(now, minutes * minute), later(now, longestHours * hour)),
        lateFrom: lateAfterMinutes === null ? null : later(now, lateAfterMinutes * minute),
        changing,
        version: (before?.version ?? 0) + 1,
      };

/** One that is over stays over: opening it again gives new codes. */
export const prolongedPeriod = (period: CheckInPeriod, moreMinutes: number, now: string): CheckInPeriod => {
  if (!isOpen(period, now)) return period;
  const latest = later(period.openedAt, longestHours * hour);
  const closesAt = earlier(later(period.closesAt, moreMinutes * minute), latest);
  return { ...period, closesAt, version: period.version + 1 };
};

export const closedPeriod = (period: CheckInPeriod, now: string): CheckInPeriod =>
  isOpen(period, now) ? { ...period, closesAt: now, version: period.version + 1 } : period;

/** Which code of the period is shown now: 0 is the first. */
export const stepAt = ({ openedAt, changing }: CheckInPeriod, now: string): number =>
  changing ? Math.max(0, Math.floor((Date.parse(now) - Date.parse(openedAt)) / (codeSeconds * second))) : 0;

/** When another code is shown, or none any more. */
export const codeChangesAt = (period: CheckInPeriod, now: string): string =>
  period.changing
    ? earlier(later(period.openedAt, (stepAt(period, now) + 1) * codeSeconds * second), period.closesAt)
    : period.closesAt;

/** Whose codes are taken: the one that is shown, and the one before, for whoever was typing when it changed. */
export const stepsTaken = (period: CheckInPeriod, now: string): number[] => {
  const step = stepAt(period, now);
  return step === 0 ? [0] : [step, step - 1];
};

export const checkInStatus = ({ lateFrom }: CheckInPeriod, now: string): CheckIn['status'] =>
  lateFrom !== null && now >= lateFrom ? 'late' : 'present';

/** One more try in this period. Null when there are no more. */
export const nextTry = (before: CheckInTries | null, period: CheckInPeriod, member: MemberId): CheckInTries | null => {
  const count = before?.period === period.openedAt ? before.count : 0;
  if (count >= maxTries) return null;
  const { session, openedAt } = period;
  return { session, member, period: openedAt, count: count + 1, version: (before?.version ?? 0) + 1 };
};
