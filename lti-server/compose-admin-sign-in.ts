import { cognitoAdminTokens } from '../connectors/cognito/admin-tokens.ts';
import type { AdminSignIn } from './admin-sign-in.ts';
import type { AdminPoolConfig } from './config-admin.ts';

export const openAdminSignIn = (pool: AdminPoolConfig | null): AdminSignIn | null =>
  pool === null ? null : { tokens: cognitoAdminTokens(pool), domain: pool.domain, clientId: pool.clientId };
