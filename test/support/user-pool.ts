import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/**
 * A small user pool that speaks Cognito's hosted endpoints: authorize, token (with PKCE), logout, and the pool's key set.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export interface UserPool {
  readonly url: string;
  readonly poolId: string;
  readonly clientId: string;
  readonly keysUrl: string;
  /** Token requests that came, by how they ended. */
  readonly tokenAnswers: readonly number[];
  token(claims?: JWTPayload, options?: TokenOptions): Promise<string>;
  close(): Promise<void>;
}

export interface TokenOptions {
  readonly use?: string | undefined;
  /** Seconds from now; in the past: expired. */
  readonly expiresIn?: number;
  /** Signed with a key that is not the pool's, under the pool's kid. */
  readonly forged?: boolean;
  /** Of the key it says it is signed with; the pool's when left out. */
  readonly kid?: string;
  readonly issuer?: string;
}

const poolId = 'eu-west-1_Muster001';
const clientId = 'musteradmins0000000000000';
const poolKid = 'pool-key-1';

interface Grant {
  readonly group: string;
  readonly challenge: string;
  readonly redirectUri: string;
}

const s256 = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

/** `origin`: of the tool, whose two addresses the app client allows to be led back to. */
export const openUserPool = async (origin: () => string): Promise<UserPool> => {
  const pair = await generateKeyPair('RS256');
  const stranger = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: poolKid, alg: 'RS256', use: 'sig' };
  const grants = new Map<string, Grant>();
  const tokenAnswers: number[] = [];
  const token: UserPool['token'] = (claims = {}, options = {}) => {
    const { use = 'access', expiresIn = 3600, forged = false, kid = poolKid } = options;
    const { issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${poolId}` } = options;
    const now = Math.floor(Date.now() / 1000);
    const audience = use === 'id' ? { aud: clientId } : { client_id: clientId };
    return new SignJWT({ sub: 'f3a1', token_use: use, scope: 'openid', ...audience, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer(issuer)
      .setIssuedAt(now - 7200)
      .setExpirationTime(now + expiresIn)
      .sign(forged ? stranger.privateKey : pair.privateKey);
  };

  const app = express();
  app.get(`/${poolId}/.well-known/jwks.json`, (_req, res) => void res.json({ keys: [jwk] }));
  app.get('/favicon.ico', (_req, res) => void res.status(204).end());
  app.get('/oauth2/authorize', (req, res) => {
    const asked = req.query as Readonly<Record<string, string>>;
    const sound =
      asked.response_type === 'code' &&
      asked.client_id === clientId &&
      asked.redirect_uri === `${origin()}/admin/signed-in` &&
      asked.code_challenge_method === 'S256' &&
      asked.scope === 'openid';
    if (!sound) return void res.status(400).send('invalid_request');
    const links = ['admin', 'operator', 'auditor', 'nobody'].map((group) => {
      const code = randomBytes(16).toString('hex');
      grants.set(code, { group, challenge: asked.code_challenge ?? '', redirectUri: asked.redirect_uri ?? '' });
      const back = new URL(asked.redirect_uri ?? '');
      back.search = new URLSearchParams({ code, state: asked.state ?? '' }).toString();
      return `<p><a href="${back.href.replaceAll('&', '&amp;')}">Sign in as ${group}</a></p>`;
    });
    res.send(`<!doctype html><title>User pool</title><h1>User pool</h1>${links.join('')}`);
  });
  app.options('/oauth2/token', (_req, res) => {
    res.set({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' }).end();
  });
  app.post('/oauth2/token', express.urlencoded({ extended: false }), async (req, res) => {
    const given = req.body as Readonly<Record<string, string>>;
    const grant = grants.get(given.code ?? '');
    grants.delete(given.code ?? '');
    const sound =
      grant !== undefined &&
      given.grant_type === 'authorization_code' &&
      given.client_id === clientId &&
      given.redirect_uri === grant.redirectUri &&
      s256(given.code_verifier ?? '') === grant.challenge;
    tokenAnswers.push(sound ? 200 : 400);
    res.set('Access-Control-Allow-Origin', '*');
    if (!sound) return void res.status(400).json({ error: 'invalid_grant' });
    const groups = grant.group === 'nobody' ? {} : { 'cognito:groups': [grant.group] };
    res.json({
      access_token: await token(groups),
      id_token: await token(groups, { use: 'id' }),
      refresh_token: 'never-kept',
      token_type: 'Bearer',
      expires_in: 3600,
    });
  });
  app.get('/logout', (req, res) => {
    const { client_id, logout_uri } = req.query;
    if (client_id !== clientId || logout_uri !== `${origin()}/admin`)
      return void res.status(400).send('invalid_request');
    res.redirect(302, logout_uri);
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    poolId,
    clientId,
    keysUrl: `${url}/${poolId}/.well-known/jwks.json`,
    tokenAnswers,
    token,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

/** As in the environment. */
export const settingsOf = ({ poolId, clientId, keysUrl, url }: UserPool): Readonly<Record<string, string>> => ({
  ADMIN_POOL_ID: poolId,
  ADMIN_CLIENT_ID: clientId,
  ADMIN_DOMAIN: url,
  ADMIN_KEYS_URL: keysUrl,
});
