import type { CheckIn } from '../attendance/check-in.ts';
import type { Course } from '../attendance/course.ts';
import { scoreOf } from '../attendance/grade-policy.ts';
import type { AttendanceRecord } from '../attendance/record.ts';
import { newestFirst, type Session } from '../attendance/session.ts';
import { countStatuses, type StatusCounts } from '../attendance/status.ts';
import type { CourseId, MemberId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { getSession } from './find-session.ts';
import { getCourse } from './read-course-page.ts';

export interface MyAttendance {
  readonly course: Course;
  readonly score: number | null;
  readonly counts: StatusCounts;
  /** Confirmed ones that have a record of this member, newest first. */
  readonly sessions: readonly { readonly session: Session; readonly record: AttendanceRecord }[];
  /** Of all sessions, confirmed or not. */
  readonly checkIns: ReadonlyMap<SessionId, CheckIn>;
  /** Newest first. */
  readonly all: readonly Session[];
}

/** A student's own record: one list of sessions and two batch reads. */
export const readMyAttendance = async (
  deps: Pick<Services, 'courses' | 'sessions' | 'records' | 'checkIns'>,
  id: CourseId,
  member: MemberId,
): Promise<MyAttendance> => {
  const [course, all] = await Promise.all([getCourse(deps, id), deps.sessions.list(id)]);
  const confirmed = all.filter(({ state }) => state === 'confirmed');
  const [records, said] = await Promise.all([
    deps.records.listOfMember(
      id,
      member,
      confirmed.map((session) => session.id),
    ),
    deps.checkIns.listOfMember(
      id,
      member,
      all.map((session) => session.id),
    ),
  ]);
  const bySession = new Map(records.map((record) => [record.session, record]));
  const sessions = newestFirst(confirmed).flatMap((session) => {
    const record = bySession.get(session.id);
    return record === undefined ? [] : [{ session, record }];
  });
  const statuses = sessions.map(({ record }) => record.status);
  const score = scoreOf(statuses, course.gradePolicy);
  const checkIns = new Map(said.map((checkIn) => [checkIn.session, checkIn]));
  return { course, score, counts: countStatuses(statuses), sessions, checkIns, all: newestFirst(all) };
};

export interface MySession {
  readonly course: Course;
  readonly session: Session;
  /** Null before the session is confirmed, and when it was taken without this member. */
  readonly record: AttendanceRecord | null;
  readonly checkIn: CheckIn | null;
}

/** What one session says of a student. Records of a session that is open again are not final, and are not shown. */
export const readMySession = async (
  deps: Pick<Services, 'courses' | 'sessions' | 'records' | 'checkIns'>,
  id: CourseId,
  sessionId: SessionId,
  member: MemberId,
): Promise<MySession> => {
  const [course, session] = await Promise.all([getCourse(deps, id), getSession(deps.sessions, id, sessionId)]);
  const confirmed = session.state === 'confirmed';
  const [record = null] = confirmed ? await deps.records.listOfMember(id, member, [sessionId]) : [];
  const [checkIn = null] = await deps.checkIns.listOfMember(id, member, [sessionId]);
  return { course, session, record, checkIn };
};
