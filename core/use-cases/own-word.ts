import { type ErrorCode, MusterError } from '../errors.ts';
import type { AppSession } from '../lti/app-session.ts';

/** Who says something, by their app session. */
export type Speaker = Pick<AppSession, 'member' | 'masquerading' | 'testUser'>;

/**
 * What students say is their own word: nobody gives it for them. Where the platform does not say who acts as whom, it is taken
 * for theirs. @throws MusterError of the code given
 */
export const assertSpeaksForThemselves = ({ masquerading, testUser }: Speaker, refusal: ErrorCode): void => {
  if (testUser) throw new MusterError(refusal, { why: 'test-user' });
  if (masquerading === true) throw new MusterError(refusal, { why: 'masquerading' });
};
