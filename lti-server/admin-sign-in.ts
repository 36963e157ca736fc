import type { AdminTokens } from '../core/ports/admin-tokens.ts';

/** The user pool by which administrators sign in, where the operator has one. */
export interface AdminSignIn {
  readonly tokens: AdminTokens;
  /** Origin of the pool's own sign-in pages. */
  readonly domain: string;
  readonly clientId: string;
}
