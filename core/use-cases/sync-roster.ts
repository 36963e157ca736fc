import type { Course } from '../attendance/course.ts';
import { isMusterError } from '../errors.ts';
import type { CourseId } from '../ids.ts';
import { day, later } from '../later.ts';
import type { Services } from '../ports/services.ts';
import { nextRosterSync } from '../roster/roster-sync.ts';
import { newTask } from './new-task.ts';
import { refreshRoster } from './refresh-roster.ts';

type Deps = Pick<Services, 'courses' | 'rosters' | 'rosterSource' | 'ids' | 'clock' | 'work'>;

/** For a course that was just opened: whoever reads its roster daily from now on is put to work, once. */
export const beginRosterSync = async (deps: Pick<Deps, 'ids' | 'clock' | 'work'>, course: Course): Promise<void> => {
  // The page reads the roster itself when it is stale.
  const now = deps.clock.now();
  if (nextRosterSync(course, now) === null || (await deps.work.find('sync-roster', course.id)) !== null) return;
  await deps.work.add(newTask(deps, 'sync-roster', course.id, later(now, day)));
};

/**
 * Reads the roster of a course that is in use, once a day; comes again by itself until nobody opens the course any more.
 * An answer that cannot be taken over, or a platform that refuses, is tried again the next day.
 * @throws MusterError UNAVAILABLE, THROTTLED: try again later
 */
export const syncRoster = async (deps: Deps, id: CourseId): Promise<void> => {
  const now = deps.clock.now();
  const course = await deps.courses.find(id);
  const next = course === null ? null : nextRosterSync(course, now);
  if (next === null) return;
  if (next > now) return deps.work.add(newTask(deps, 'sync-roster', id, next));
  try {
    await refreshRoster(deps, id);
  } catch (error) {
    if (!isMusterError(error) || error.retryable || error.code === 'RECORD_CHANGED') throw error;
  }
  await deps.work.add(newTask(deps, 'sync-roster', id, later(now, day)));
};
