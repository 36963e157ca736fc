import { type Answer, afterConsenting, afterDeclining, consentIn, consentTextVersion } from '../biometrics/consent.ts';
import { assertActsForThemselves, assertMayEnrol, type Learner } from '../biometrics/enrolment-permission.ts';
import { MusterError } from '../errors.ts';
import type { Services } from '../ports/services.ts';
import { type EraseDeps, eraseFace, eraseInCourse, eraseTask } from './erase-face.ts';
import { graceSeconds } from './new-task.ts';
import { changeGalleries } from './reconcile-gallery.ts';
import { endConsent } from './withdraw-face.ts';

type Deps = EraseDeps & Pick<Services, 'erasures' | 'work' | 'ids' | 'clock'>;

export interface ConsentChoice {
  readonly choice: 'consented' | 'declined';
  /** Of the text the person has read. */
  readonly textVersion: string;
  readonly language: string;
}

const consent = async (deps: Deps, learner: Learner, answer: Answer): Promise<void> => {
  assertMayEnrol(learner);
  if (answer.textVersion !== consentTextVersion) {
    throw new MusterError('CONSENT_MISSING', { textVersion: consentTextVersion });
  }
  const before = await deps.consents.find(answer.member);
  // An erasure that waits is finished first: a new yes must not bring back what was withdrawn.
  if (before !== null && before.state !== 'consented') await eraseFace(deps, answer.member);
  else if (consentIn(before, learner.course) === 'declined') await eraseInCourse(deps, answer.member, learner.course);
  await changeGalleries(deps, [learner.course], () =>
    deps.consents.put(afterConsenting(before, learner.course, answer)),
  );
};

/** A no is taken from anybody at any time, to whichever text; only nobody else may say it in their name. */
const decline = async (deps: Deps, { session, course }: Learner, answer: Answer): Promise<void> => {
  assertActsForThemselves(session);
  const before = await deps.consents.find(answer.member);
  const after = afterDeclining(before, course, answer);
  if (after.state !== 'consented') return void (await endConsent(deps, answer.member, after));
  const { member, at } = answer;
  const task = eraseTask(deps, member, graceSeconds, course);
  await deps.work.add(task);
  await deps.erasures.add({ id: deps.ids.next(), at, member, kind: 'course', course });
  await changeGalleries(deps, [course], () => deps.consents.put(after));
  await eraseInCourse(deps, member, course);
  await deps.work.done(task);
};

/**
 * What a student says to recognition in this course. Declining after enrolling is withdrawing: everything is erased, save
 * what a yes in another course still needs.
 * @throws MusterError FACES_OFF, ENROLMENT_NOT_ALLOWED, CONSENT_MISSING for an old text, UNAVAILABLE, THROTTLED
 */
export const recordConsent = async (
  deps: Deps,
  learner: Learner,
  { choice, textVersion, language }: ConsentChoice,
): Promise<void> => {
  const answer: Answer = { member: learner.session.member, textVersion, language, at: deps.clock.now() };
  await (choice === 'consented' ? consent : decline)(deps, learner, answer);
};
