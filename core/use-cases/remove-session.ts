import { MusterError } from '../errors.ts';
import type { CourseId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { eraseCaptures } from './erase-captures.ts';
import { getOpenSession } from './find-session.ts';

type Deps = Pick<
  Services,
  'sessions' | 'captures' | 'checkIns' | 'checkInPeriods' | 'reviews' | 'records' | 'media' | 'clock'
>;

/**
 * Takes away a session opened by mistake, with its captures and check-ins. One that was ever confirmed keeps its history and
 * cannot be removed. @throws MusterError NOT_FOUND, SESSION_NOT_OPEN
 */
export const removeSession = async (deps: Deps, course: CourseId, id: SessionId): Promise<void> => {
  await getOpenSession(deps.sessions, course, id);
  if ((await deps.records.listOfSession(course, id)).length > 0) throw new MusterError('SESSION_NOT_OPEN');
  await eraseCaptures(deps, course, id);
  await deps.checkInPeriods.remove(course, id);
  await deps.checkIns.removeAll(course, id);
  await deps.reviews.remove(course, id);
  await deps.sessions.remove(course, id);
};
