import { randomBytes } from 'node:crypto';
import { type RequestHandler, Router, urlencoded } from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Platform } from './platform.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const allowed = new Set([
  'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
  'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
  'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly',
  'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly',
  'https://purl.imsglobal.org/spec/lti-ags/scope/score',
]);
const tokenSeconds = 600;

export interface ServicesAuth {
  readonly routes: Router;
  /** Lets a request through whose bearer has one of the scopes. */
  needs(...scopes: readonly string[]): RequestHandler;
}

/** The token endpoint: client assertions are checked in full against the tool's keys. IMS Security Framework 1.0, 4.1. */
export const servicesAuth = (platform: Platform): ServicesAuth => {
  const routes = Router();
  const toolKeys = createRemoteJWKSet(new URL(`${platform.toolUrl}/lti/keys`), { cooldownDuration: 1000 });
  const usedAssertions = new Set<string>();
  const tokens = new Map<string, { scopes: ReadonlySet<string>; until: number }>();

  const checkAssertion = async (assertion: string): Promise<boolean> => {
    try {
      const { payload } = await jwtVerify(assertion, toolKeys, {
        algorithms: ['RS256'],
        issuer: platform.clientId,
        subject: platform.clientId,
        audience: `${platform.url}/token`,
        requiredClaims: ['iat', 'exp', 'jti'],
        maxTokenAge: 300,
        clockTolerance: 5,
        currentDate: new Date(platform.now()),
      });
      const jti = String(payload.jti);
      if (usedAssertions.has(jti)) return false;
      usedAssertions.add(jti);
      return true;
    } catch {
      return false;
    }
  };

  routes.post('/token', urlencoded({ extended: false }), async (req, res) => {
    const body = (req.body ?? {}) as Record<string, string | undefined>;
    res.set('Cache-Control', 'no-store');
    if (body.grant_type !== 'client_credentials' || body.client_assertion_type !== assertionType) {
      return void res.status(400).json({ error: 'unsupported_grant_type' });
    }
    if (body.client_assertion === undefined || !(await checkAssertion(body.client_assertion))) {
      return void res.status(401).json({ error: 'invalid_client' });
    }
    const scopes = (body.scope ?? '').split(' ').filter((scope) => allowed.has(scope));
    if (scopes.length === 0) return void res.status(400).json({ error: 'invalid_scope' });
    const token = randomBytes(24).toString('base64url');
    tokens.set(token, { scopes: new Set(scopes), until: platform.now() + tokenSeconds * 1000 });
    res.json({ access_token: token, token_type: 'Bearer', expires_in: tokenSeconds, scope: scopes.join(' ') });
  });

  return {
    routes,
    needs:
      (...scopes) =>
      (req, res, next) => {
        const bearer = /^Bearer (.+)$/.exec(req.get('authorization') ?? '')?.[1];
        const token = bearer === undefined ? undefined : tokens.get(bearer);
        if (token === undefined || token.until < platform.now())
          return void res.status(401).json({ error: 'invalid_token' });
        if (!scopes.some((scope) => token.scopes.has(scope)))
          return void res.status(403).json({ error: 'insufficient_scope' });
        next();
      },
  };
};
