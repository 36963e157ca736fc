import type { RegistrationId } from '../ids.ts';
import type { RegistrationDraft } from '../lti/registration-draft.ts';

/** Stands under the digest of a secret that somebody else holds, and runs out. */
export interface Expiring {
  readonly digest: string;
  readonly expiresAt: string;
}

/** What opens a door: invitations, attempts to register, an administrator's links and sessions. */
export interface SecretStore<Kept extends Expiring> {
  put(kept: Kept): Promise<void>;
  /** Looks without taking it away. Null when taken, unknown or expired at `now`. */
  find(digest: string, now: string): Promise<Kept | null>;
  /** Takes it away, atomically: of several that ask at once exactly one gets it. Null as above. */
  take(digest: string, now: string): Promise<Kept | null>;
}

/** Of few at a time: whoever answers for them can see which there are, and take each away by its digest. */
export interface ListedSecretStore<Kept extends Expiring> extends SecretStore<Kept> {
  /** Those that hold at `now`, in no order. */
  list(now: string): Promise<Kept[]>;
}

export interface DraftStore {
  put(draft: RegistrationDraft): Promise<void>;
  /** Null when unknown, or expired at `now`. */
  find(id: RegistrationId, now: string): Promise<RegistrationDraft | null>;
  /** In the order they were begun; expired ones left out. */
  list(now: string): Promise<RegistrationDraft[]>;
  remove(id: RegistrationId): Promise<void>;
}
