import type { Registration } from '../lti/registration.ts';

/** The key pairs that we sign with for one platform. */
export interface RegistrationKeys {
  /** Makes the first pair and tells the LTI library of the platform; saying it twice changes nothing. */
  register(registration: Registration): Promise<void>;
  /** Makes the next pair; answers from when (ISO 8601) it signs. */
  rotate(registration: Registration): Promise<{ readonly signsFrom: string }>;
  /** Of a platform without keys: nothing to do. */
  remove(registration: Registration): Promise<void>;
}
