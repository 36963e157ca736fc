import { afterDeclining, afterWithdrawing, consentIn, coursesNamed } from '../biometrics/consent.ts';
import { type Erasure, undoes } from '../biometrics/erasure.ts';
import type { CourseId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { eraseEvidence } from './erase-evidence.ts';
import { eraseInCourse, eraseTask } from './erase-face.ts';
import { changeGalleries } from './reconcile-gallery.ts';

type Deps = Pick<Services, 'consents' | 'enrolments' | 'sessions' | 'captures' | 'records' | 'work' | 'ids' | 'clock'>;

const everything = async (deps: Deps, erasure: Erasure): Promise<boolean> => {
  const consent = await deps.consents.find(erasure.member);
  if (!undoes(consent, erasure)) return false;
  await deps.consents.put(afterWithdrawing(consent, erasure.at));
  await deps.enrolments.remove(erasure.member);
  for (const course of coursesNamed(consent)) await eraseEvidence(deps, course, erasure.member);
  return true;
};

const oneCourse = async (deps: Deps, erasure: Erasure, course: CourseId): Promise<boolean> => {
  const consent = await deps.consents.find(erasure.member);
  if (!undoes(consent, erasure)) return false;
  const stood = consentIn(consent, course) === 'consented';
  if (stood) {
    const after = afterDeclining(consent, course, consent);
    if (after.state !== 'consented') return everything(deps, erasure);
    await changeGalleries(deps, [course], () => deps.consents.put(after));
  }
  const records = await eraseInCourse(deps, erasure.member, course);
  return stood || records > 0;
};

const heldEnrolment = async (deps: Deps, { member, at }: Erasure): Promise<boolean> => {
  const enrolment = await deps.enrolments.find(member);
  if (enrolment?.state !== 'held' || enrolment.enrolledAt > at) return false;
  await deps.enrolments.remove(member);
  return true;
};

/**
 * Does an erasure again in a copy of the table that is older than it. From then on nothing uses the face; vectors and pictures, which
 * are not all in the table, follow as due work, whatever the table says: they may be where the erasure did not reach (another region).
 * Answers whether anything had come back. Safe to repeat.
 */
export const replayErasure = async (deps: Deps, erasure: Erasure): Promise<boolean> => {
  // As at the first time: the task stands before the first effect, and does what the table alone cannot.
  await deps.work.add(eraseTask(deps, erasure.member, 0));
  if (erasure.course !== null) await deps.work.add(eraseTask(deps, erasure.member, 0, erasure.course));
  switch (erasure.kind) {
    case 'face':
      return everything(deps, erasure);
    case 'course':
      return erasure.course === null ? everything(deps, erasure) : oneCourse(deps, erasure, erasure.course);
    case 'enrolment':
      return heldEnrolment(deps, erasure);
  }
};
