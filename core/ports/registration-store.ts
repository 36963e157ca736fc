import type { RegistrationId } from '../ids.ts';
import type { AppSession } from '../lti/app-session.ts';
import type { Registration } from '../lti/registration.ts';

export interface RegistrationStore {
  find(id: RegistrationId): Promise<Registration | null>;
  list(): Promise<Registration[]>;
  findByPlatform(issuer: string, clientId: string): Promise<Registration | null>;
  /**
   * `version` is the one being written: 1 for a new one. Issuer and client id stay as they were first written.
   * @throws MusterError RECORD_CHANGED; REGISTRATION_EXISTS when another one has this issuer and client id
   */
  put(registration: Registration): Promise<void>;
  /** Its app sessions end with it. Of an unknown one: nothing to do. */
  remove(id: RegistrationId): Promise<void>;
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
  /** Whether it stood: of several who end one session at once, exactly one hears true. */
  remove(tokenHash: string): Promise<boolean>;
}
