import { standingDispute, withdrawn } from '../attendance/dispute.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';
import { assertSpeaksForThemselves, type Speaker } from './own-word.ts';

/**
 * A student takes back what nobody has answered yet. Said again it changes nothing.
 * @throws MusterError NOT_FOUND, DISPUTE_NOT_ALLOWED, DISPUTE_ANSWERED
 */
export const withdrawDispute = async (
  deps: Pick<Services, 'records' | 'disputes'>,
  person: Speaker,
  course: CourseId,
  id: SessionId,
): Promise<void> => {
  assertSpeaksForThemselves(person, 'DISPUTE_NOT_ALLOWED');
  const { member } = person;
  await untilUnchanged(async () => {
    const [record, dispute] = await Promise.all([
      deps.records.find(course, id, member),
      deps.disputes.find(course, id, member),
    ]);
    if (record === null || dispute === null) throw new MusterError('NOT_FOUND', { what: 'dispute' });
    if (dispute.state === 'withdrawn') return;
    if (standingDispute(dispute, record).state !== 'open') throw new MusterError('DISPUTE_ANSWERED');
    await deps.disputes.put(course, withdrawn(dispute));
  });
};
