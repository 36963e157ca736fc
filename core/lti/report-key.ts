import type { RegistrationId } from '../ids.ts';

/** Opens the machine-readable reports of one registration, until it is revoked. Only a digest of it is stored. */
export interface ReportKey {
  readonly id: string;
  /** SHA-256 of the secret, base64url. */
  readonly digest: string;
  readonly registration: RegistrationId;
  /** What its administrator calls it. */
  readonly name: string;
  /** The secret's first letters, to tell one from another. */
  readonly prefix: string;
  /** Whether people's names go along with the ids that the platform itself gave them. */
  readonly withNames: boolean;
  readonly madeAt: string;
}

export const reportKeyPrefixLength = 6;
