import type { CheckIn } from '../attendance/check-in.ts';
import type { Course } from '../attendance/course.ts';
import { type Dispute, standingDispute } from '../attendance/dispute.ts';
import { scoreOf } from '../attendance/grade-policy.ts';
import type { AttendanceRecord } from '../attendance/record.ts';
import { newestFirst, type Session } from '../attendance/session.ts';
import { countStatuses, type StatusCounts } from '../attendance/status.ts';
import type { CourseId, MemberId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { getSession } from './find-session.ts';
import { getCourse } from './read-course-page.ts';

/** One entry of a student, with what they have said of it, and at the time. */
export interface MyRecord {
  readonly session: Session;
  readonly record: AttendanceRecord;
  readonly dispute: Dispute | null;
  readonly checkIn: CheckIn | null;
}

export interface MyAttendance {
  readonly course: Course;
  readonly score: number | null;
  readonly counts: StatusCounts;
  /** Confirmed ones that have a record of this member, newest first. */
  readonly sessions: readonly MyRecord[];
  /** Of all sessions, confirmed or not. */
  readonly checkIns: ReadonlyMap<SessionId, CheckIn>;
  /** Newest first. */
  readonly all: readonly Session[];
}

const standing = (dispute: Dispute | undefined, record: AttendanceRecord): Dispute | null =>
  dispute === undefined ? null : standingDispute(dispute, record);

/** A student's own record: one list of sessions and three batch reads. */
export const readMyAttendance = async (
  deps: Pick<Services, 'courses' | 'sessions' | 'records' | 'disputes' | 'checkIns'>,
  id: CourseId,
  member: MemberId,
): Promise<MyAttendance> => {
  const [course, all] = await Promise.all([getCourse(deps, id), deps.sessions.list(id)]);
  const confirmed = all.filter(({ state }) => state === 'confirmed');
  const ids = confirmed.map((session) => session.id);
  const [records, disputes, said] = await Promise.all([
    deps.records.listOfMember(id, member, ids),
    deps.disputes.listOfMember(id, member, ids),
    deps.checkIns.listOfMember(
      id,
      member,
      all.map((session) => session.id),
    ),
  ]);
  const checkIns = new Map(said.map((checkIn) => [checkIn.session, checkIn]));
  const bySession = new Map(records.map((record) => [record.session, record]));
  const sessions = newestFirst(confirmed).flatMap((session) => {
    const record = bySession.get(session.id);
    if (record === undefined) return [];
    const dispute = disputes.find((one) => one.session === session.id);
    return [{ session, record, dispute: standing(dispute, record), checkIn: checkIns.get(session.id) ?? null }];
  });
  const statuses = sessions.map(({ record }) => record.status);
  const score = scoreOf(statuses, course.gradePolicy);
  return { course, score, counts: countStatuses(statuses), sessions, checkIns, all: newestFirst(all) };
};

export interface MySession {
  readonly course: Course;
  readonly session: Session;
  /** Null before the session is confirmed, and when it was taken without this member. */
  readonly record: AttendanceRecord | null;
  readonly dispute: Dispute | null;
  readonly checkIn: CheckIn | null;
}

/** What one session says of a student. Records of a session that is open again are not final, and are not shown. */
export const readMySession = async (
  deps: Pick<Services, 'courses' | 'sessions' | 'records' | 'disputes' | 'checkIns'>,
  id: CourseId,
  sessionId: SessionId,
  member: MemberId,
): Promise<MySession> => {
  const [course, session] = await Promise.all([getCourse(deps, id), getSession(deps.sessions, id, sessionId)]);
  const confirmed = session.state === 'confirmed';
  const [record = null] = confirmed ? await deps.records.listOfMember(id, member, [sessionId]) : [];
  const dispute = record === null ? null : await deps.disputes.find(id, sessionId, member);
  const [checkIn = null] = await deps.checkIns.listOfMember(id, member, [sessionId]);
  return {
    course,
    session,
    record,
    dispute: record === null || dispute === null ? null : standingDispute(dispute, record),
    checkIn,
  };
};
