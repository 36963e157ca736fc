import { z } from 'zod';
import { type AdminSignInPlace, adminSignInPlace } from '../../lti-server/http/api-schema/admin-sign-in.ts';
import { ApiProblem, askOpenly } from '../api/client.ts';
import { adminBearer, keepAdminSession } from './admin-bearer.ts';

/** Signing in at the user pool's own pages: OAuth 2.1 authorisation code with PKCE (RFC 7636), for a client without secret. */
type Pool = NonNullable<AdminSignInPlace['pool']>;

const pendingKey = 'muster-admin-sign-in';
const pending = z.object({ state: z.string(), verifier: z.string(), domain: z.string(), clientId: z.string() });

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const randomText = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** The one address that the app client leads back to. */
const callback = (): string => `${window.location.origin}/admin/signed-in`;
const signedOut = (): string => `${window.location.origin}/admin`;

export const askSignInPlace = (): Promise<AdminSignInPlace> => askOpenly(adminSignInPlace, 'GET', '/admin/sign-in');

/** Leaves for the pool's pages. */
export const leaveForPool = async ({ domain, clientId }: Pool): Promise<void> => {
  const [state, verifier] = [randomText(), randomText()];
  sessionStorage.setItem(pendingKey, JSON.stringify({ state, verifier, domain, clientId }));
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callback(),
    scope: 'openid',
    state,
    code_challenge_method: 'S256',
    code_challenge: base64url(new Uint8Array(challenge)),
  });
  window.location.assign(`${domain}/oauth2/authorize?${asked}`);
};

/** The refresh token and the id token that come along are kept nowhere. */
const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.number().int().positive() });

const failed = () => new ApiProblem('SIGN_IN_FAILED', 401, null);

const trade = async (code: string, { verifier, domain, clientId }: z.infer<typeof pending>): Promise<void> => {
  const answer = await fetch(`${domain}/oauth2/token`, {
    method: 'POST',
    credentials: 'omit',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: callback(),
      code,
      code_verifier: verifier,
    }),
  });
  if (!answer.ok) throw failed();
  const { access_token: bearer, expires_in: seconds } = tokenAnswer.parse(await answer.json());
  keepAdminSession({ bearer, expiresAt: new Date(Date.now() + seconds * 1000).toISOString() });
};

/**
 * Back from the pool's pages: takes code and state out of the address first, and trades the code only when this tab left with
 * that state. Answers what went wrong; null when nothing did, or nobody came back.
 */
export const comeBackFromPool = async (): Promise<ApiProblem | null> => {
  const told = new URLSearchParams(window.location.search);
  if (!told.has('state')) return null;
  history.replaceState(null, '', '/admin');
  const kept = sessionStorage.getItem(pendingKey);
  sessionStorage.removeItem(pendingKey);
  const left = pending.safeParse(kept === null ? null : JSON.parse(kept));
  const code = told.get('code');
  if (!left.success || left.data.state !== told.get('state') || code === null) return failed();
  try {
    await trade(code, left.data);
    return null;
  } catch {
    return failed();
  }
};

/** Where the pool forgets the person, for who is signed in by it; null for others. */
export const poolSignOut = async (): Promise<string | null> => {
  if (adminBearer()?.startsWith('eyJ') !== true) return null;
  const { pool } = await askSignInPlace();
  if (pool === null) return null;
  return `${pool.domain}/logout?${new URLSearchParams({ client_id: pool.clientId, logout_uri: signedOut() })}`;
};
