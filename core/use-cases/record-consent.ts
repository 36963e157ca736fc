import { type Consent, consentTextVersion } from '../biometrics/consent.ts';
import { enrolmentRefusal } from '../biometrics/enrolment-permission.ts';
import { MusterError } from '../errors.ts';
import type { CourseId } from '../ids.ts';
import type { AppSession } from '../lti/app-session.ts';
import type { Registration } from '../lti/registration.ts';
import type { Services } from '../ports/services.ts';
import { withdrawFace } from './erase-face.ts';
import { reconcileTask } from './reconcile-gallery.ts';

type Deps = Pick<Services, 'consents' | 'enrolments' | 'galleryIndex' | 'gallery' | 'media' | 'work' | 'ids' | 'clock'>;

export interface ConsentChoice {
  readonly choice: 'consented' | 'declined';
  /** Of the text the person has read. */
  readonly textVersion: string;
  readonly language: string;
}

/**
 * What a student says to recognition, for this course as well as for those said before. Declining after enrolling is
 * withdrawing: everything is erased. @throws MusterError FACES_OFF, ENROLMENT_NOT_ALLOWED, CONSENT_MISSING for an old text
 */
export const recordConsent = async (
  deps: Deps,
  who: { readonly session: AppSession; readonly registration: Registration; readonly course: CourseId },
  { choice, textVersion, language }: ConsentChoice,
): Promise<void> => {
  const { session, registration, course } = who;
  const refusal = enrolmentRefusal(registration, session);
  if (refusal === 'faces-off') throw new MusterError('FACES_OFF');
  if (refusal !== null) throw new MusterError('ENROLMENT_NOT_ALLOWED', { why: refusal });
  if (textVersion !== consentTextVersion) throw new MusterError('CONSENT_MISSING', { textVersion: consentTextVersion });
  const before = await deps.consents.find(session.member);
  const courses = [...new Set([...(before?.courses ?? []), course])];
  const consent: Consent = {
    member: session.member,
    state: choice,
    textVersion,
    language,
    at: deps.clock.now(),
    courses,
    version: (before?.version ?? 0) + 1,
  };
  if (choice === 'consented') await deps.work.add(reconcileTask(deps, course));
  await deps.consents.put(consent);
  if (choice === 'declined') await withdrawFace(deps, session.member, 'declined');
};
