import type { Course } from '../attendance/course.ts';
import { countStates, type PublishedCounts } from '../attendance/ledger.ts';
import { newestFirst, type Session } from '../attendance/session.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, MemberId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { type Member, students } from '../roster/roster.ts';
import { listHeldEnrolments } from './decide-held-enrolment.ts';
import { readOpenDisputes } from './read-disputes.ts';
import { gradebookLines } from './read-gradebook.ts';
import { statusesIn } from './read-scores.ts';

/** @throws MusterError NOT_FOUND */
export const getCourse = async ({ courses }: Pick<Services, 'courses'>, id: CourseId): Promise<Course> => {
  const course = await courses.find(id);
  if (course === null) throw new MusterError('NOT_FOUND', { what: 'course' });
  return course;
};

/** Whether the platform allows us a column: the lineitem scope to make it, the score scope to fill it. */
export const gradeColumnAvailable = (course: Course): boolean => {
  const scopes = course.gradeService?.scopes ?? [];
  const has = (end: string) => scopes.some((scope) => scope.endsWith(end));
  return course.gradeService?.lineItemsUrl != null && has('/scope/lineitem') && has('/scope/score');
};

export interface CoursePage {
  readonly course: Course;
  readonly students: readonly Member[];
  readonly matchable: number;
  readonly held: readonly MemberId[];
  /** How many wait for an answer. */
  readonly disputes: number;
  readonly sessions: readonly Session[];
  readonly gradebook: PublishedCounts;
  /** Of each confirmed session: where the grades of those it counts for stand. Empty without a grade column. */
  readonly gradebookOf: ReadonlyMap<SessionId, PublishedCounts>;
}

/** Everything the teacher's first page shows, in a constant number of queries. */
export const readCoursePage = async (
  deps: Pick<
    Services,
    | 'courses'
    | 'rosters'
    | 'sessions'
    | 'ledger'
    | 'digests'
    | 'galleryIndex'
    | 'enrolments'
    | 'consents'
    | 'disputes'
    | 'records'
  >,
  id: CourseId,
): Promise<CoursePage> => {
  const [course, roster] = await Promise.all([getCourse(deps, id), deps.rosters.read(id)]);
  const { on } = course.gradeColumn;
  const listed = deps.sessions.list(id);
  const [sessions, disputes, places, held, digests, ledger] = await Promise.all([
    listed,
    listed.then((all) => readOpenDisputes(deps, id, all)),
    deps.galleryIndex.list(id),
    listHeldEnrolments(deps, id, roster),
    on ? deps.digests.list(id) : [],
    on ? deps.ledger.list(id) : [],
  ]);
  const { statuses, bySession } = statusesIn(digests, sessions);
  const gradebook = gradebookLines(course, roster, ledger, statuses);
  const linesOf = (members: Iterable<MemberId>) => [...members].flatMap((member) => gradebook.get(member) ?? []);
  const active = students(roster);
  const inGallery = new Set(places.map(({ member }) => member));
  return {
    course,
    students: active,
    matchable: active.filter((member) => inGallery.has(member.id)).length,
    held: held.map(({ member }) => member.id),
    disputes: disputes.length,
    sessions: newestFirst(sessions),
    gradebook: countStates([...gradebook.values()]),
    gradebookOf: new Map([...bySession].map(([session, of]) => [session, countStates(linesOf(of.keys()))] as const)),
  };
};
