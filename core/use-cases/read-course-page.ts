import type { Course } from '../attendance/course.ts';
import type { Session } from '../attendance/session.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, MemberId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { type Member, students } from '../roster/roster.ts';
import { listHeldEnrolments } from './decide-held-enrolment.ts';
import { countStates, type Published } from './publish-scores.ts';
import { readGradebook } from './read-gradebook.ts';

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
  readonly sessions: readonly Session[];
  readonly gradebook: Published;
  /** Of each confirmed session: where the grades of those it counts for stand. Empty without a grade column. */
  readonly gradebookOf: ReadonlyMap<SessionId, Published>;
}

/** Everything the teacher's first page shows, in a constant number of queries. */
export const readCoursePage = async (
  deps: Pick<
    Services,
    'courses' | 'rosters' | 'sessions' | 'ledger' | 'digests' | 'galleryIndex' | 'enrolments' | 'consents'
  >,
  id: CourseId,
): Promise<CoursePage> => {
  const course = await getCourse(deps, id);
  const roster = await deps.rosters.read(id);
  const [sessions, gradebook, places, digests] = await Promise.all([
    deps.sessions.list(id),
    readGradebook(deps, course, roster),
    deps.galleryIndex.list(id),
    course.gradeColumn.on ? deps.digests.list(id) : [],
  ]);
  const linesOf = (members: Iterable<MemberId>) => [...members].flatMap((member) => gradebook.get(member) ?? []);
  const active = students(roster);
  const inGallery = new Set(places.map(({ member }) => member));
  const held = await listHeldEnrolments(deps, id);
  return {
    course,
    students: active,
    matchable: active.filter((member) => inGallery.has(member.id)).length,
    held: held.map(({ member }) => member.id),
    sessions: [...sessions].sort((a, b) => (a.startsAt < b.startsAt ? 1 : -1)),
    gradebook: countStates([...gradebook.values()]),
    gradebookOf: new Map(
      digests.map(({ session, statuses }) => [session, countStates(linesOf(statuses.keys()))] as const),
    ),
  };
};
