import { type Dispute, standingDispute } from '../attendance/dispute.ts';
import type { AttendanceRecord } from '../attendance/record.ts';
import type { Session } from '../attendance/session.ts';
import type { CourseId } from '../ids.ts';
import type { Services } from '../ports/services.ts';

export interface OpenDispute {
  readonly dispute: Dispute;
  readonly session: Session;
  readonly record: AttendanceRecord;
}

/**
 * What waits for a teacher's answer, the oldest first. Nothing of a session that was opened again: its records are not final,
 * and confirming it may settle the matter.
 */
export const readOpenDisputes = async (
  { disputes, records }: Pick<Services, 'disputes' | 'records'>,
  course: CourseId,
  sessions: readonly Session[],
): Promise<OpenDispute[]> => {
  const confirmed = new Map(sessions.filter(({ state }) => state === 'confirmed').map((one) => [one.id, one]));
  const said = (await disputes.listOpen(course)).filter((one) => confirmed.has(one.session));
  if (said.length === 0) return [];
  const found = await records.findAll(course, said);
  const open = said.flatMap((dispute) => {
    const session = confirmed.get(dispute.session);
    const record = found.find((one) => one.session === dispute.session && one.member === dispute.member);
    if (session === undefined || record === undefined) return [];
    return standingDispute(dispute, record).state === 'open' ? [{ dispute, session, record }] : [];
  });
  return open.sort((a, b) => (a.dispute.at < b.dispute.at ? -1 : 1));
};
