import { stateRecord } from '../attendance/record.ts';
import type { Status } from '../attendance/status.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, MemberId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { getSession } from './find-session.ts';
import { sessionTask, settleSession } from './settle-session.ts';

type Deps = Pick<Services, 'sessions' | 'records' | 'disputes' | 'rosters' | 'digests' | 'work' | 'ids' | 'clock'>;

export interface Correction {
  readonly course: CourseId;
  readonly session: SessionId;
  readonly member: MemberId;
  readonly status: Status;
  readonly reason: string;
  /** Of the record the teacher looked at; 0 when there was none. */
  readonly version: number;
  readonly by: { readonly member: MemberId; readonly name: string };
}

/**
 * A new entry in the record's history; what stood before stays readable, and an open dispute of it is answered. Also for
 * somebody who joined the course after the session. @throws MusterError NOT_FOUND, SESSION_NOT_OPEN, MEMBER_NOT_ON_ROSTER, RECORD_CHANGED
 */
export const correctRecord = async (
  deps: Deps,
  { course, session: id, member, status, reason, version, by }: Correction,
): Promise<void> => {
  const session = await getSession(deps.sessions, course, id);
  if (session.state !== 'confirmed') throw new MusterError('SESSION_NOT_OPEN');
  const [before, person] = await Promise.all([
    deps.records.find(course, id, member),
    deps.rosters.findMember(course, member),
  ]);
  if (before === null && person?.role !== 'student') throw new MusterError('MEMBER_NOT_ON_ROSTER');
  if ((before?.version ?? 0) !== version) throw new MusterError('RECORD_CHANGED');
  const after = stateRecord(id, member, before, {
    status,
    evidence: { kind: 'hand' },
    by: by.member,
    byName: by.name,
    at: deps.clock.now(),
    reason,
  });
  if (after === before) return;
  const task = sessionTask(deps, course, id);
  await deps.work.add(task);
  await deps.records.put(course, after);
  await settleSession(deps, course, id);
  await deps.work.done(task);
};
