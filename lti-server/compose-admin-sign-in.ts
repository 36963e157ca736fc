import type { AdminTokens } from '../core/ports/admin-tokens.ts';
import type { AdminSignIn } from './admin-sign-in.ts';
import type { AdminPoolConfig } from './config-admin.ts';
import { lazily } from './lazily.ts';

/** The verifier is loaded when the first token comes: hardly anybody administers. */
export const openAdminSignIn = (pool: AdminPoolConfig | null): AdminSignIn | null => {
  if (pool === null) return null;
  const tokens = lazily<AdminTokens>(async () => {
    const { cognitoAdminTokens } = await import('../connectors/cognito/admin-tokens.ts');
    return cognitoAdminTokens(pool);
  });
  return { tokens, domain: pool.domain, clientId: pool.clientId };
};
