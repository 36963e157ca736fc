import { type GradePolicy, scoreOf } from '../attendance/grade-policy.ts';
import { countStatuses, type StatusCounts } from '../attendance/status.ts';
import type { CourseId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { type Member, students } from '../roster/roster.ts';
import { getCourse } from './read-course-page.ts';
import { readStatuses } from './read-scores.ts';

type Deps = Pick<Services, 'courses' | 'rosters' | 'sessions' | 'digests'>;

export interface PersonScore {
  readonly member: Member;
  /** Null for those attendance is not taken of. */
  readonly counts: StatusCounts | null;
  readonly score: number | null;
}

/** Students by name with what they earned so far, then everybody else who is active. */
export const readPeople = async (deps: Deps, id: CourseId, policy?: GradePolicy): Promise<PersonScore[]> => {
  const [course, roster, { statuses }] = await Promise.all([
    getCourse(deps, id),
    deps.rosters.read(id),
    readStatuses(deps, id),
  ]);
  const active = students(roster);
  const counted = active.map((member): PersonScore => {
    const own = statuses.get(member.id) ?? [];
    return { member, counts: countStatuses(own), score: scoreOf(own, policy ?? course.gradePolicy) };
  });
  const others = roster.members
    .filter(({ role, state }) => state === 'active' && role !== 'student')
    .sort((a, b) => a.sortName.localeCompare(b.sortName, 'en'))
    .map((member): PersonScore => ({ member, counts: null, score: null }));
  return [...counted, ...others];
};
