import type { RegistrationId } from '../ids.ts';

/** What a login request left behind for its launch: single use, minutes of life. LTI security framework 5.1.1. */
export interface LoginState {
  /** SHA-256 of the state, base64url. */
  readonly stateHash: string;
  readonly nonce: string;
  /** SHA-256 of the secret in the browser's cookie, base64url. */
  readonly binderHash: string;
  readonly registration: RegistrationId;
  readonly targetLinkUri: string;
  readonly expiresAt: string;
}

export interface LoginStateStore {
  put(state: LoginState): Promise<void>;
  /** Takes it away, atomically: of two that ask at once exactly one gets it. Null when used, unknown or expired. */
  consume(stateHash: string, now: string): Promise<LoginState | null>;
}
