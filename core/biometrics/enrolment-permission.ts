import { MusterError } from '../errors.ts';
import type { CourseId } from '../ids.ts';
import type { AppSession } from '../lti/app-session.ts';
import type { Registration } from '../lti/registration.ts';

export type NotAllowed = 'faces-off' | 'masquerading' | 'masquerading-unknown' | 'test-user' | 'not-a-student';

/** Who asks: the app session, its registration as it is now, and the course of the launch. */
export interface Learner {
  readonly session: AppSession;
  readonly registration: Registration;
  readonly course: CourseId;
}

/** Why this person may not enrol a face here, or null when they may (design rules 2 and 7). */
export const enrolmentRefusal = (
  registration: Pick<Registration, 'policy'>,
  session: Pick<AppSession, 'masquerading' | 'testUser' | 'role'>,
): NotAllowed | null => {
  if (!registration.policy.faces) return 'faces-off';
  if (session.role !== 'student') return 'not-a-student';
  if (session.masquerading === 'unknown') return 'masquerading-unknown';
  if (session.masquerading) return 'masquerading';
  return session.testUser ? 'test-user' : null;
};

/**
 * Pictures and data of a person are theirs: whoever acts as them neither sees nor erases these. Where the platform does not
 * say, they stay the person's to see and to erase. @throws MusterError ENROLMENT_NOT_ALLOWED
 */
export const assertActsForThemselves = ({ masquerading }: Pick<AppSession, 'masquerading'>): void => {
  if (masquerading === true) throw new MusterError('ENROLMENT_NOT_ALLOWED', { why: 'masquerading' });
};

/** @throws MusterError FACES_OFF, ENROLMENT_NOT_ALLOWED */
export const assertMayEnrol = ({ registration, session }: Learner): void => {
  const refusal = enrolmentRefusal(registration, session);
  if (refusal === 'faces-off') throw new MusterError('FACES_OFF');
  if (refusal !== null) throw new MusterError('ENROLMENT_NOT_ALLOWED', { why: refusal });
};
