import { captureHoursOf } from '../attendance/capture.ts';
import { type ConsentState, consentIn, consentTextVersion } from '../biometrics/consent.ts';
import { type Enrolment, referencesNeeded } from '../biometrics/enrolment.ts';
import { enrolmentRefusal, type Learner, type NotAllowed } from '../biometrics/enrolment-permission.ts';
import { MusterError } from '../errors.ts';
import type { MemberId } from '../ids.ts';
import type { Services } from '../ports/services.ts';

export interface Recognition {
  readonly facesOn: boolean;
  readonly notAllowed: NotAllowed | null;
  /** What the person has said about this course. */
  readonly consent: {
    readonly state: ConsentState | 'none';
    readonly textVersion: string | null;
    readonly at: string | null;
  };
  readonly currentTextVersion: string;
  readonly enrolment: Pick<Enrolment, 'state' | 'enrolledAt' | 'references'> | null;
  readonly referencesNeeded: number;
  readonly captureHours: number;
  readonly policyUrl: string | null;
}

/** A student's own consent and face record, as this course has to do with them. */
export const readRecognition = async (
  { consents, enrolments }: Pick<Services, 'consents' | 'enrolments'>,
  { session, registration, course }: Learner,
): Promise<Recognition> => {
  const [consent, enrolment] = await Promise.all([consents.find(session.member), enrolments.find(session.member)]);
  const state = consentIn(consent, course);
  return {
    facesOn: registration.policy.faces,
    notAllowed: enrolmentRefusal(registration, session),
    consent: {
      state,
      textVersion: state === 'none' ? null : (consent?.textVersion ?? null),
      at: state === 'none' ? null : (consent?.at ?? null),
    },
    currentTextVersion: consentTextVersion,
    enrolment,
    referencesNeeded,
    captureHours: captureHoursOf(registration.policy),
    policyUrl: registration.policy.links?.policy ?? null,
  };
};

/** One of the person's own enrolled pictures. @throws MusterError NOT_FOUND */
export const getReferencePicture = async (
  { enrolments, media }: Pick<Services, 'enrolments' | 'media'>,
  member: MemberId,
  which: (references: Enrolment['references']) => Enrolment['references'][number] | undefined,
): Promise<Uint8Array> => {
  const reference = which((await enrolments.find(member))?.references ?? []);
  const picture = reference === undefined ? null : await media.get(reference.mediaKey);
  if (picture === null) throw new MusterError('NOT_FOUND', { what: 'reference' });
  return picture;
};
