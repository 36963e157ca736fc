import type { RegistrationId } from '../ids.ts';
import type { KeyRing, SharedKeySet } from '../lti/key-ring.ts';

/** The key rings of registrations, and the list of those in the shared key set. */
export interface KeyRingStore {
  find(registration: RegistrationId): Promise<KeyRing | null>;
  /** Those that are there, in no order. */
  findMany(registrations: readonly RegistrationId[]): Promise<KeyRing[]>;
  /** @throws MusterError RECORD_CHANGED when another version stands there */
  put(ring: KeyRing): Promise<void>;
  remove(registration: RegistrationId): Promise<void>;
  findShared(): Promise<SharedKeySet | null>;
  /** @throws MusterError RECORD_CHANGED when another version stands there */
  putShared(shared: SharedKeySet): Promise<void>;
}
