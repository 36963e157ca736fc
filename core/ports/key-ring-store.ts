import type { RegistrationId } from '../ids.ts';
import type { KeyRing } from '../lti/key-ring.ts';

/** The key rings of registrations. */
export interface KeyRingStore {
  find(registration: RegistrationId): Promise<KeyRing | null>;
  /** @throws MusterError RECORD_CHANGED when another version stands there */
  put(ring: KeyRing): Promise<void>;
  remove(registration: RegistrationId): Promise<void>;
}
