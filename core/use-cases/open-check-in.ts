import {
  type CheckInPeriod,
  closedPeriod,
  codeChangesAt,
  isOpen,
  openedPeriod,
  type PeriodWanted,
  prolongedPeriod,
  stepAt,
  takesCheckIns,
} from '../attendance/check-in.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';
import { getOpenSession, getSession } from './find-session.ts';

type Deps = Pick<Services, 'sessions' | 'checkInPeriods' | 'realtime' | 'clock'>;

/** Two teachers may do so at once: the later change is made on top of the earlier, and both pages are told of it. */
const changePeriod = (
  { sessions, checkInPeriods, realtime, clock }: Deps,
  course: CourseId,
  session: SessionId,
  change: (before: CheckInPeriod | null, now: string) => CheckInPeriod | null,
): Promise<void> =>
  untilUnchanged(async () => {
    await getOpenSession(sessions, course, session);
    const before = await checkInPeriods.find(course, session);
    const after = change(before, clock.now());
    if (after === null || after === before) return;
    await checkInPeriods.put(course, after);
    await realtime.publish(session, { kind: 'check-in-period', session });
  });

/** Lets students check in; where they can already, nothing changes. @throws MusterError NOT_FOUND, SESSION_NOT_OPEN */
export const openCheckIn = (deps: Deps, course: CourseId, session: SessionId, wanted: PeriodWanted): Promise<void> =>
  changePeriod(deps, course, session, (before, now) => openedPeriod(session, before, wanted, now));

/** @throws MusterError NOT_FOUND, SESSION_NOT_OPEN, CHECK_IN_CLOSED */
export const prolongCheckIn = (deps: Deps, course: CourseId, session: SessionId, moreMinutes: number): Promise<void> =>
  changePeriod(deps, course, session, (before, now) => {
    if (before === null || !isOpen(before, now)) throw new MusterError('CHECK_IN_CLOSED');
    return prolongedPeriod(before, moreMinutes, now);
  });

/** Nobody can check in any more; who has stays so. @throws MusterError NOT_FOUND, SESSION_NOT_OPEN */
export const closeCheckIn = (deps: Deps, course: CourseId, session: SessionId): Promise<void> =>
  changePeriod(deps, course, session, (before, now) => (before === null ? null : closedPeriod(before, now)));

export interface ShownCode {
  readonly code: string;
  readonly changesAt: string;
}

export interface CheckInNow {
  /** The one that is open, or was last; null when there was none of late. */
  readonly period: CheckInPeriod | null;
  /** What is shown in the room; null while nobody can check in. */
  readonly shown: ShownCode | null;
}

/** @throws MusterError NOT_FOUND */
export const readCheckIn = async (
  { sessions, checkInPeriods, checkInCodes, clock }: Deps & Pick<Services, 'checkInCodes'>,
  course: CourseId,
  id: SessionId,
): Promise<CheckInNow> => {
  const [session, period] = await Promise.all([getSession(sessions, course, id), checkInPeriods.find(course, id)]);
  const now = clock.now();
  if (!takesCheckIns(session, period, now)) return { period, shown: null };
  const code = checkInCodes.of(course, id, period.openedAt, stepAt(period, now));
  return { period, shown: { code, changesAt: codeChangesAt(period, now) } };
};
