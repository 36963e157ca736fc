import { MusterError } from '../errors.ts';
import type { CourseId, MemberId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { referenceFolder } from './erase-face.ts';
import { reconcileTask } from './reconcile-gallery.ts';

type Deps = Pick<Services, 'enrolments' | 'consents' | 'rosters' | 'media' | 'work' | 'ids' | 'clock'>;

/**
 * A teacher decides on an enrolment that resembles another member's: accepted, it enters the galleries; rejected, its
 * pictures are erased and the student may try again. @throws MusterError NOT_FOUND, MEMBER_NOT_ON_ROSTER, RECORD_CHANGED
 */
export const decideHeldEnrolment = async (
  deps: Deps,
  course: CourseId,
  member: MemberId,
  decision: 'accept' | 'reject',
): Promise<void> => {
  if ((await deps.rosters.findMember(course, member)) === null) throw new MusterError('MEMBER_NOT_ON_ROSTER');
  const enrolment = await deps.enrolments.find(member);
  if (enrolment?.state !== 'held') throw new MusterError('NOT_FOUND', { what: 'held enrolment' });
  if (decision === 'accept') {
    const consent = await deps.consents.find(member);
    for (const served of consent?.courses ?? []) await deps.work.add(reconcileTask(deps, served));
    await deps.enrolments.put({ ...enrolment, state: 'active', resembles: null, version: enrolment.version + 1 });
    return;
  }
  for (const key of await deps.media.list(referenceFolder(member))) await deps.media.erase(key);
  await deps.enrolments.remove(member);
};
