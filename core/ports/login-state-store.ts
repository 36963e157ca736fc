import type { RegistrationId } from '../ids.ts';

/** What a login request left behind for its launch: single use, minutes of life. LTI security framework 5.1.1. */
export interface LoginState {
  /** SHA-256 of the state, base64url. */
  readonly stateHash: string;
  readonly nonce: string;
  /** SHA-256 of the secret in the browser's cookie, base64url. */
  readonly binderHash: string;
  /** The same of another secret, kept in the platform's storage (LTI postMessage storage 0.1); null when it offers none. */
  readonly storage: { readonly binderHash: string; readonly target: string } | null;
  readonly registration: RegistrationId;
  readonly targetLinkUri: string;
  readonly expiresAt: string;
}

export interface LoginStateStore {
  put(state: LoginState): Promise<void>;
  /** Looks without taking it away. Null when used, unknown or expired. */
  find(stateHash: string, now: string): Promise<LoginState | null>;
  /** Takes it away, atomically: of two that ask at once exactly one gets it. Null when used, unknown or expired. */
  consume(stateHash: string, now: string): Promise<LoginState | null>;
}
