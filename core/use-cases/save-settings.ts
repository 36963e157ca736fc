import type { Course } from '../attendance/course.ts';
import { MusterError } from '../errors.ts';
import type { CourseId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';
import { graceSeconds } from './new-task.ts';
import { getCourse, gradeColumnAvailable } from './read-course-page.ts';
import { liftColumn } from './send-scores.ts';
import { publishTask } from './settle-session.ts';

export interface CourseSettings {
  readonly lateCredit: number;
  readonly gradeColumnOn: boolean;
  /** A column for each session as well; as it was when it is left out. */
  readonly sessionColumnsOn?: boolean | undefined;
  /** What the teacher looked at when they changed it. */
  readonly seen: {
    readonly lateCredit: number;
    readonly gradeColumnOn: boolean;
    readonly sessionColumnsOn?: boolean | undefined;
  };
  /** Until when the platform may make the column itself, of a link that is placed with one. */
  readonly comesWithLinkUntil?: string;
}

/**
 * The grade policy, and whether there is a column. Switching it on is the only way a column comes into being; switching
 * it off stops sending and keeps what is there. @throws MusterError NOT_FOUND, SETTINGS_CHANGED, GRADEBOOK_UNAVAILABLE
 */
export const saveSettings = (
  deps: Pick<Services, 'courses' | 'gradeColumns' | 'work' | 'ids' | 'clock'>,
  id: CourseId,
  { lateCredit, gradeColumnOn, sessionColumnsOn, seen, comesWithLinkUntil }: CourseSettings,
): Promise<Course> =>
  untilUnchanged(async () => {
    const course = await getCourse(deps, id);
    const { gradePolicy, gradeColumn, version } = course;
    const perSession = gradeColumn.perSession === true;
    // The course changes on its own: its roster is read, its column is made. Only another teacher's word is in the way.
    if (
      gradePolicy.lateCredit !== seen.lateCredit ||
      gradeColumn.on !== seen.gradeColumnOn ||
      perSession !== (seen.sessionColumnsOn ?? perSession)
    ) {
      throw new MusterError('SETTINGS_CHANGED');
    }
    if (gradeColumnOn && !gradeColumnAvailable(course)) throw new MusterError('GRADEBOOK_UNAVAILABLE');
    const next: Course = {
      ...course,
      gradePolicy: { lateCredit },
      gradeColumn: {
        ...gradeColumn,
        on: gradeColumnOn,
        perSession: sessionColumnsOn ?? perSession,
        ...(comesWithLinkUntil === undefined ? {} : { comesWithLinkUntil }),
      },
      version: version + 1,
    };
    await deps.work.add(publishTask(deps, id, graceSeconds));
    await deps.courses.put(next);
    if (gradeColumnOn && !gradeColumn.on) await liftColumn(deps, id, 'attendance');
    // Who publishes right now may have looked before this was written.
    await deps.work.add(publishTask(deps, id));
    return next;
  });
