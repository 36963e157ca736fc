import type { RegistrationId } from '../ids.ts';
import type { PlatformEndpoints, Product } from './registration.ts';

/**
 * A registration by hand that waits for its client id: an LMS gives one only after it was told our URLs, and these hold
 * our id of the registration. Nothing can be launched with it.
 */
export interface RegistrationDraft {
  /** Becomes the id of the registration. */
  readonly id: RegistrationId;
  readonly name: string;
  readonly product: Product;
  readonly endpoints: PlatformEndpoints;
  readonly begunAt: string;
  readonly expiresAt: string;
}

export const draftDays = 30;
