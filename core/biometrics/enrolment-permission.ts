import type { AppSession } from '../lti/app-session.ts';
import type { Registration } from '../lti/registration.ts';

export type NotAllowed = 'faces-off' | 'masquerading' | 'test-user' | 'not-a-student';

/** Why this person may not enrol a face here, or null when they may (design rules 2 and 7). */
export const enrolmentRefusal = (
  registration: Registration,
  session: Pick<AppSession, 'masquerading' | 'testUser' | 'role'>,
): NotAllowed | null => {
  if (!registration.policy.faces) return 'faces-off';
  if (session.role !== 'student') return 'not-a-student';
  if (session.masquerading) return 'masquerading';
  return session.testUser ? 'test-user' : null;
};
