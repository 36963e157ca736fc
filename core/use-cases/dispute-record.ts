import { type Dispute, disputed, mayDispute, type Said, standingDispute } from '../attendance/dispute.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';
import { isStudent } from '../roster/roster.ts';
import { getSession } from './find-session.ts';
import { assertSpeaksForThemselves, type Speaker } from './own-word.ts';

type Deps = Pick<Services, 'sessions' | 'records' | 'disputes' | 'rosters' | 'clock'>;

/**
 * A student says that their own record is not right, or says it otherwise. Nothing in the record changes by it. Said again it
 * changes nothing here either.
 * @throws MusterError NOT_FOUND, DISPUTE_NOT_ALLOWED, SESSION_NOT_CONFIRMED, MEMBER_NOT_ON_ROSTER, DISPUTE_ANSWERED,
 * RECORD_CHANGED when it says already what is wanted
 */
export const disputeRecord = async (
  deps: Deps,
  person: Speaker,
  course: CourseId,
  id: SessionId,
  said: Said,
): Promise<void> => {
  assertSpeaksForThemselves(person, 'DISPUTE_NOT_ALLOWED');
  const { member } = person;
  const [session, onRoster] = await Promise.all([
    getSession(deps.sessions, course, id),
    deps.rosters.findMember(course, member),
  ]);
  if (session.state !== 'confirmed') throw new MusterError('SESSION_NOT_CONFIRMED');
  if (onRoster === null || !isStudent(onRoster)) throw new MusterError('MEMBER_NOT_ON_ROSTER');
  const stands = await untilUnchanged(async () => {
    const [record, stored] = await Promise.all([
      deps.records.find(course, id, member),
      deps.disputes.find(course, id, member),
    ]);
    if (record === null) throw new MusterError('NOT_FOUND', { what: 'record' });
    if (record.status === said.wanted) return true;
    if (!mayDispute(stored, record)) throw new MusterError('DISPUTE_ANSWERED');
    const after: Dispute = disputed(stored, record, said, deps.clock.now());
    if (after !== stored) await deps.disputes.put(course, after);
    return false;
  });
  if (stands) throw new MusterError('RECORD_CHANGED');
  // Who corrected it in this moment may have looked for disputes before this one stood.
  const [record, dispute] = await Promise.all([
    deps.records.find(course, id, member),
    deps.disputes.find(course, id, member),
  ]);
  if (record === null || dispute === null) return;
  const standing = standingDispute(dispute, record);
  if (standing !== dispute) await deps.disputes.put(course, standing);
};
