import {
  type CheckIn,
  type CheckInPeriod,
  checkInStatus,
  isOpen,
  nextTry,
  stepsTaken,
  takesCheckIns,
} from '../attendance/check-in.ts';
import type { Session } from '../attendance/session.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, MemberId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';
import { isStudent } from '../roster/roster.ts';
import { getSession } from './find-session.ts';
import { assertSpeaksForThemselves, type Speaker } from './own-word.ts';

type Deps = Pick<
  Services,
  'sessions' | 'checkInPeriods' | 'checkIns' | 'checkInCodes' | 'rosters' | 'realtime' | 'clock'
>;

/** Counted before the code is looked at: however many are tried at once, no more than so many are. */
const countTry = ({ checkIns }: Deps, course: CourseId, period: CheckInPeriod, member: MemberId): Promise<void> =>
  untilUnchanged(async () => {
    const tries = nextTry(await checkIns.findTries(course, period.session, member), period, member);
    if (tries === null) throw new MusterError('CHECK_IN_TRIES_SPENT');
    await checkIns.putTries(course, tries);
  });

/**
 * A student's word that they are there, with the code that is shown in the room. Said again it changes nothing.
 * @throws MusterError NOT_FOUND, CHECK_IN_NOT_ALLOWED, CHECK_IN_CLOSED, MEMBER_NOT_ON_ROSTER, CHECK_IN_TRIES_SPENT,
 * CHECK_IN_CODE_WRONG
 */
export const checkIn = async (
  deps: Deps,
  person: Speaker,
  course: CourseId,
  id: SessionId,
  code: string,
): Promise<CheckIn> => {
  assertSpeaksForThemselves(person, 'CHECK_IN_NOT_ALLOWED');
  const { member } = person;
  const [session, period, onRoster, [before]] = await Promise.all([
    getSession(deps.sessions, course, id),
    deps.checkInPeriods.find(course, id),
    deps.rosters.findMember(course, member),
    deps.checkIns.listOfMember(course, member, [id]),
  ]);
  if (before !== undefined) return before;
  const now = deps.clock.now();
  if (!takesCheckIns(session, period, now)) throw new MusterError('CHECK_IN_CLOSED');
  if (onRoster === null || !isStudent(onRoster)) throw new MusterError('MEMBER_NOT_ON_ROSTER');
  await countTry(deps, course, period, member);
  const taken = stepsTaken(period, now).map((step) => deps.checkInCodes.of(course, id, period.openedAt, step));
  if (!taken.includes(code)) throw new MusterError('CHECK_IN_CODE_WRONG');
  const wanted: CheckIn = { session: id, member, at: now, status: checkInStatus(period, now) };
  const said = await deps.checkIns.add(course, wanted);
  // Deleted or confirmed in between: nobody would look at it any more, and they must not be told that it counts.
  const after = await deps.sessions.find(course, id);
  if (after?.state !== 'open') {
    await deps.checkIns.remove(course, id, member);
    throw after === null ? new MusterError('NOT_FOUND', { what: 'session' }) : new MusterError('CHECK_IN_CLOSED');
  }
  await deps.realtime.publish(id, { kind: 'check-in', ...said });
  return said;
};

export interface MyCheckIn {
  readonly session: Session;
  /** Until when a code is asked for; null once they have checked in. */
  readonly closesAt: string | null;
  readonly checkIn: CheckIn | null;
}

/** Where this student can check in now, or has and no teacher has confirmed it yet. Few reads: pages ask often. */
export const readMyCheckIns = async (
  { checkInPeriods, checkIns, sessions, clock }: Deps,
  course: CourseId,
  member: MemberId,
): Promise<MyCheckIn[]> => {
  const now = clock.now();
  const periods = await checkInPeriods.list(course, now);
  const of = periods.map(({ session }) => session);
  const [meetings, own] = await Promise.all([
    Promise.all(of.map((id) => sessions.find(course, id))),
    checkIns.listOfMember(course, member, of),
  ]);
  return periods.flatMap((period, index) => {
    const session = meetings[index] ?? null;
    const mine = own.find((one) => one.session === period.session) ?? null;
    if (session === null || session.state !== 'open' || (mine === null && !isOpen(period, now))) return [];
    return [{ session, closesAt: mine === null ? period.closesAt : null, checkIn: mine }];
  });
};
