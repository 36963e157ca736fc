import type { Review } from '../attendance/review.ts';
import { undoableUntil } from '../attendance/session.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { getSession } from './find-session.ts';
import { graceSeconds } from './new-task.ts';
import { publishTask } from './settle-session.ts';

type Deps = Pick<
  Services,
  'sessions' | 'checkInPeriods' | 'records' | 'reviews' | 'digests' | 'work' | 'ids' | 'clock' | 'realtime'
>;

/**
 * Takes a confirmation back as a whole, for ten minutes. The pictures are gone, so the statuses stand on the board as if
 * set by hand; the records stay, and keep their evidence when they are confirmed again unchanged.
 * @throws MusterError NOT_FOUND, SESSION_NOT_OPEN when it is not confirmed, UNDO_TOO_LATE
 */
export const undoConfirmation = async (deps: Deps, course: CourseId, id: SessionId): Promise<void> => {
  const session = await getSession(deps.sessions, course, id);
  const until = undoableUntil(session);
  if (until === null) throw new MusterError('SESSION_NOT_OPEN');
  if (deps.clock.now() > until) throw new MusterError('UNDO_TOO_LATE');
  const records = await deps.records.listOfSession(course, id);
  const { version } = await deps.reviews.read(course, id);
  const statuses: Review['statuses'] = Object.fromEntries(
    records.map(({ member, status, reason }) => [member, { status, remark: reason }]),
  );
  await deps.work.add(publishTask(deps, course, graceSeconds));
  // Check-in ended with the confirmation, and is not open again because the session is.
  await deps.checkInPeriods.remove(course, id);
  await deps.reviews.put(course, { session: id, verdicts: {}, statuses, version: version + 1 });
  await deps.sessions.put({
    ...session,
    state: 'open',
    confirmedBy: null,
    confirmedByName: null,
    confirmedAt: null,
    counts: null,
    version: session.version + 1,
  });
  await deps.digests.remove(course, id);
  // Who publishes right now may have looked before this was written.
  await deps.work.add(publishTask(deps, course));
  await deps.realtime.publish(id, { kind: 'session', session: id, state: 'open' });
};
