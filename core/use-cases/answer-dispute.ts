import { agreedReason, kept, standingDispute } from '../attendance/dispute.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, MemberId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { correctRecord } from './correct-record.ts';
import { getSession } from './find-session.ts';

type Deps = Parameters<typeof correctRecord>[0];

export interface DisputeAnswer {
  readonly course: CourseId;
  readonly session: SessionId;
  readonly member: MemberId;
  /** Of the dispute the teacher looked at. */
  readonly dispute: number;
  readonly by: { readonly member: MemberId; readonly name: string };
  readonly decision: /** `record`: the version the teacher looked at. */
  { readonly kind: 'correct'; readonly record: number } | { readonly kind: 'keep'; readonly words: string | null };
}

const getOpen = async ({ disputes, records }: Pick<Services, 'disputes' | 'records'>, answer: DisputeAnswer) => {
  const { course, session, member } = answer;
  const [record, dispute] = await Promise.all([
    records.find(course, session, member),
    disputes.find(course, session, member),
  ]);
  if (record === null || dispute === null) throw new MusterError('NOT_FOUND', { what: 'dispute' });
  // A colleague, or who died right after the correction: the session's own task notes it.
  if (dispute.version !== answer.dispute || standingDispute(dispute, record).state !== 'open')
    throw new MusterError('RECORD_CHANGED');
  return dispute;
};

/**
 * A teacher decides what a student said. To agree is an ordinary correction, whose history and gradebook follow as always and
 * which answers the dispute; a crash in it is finished by the session's task, and until then the dispute reads as corrected.
 * @throws MusterError NOT_FOUND, SESSION_NOT_CONFIRMED, RECORD_CHANGED
 */
export const answerDispute = async (deps: Deps, answer: DisputeAnswer): Promise<void> => {
  const { course, session: id, member, by, decision } = answer;
  const session = await getSession(deps.sessions, course, id);
  if (session.state !== 'confirmed') throw new MusterError('SESSION_NOT_CONFIRMED');
  const dispute = await getOpen(deps, answer);
  if (decision.kind === 'keep') {
    const { words } = decision;
    const said = { by: by.member, byName: by.name, at: deps.clock.now(), words };
    return deps.disputes.put(course, kept(dispute, said));
  }
  const { record: version } = decision;
  const { wanted: status } = dispute;
  await correctRecord(deps, { course, session: id, member, status, reason: agreedReason, version, by });
};
