import { standingDispute } from '../attendance/dispute.ts';
import type { AttendanceRecord } from '../attendance/record.ts';
import { countStatuses, type Status } from '../attendance/status.ts';
import type { CourseId, MemberId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import type { Task } from '../ports/work-queue.ts';
import { untilUnchanged } from '../retry.ts';
import { getSession } from './find-session.ts';
import { graceSeconds, newTask } from './new-task.ts';

type Deps = Pick<Services, 'sessions' | 'records' | 'disputes' | 'digests' | 'work' | 'ids' | 'clock'>;

export const sessionTask = (deps: Pick<Services, 'ids' | 'clock'>, course: CourseId, session: SessionId): Task =>
  newTask(deps, 'confirm', `${course}/${session}`, graceSeconds);

export const publishTask = (deps: Pick<Services, 'ids' | 'clock'>, course: CourseId, afterSeconds = 0): Task =>
  newTask(deps, 'publish', course, afterSeconds);

/** Notes what the records say of open disputes. None is settled by a record's first entry: a new session costs nothing. */
const settleDisputes = async (
  { disputes }: Pick<Services, 'disputes'>,
  course: CourseId,
  id: SessionId,
  records: readonly AttendanceRecord[],
): Promise<void> => {
  const changed = new Map(records.filter(({ history }) => history.length > 0).map((record) => [record.member, record]));
  if (changed.size === 0) return;
  for (const dispute of await disputes.listOfSession(course, id)) {
    const record = changed.get(dispute.member);
    const standing = record === undefined ? dispute : standingDispute(dispute, record);
    if (standing !== dispute) await disputes.put(course, standing);
  }
};

/**
 * Makes everything that follows from a session's records equal to them: the digest, open disputes, the counts, and the due publishing.
 * The session is written last and conditionally, so of two that settle at once the one that read older records does it
 * again. `state` is what the session becomes. One that was opened again meanwhile counts for nothing until it is confirmed.
 */
export const settleSession = (
  deps: Deps,
  course: CourseId,
  id: SessionId,
  state: 'confirmed' | 'keep' = 'keep',
): Promise<void> =>
  untilUnchanged(async () => {
    const session = await getSession(deps.sessions, course, id);
    if (session.state === 'open') return deps.digests.remove(course, id);
    const records = await deps.records.listOfSession(course, id);
    const statuses = new Map<MemberId, Status>(records.map(({ member, status }) => [member, status]));
    await deps.digests.put(course, id, statuses);
    await settleDisputes(deps, course, id, records);
    await deps.sessions.put({
      ...session,
      state: state === 'keep' ? session.state : state,
      counts: countStatuses(statuses.values()),
      version: session.version + 1,
    });
    // After what it publishes, for somebody may begin at once; who dies before it is followed by the session's own task.
    await deps.work.add(publishTask(deps, course));
  });
