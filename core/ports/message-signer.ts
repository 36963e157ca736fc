import type { Registration } from '../lti/registration.ts';

/** Signs what a tool says to a platform in a browser's form. IMS security framework 1.0, section 5.2. */
export interface MessageSigner {
  /**
   * A JWT of these claims, with issuer, audience, times and a nonce of its own. It is good for five minutes.
   * @throws Error when the platform has no key
   */
  sign(registration: Registration, claims: Readonly<Record<string, unknown>>): Promise<string>;
}
