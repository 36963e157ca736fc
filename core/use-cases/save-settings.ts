import type { Course } from '../attendance/course.ts';
import { MusterError } from '../errors.ts';
import type { CourseId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { getCourse, gradeColumnAvailable } from './read-course-page.ts';
import { publishTask } from './settle-session.ts';

export interface CourseSettings {
  readonly lateCredit: number;
  readonly gradeColumnOn: boolean;
  /** Of the course the teacher looked at. */
  readonly version: number;
  /** Until when the platform may make the column itself, of a link that is placed with one. */
  readonly comesWithLinkUntil?: string;
}

/**
 * The grade policy, and whether there is a column. Switching it on is the only way a column comes into being; switching
 * it off stops sending and keeps what is there. @throws MusterError NOT_FOUND, RECORD_CHANGED, GRADEBOOK_UNAVAILABLE
 */
export const saveSettings = async (
  deps: Pick<Services, 'courses' | 'work' | 'ids' | 'clock'>,
  id: CourseId,
  { lateCredit, gradeColumnOn, version, comesWithLinkUntil }: CourseSettings,
): Promise<Course> => {
  const course = await getCourse(deps, id);
  if (course.version !== version) throw new MusterError('RECORD_CHANGED');
  if (gradeColumnOn && !gradeColumnAvailable(course)) throw new MusterError('GRADEBOOK_UNAVAILABLE');
  const next: Course = {
    ...course,
    gradePolicy: { lateCredit },
    gradeColumn: {
      ...course.gradeColumn,
      on: gradeColumnOn,
      ...(comesWithLinkUntil === undefined ? {} : { comesWithLinkUntil }),
    },
    version: version + 1,
  };
  await deps.work.add(publishTask(deps, id));
  await deps.courses.put(next);
  return next;
};
