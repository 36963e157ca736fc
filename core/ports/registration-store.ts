import type { RegistrationId } from '../ids.ts';
import type { AppSession } from '../lti/app-session.ts';
import type { Registration } from '../lti/registration.ts';

export interface RegistrationStore {
  find(id: RegistrationId): Promise<Registration | null>;
  list(): Promise<Registration[]>;
  /** `version` is the one being written: 1 for a new one. @throws MusterError RECORD_CHANGED */
  put(registration: Registration): Promise<void>;
}

export interface AppSessionStore {
  put(session: AppSession): Promise<void>;
  /**
   * The app session and its registration in one consistent batch read, so that a disabled registration ends its
   * sessions at once. Null when either is missing or the session has expired at `now`.
   */
  authenticate(
    tokenHash: string,
    registration: RegistrationId,
    now: string,
  ): Promise<{ session: AppSession; registration: Registration } | null>;
  remove(tokenHash: string): Promise<void>;
}
