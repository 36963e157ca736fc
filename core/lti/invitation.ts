import type { RegistrationId } from '../ids.ts';
import type { PlatformEndpoints, Product } from './registration.ts';

/** Leave to register one platform. The secret stands in the link alone; what is kept is its digest. */
export interface Invitation {
  /** SHA-256 of the secret, base64url. */
  readonly digest: string;
  /** What the registration will be called unless the person who registers says otherwise. */
  readonly name: string | null;
  readonly madeAt: string;
  readonly expiresAt: string;
}

export const invitationDays = 7;

/** What a platform says of itself before it is registered. LTI dynamic registration 1.0, section 2.1. */
export interface OfferedPlatform extends PlatformEndpoints {
  readonly product: Product;
  /** As the platform writes it; null when it does not say. */
  readonly productVersion: string | null;
  /** Of the account or site; null when it does not say. */
  readonly name: string | null;
  readonly registrationUrl: string;
  /** What it lets a tool ask for. */
  readonly scopes: readonly string[];
}

/**
 * A registration that somebody looks at and has not decided: minutes of life, single use. The platform's token stays
 * here; the page has a secret of its own, whose digest this is.
 */
export interface RegistrationAttempt {
  readonly digest: string;
  /** Digest of the invitation that it will use up. */
  readonly invitation: string;
  /** Our id of it, should it come to be: it is part of the URLs that the person sees. */
  readonly registration: RegistrationId;
  readonly platform: OfferedPlatform;
  readonly token: string | null;
  readonly expiresAt: string;
}

/** Shorter than the hour that platforms give their own token. */
export const attemptMinutes = 15;
