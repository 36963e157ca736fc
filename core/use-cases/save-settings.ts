import type { Course } from '../attendance/course.ts';
import { MusterError } from '../errors.ts';
import type { CourseId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';
import { getCourse, gradeColumnAvailable } from './read-course-page.ts';
import { publishTask } from './settle-session.ts';

export interface CourseSettings {
  readonly lateCredit: number;
  readonly gradeColumnOn: boolean;
  /** What the teacher looked at when they changed it. */
  readonly seen: { readonly lateCredit: number; readonly gradeColumnOn: boolean };
}

/**
 * The grade policy, and whether there is a column. Switching it on is the only way a column comes into being; switching
 * it off stops sending and keeps what is there. @throws MusterError NOT_FOUND, SETTINGS_CHANGED, GRADEBOOK_UNAVAILABLE
 */
export const saveSettings = (
  deps: Pick<Services, 'courses' | 'work' | 'ids' | 'clock'>,
  id: CourseId,
  { lateCredit, gradeColumnOn, seen }: CourseSettings,
): Promise<Course> =>
  untilUnchanged(async () => {
    const course = await getCourse(deps, id);
    const { gradePolicy, gradeColumn, version } = course;
    // The course changes on its own: its roster is read, its column is made. Only another teacher's word is in the way.
    if (gradePolicy.lateCredit !== seen.lateCredit || gradeColumn.on !== seen.gradeColumnOn) {
      throw new MusterError('SETTINGS_CHANGED');
    }
    if (gradeColumnOn && !gradeColumnAvailable(course)) throw new MusterError('GRADEBOOK_UNAVAILABLE');
    const next: Course = {
      ...course,
      gradePolicy: { lateCredit },
      gradeColumn: { ...gradeColumn, on: gradeColumnOn },
      version: version + 1,
    };
    await deps.work.add(publishTask(deps, id));
    await deps.courses.put(next);
    return next;
  });
