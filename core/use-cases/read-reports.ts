import type { Course } from '../attendance/course.ts';
import type { AttendanceRecord } from '../attendance/record.ts';
import type { Session } from '../attendance/session.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, RegistrationId } from '../ids.ts';
import { later, second } from '../later.ts';
import type { Services } from '../ports/services.ts';
import type { Member } from '../roster/roster.ts';

const coursesInPage = 100;
/** A page ends with the session that passes either. */
const [sessionsInPage, recordsInPage] = [20, 2_000];
/** A confirmation takes seconds from its time to its last record; nobody's next question may begin after one of them. */
const settlingSeconds = 120;

/** One page of what a platform's courses are; `next` is where the following one begins. */
export const listReportCourses = (
  { courses }: Pick<Services, 'courses'>,
  registration: RegistrationId,
  after: CourseId | null,
): Promise<{ courses: Course[]; next: CourseId | null }> => courses.listOf(registration, after, coursesInPage);

export interface ReportedRecord {
  readonly session: Session;
  readonly record: AttendanceRecord;
  readonly member: Member | null;
}

export interface RecordsPage {
  readonly course: Course;
  readonly records: readonly ReportedRecord[];
  /** The last session read; null when there is no other. */
  readonly next: string | null;
  /** What to ask for next time, so that nothing is missed. */
  readonly asOf: string;
}

/** In the order of their time; names the place of a session in it. */
const placeOf = ({ startsAt, id }: Pick<Session, 'startsAt' | 'id'>): string => `${startsAt}_${id}`;

/**
 * Records of confirmed sessions, session by session, those stated at `since` or later. A course of another registration is
 * not found, whatever its id. @throws MusterError NOT_FOUND
 */
export const readReportRecords = async (
  deps: Pick<Services, 'courses' | 'sessions' | 'records' | 'rosters' | 'clock'>,
  registration: RegistrationId,
  id: CourseId,
  { since, after }: { readonly since: string | null; readonly after: string | null },
): Promise<RecordsPage> => {
  const now = deps.clock.now();
  const course = await deps.courses.find(id);
  if (course?.registration !== registration) throw new MusterError('NOT_FOUND', { what: 'course' });
  const [sessions, roster] = await Promise.all([deps.sessions.list(id), deps.rosters.read(id)]);
  const members = new Map(roster.members.map((member) => [member.id, member]));
  const left = sessions
    .filter(({ state }) => state === 'confirmed')
    .filter((session) => after === null || placeOf(session) > after)
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  const records: ReportedRecord[] = [];
  let read = 0;
  for (const session of left.slice(0, sessionsInPage)) {
    read += 1;
    for (const record of await deps.records.listOfSession(id, session.id)) {
      if (since === null || record.at >= since)
        records.push({ session, record, member: members.get(record.member) ?? null });
    }
    if (records.length >= recordsInPage) break;
  }
  const last = left[read - 1];
  return {
    course,
    records,
    next: last === undefined || read === left.length ? null : placeOf(last),
    asOf: later(now, -settlingSeconds * second),
  };
};
