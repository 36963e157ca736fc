import type { AdminGroup } from '../admin-rights.ts';

/** Signed sign-ins of administrators, by a user pool of the operator's own. */
export interface AdminTokens {
  /**
   * Whether we are the one it is for, as it was signed. A token of somebody in none of our groups is valid and may do
   * nothing. @throws MusterError UNAVAILABLE when the pool's keys cannot be read just now
   */
  verify(token: string): Promise<AdminTokenAnswer>;
}

export type AdminTokenAnswer =
  | { readonly kind: 'valid'; readonly subject: string; readonly groups: readonly AdminGroup[] }
  | { readonly kind: 'expired' }
  | { readonly kind: 'refused' };
