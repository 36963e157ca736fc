import { randomBytes } from 'node:crypto';
import { type RequestHandler, type Response, Router, urlencoded } from 'express';
import { createRemoteJWKSet, decodeJwt, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Platform } from './platform.ts';
import type { Refusal } from './profiles/service-habits.ts';
import { watchServices } from './service-requests.ts';
import type { Tool } from './tool.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface ServicesAuth {
  readonly routes: Router;
  /** Lets a request through whose bearer has one of the scopes; `toolOf` says whose it is. */
  needs(...scopes: readonly string[]): RequestHandler;
}

/** The tool whose bearer came with the request. */
export const toolOf = (res: Response): Tool => res.locals.tool as Tool;

export const refuseWith = (res: Response, { status, body }: Refusal): void => {
  if (typeof body === 'string') res.status(status).type('text/plain').send(body);
  else res.status(status).json(body);
};

/** The token endpoint: client assertions are checked against the tool's keys. IMS Security Framework 1.0, 4.1. */
export const servicesAuth = (platform: Platform): ServicesAuth => {
  const routes = Router();
  const { paths, services } = platform.profile;
  const keySets = new Map<string, JWTVerifyGetKey>();
  const usedAssertions = new Set<string>();
  const tokens = new Map<string, { tool: Tool; scopes: readonly string[]; until: number }>();
  const watch = watchServices(platform);

  const keysOf = ({ jwksUrl }: Tool): JWTVerifyGetKey => {
    const keys = keySets.get(jwksUrl) ?? createRemoteJWKSet(new URL(jwksUrl), { cooldownDuration: 1000 });
    keySets.set(jwksUrl, keys);
    return keys;
  };

  /** The tool that signed it, or what is wrong, in a word. */
  const readAssertion = async (assertion: string): Promise<Tool | string> => {
    try {
      const { sub, iss } = decodeJwt(assertion);
      const tool = platform.tools().find(({ clientId }) => clientId === sub);
      if (tool === undefined || iss !== tool.clientId) return 'client unknown';
      const { payload } = await jwtVerify(assertion, keysOf(tool), {
        algorithms: ['RS256'],
        clockTolerance: 3600,
        currentDate: new Date(platform.now()),
      });
      const fault = services.tokens.fault(payload, platform.sso + paths.token, platform.now() / 1000);
      if (fault !== null) return fault;
      const { jti } = payload;
      if (jti !== undefined && usedAssertions.has(jti)) return 'jti used';
      if (jti !== undefined) usedAssertions.add(jti);
      return tool;
    } catch {
      return 'signature';
    }
  };

  routes.post(paths.token, watch, urlencoded({ extended: false }), async (req, res) => {
    const body = (req.body ?? {}) as Record<string, string | undefined>;
    res.set('Cache-Control', 'no-store');
    if (body.grant_type !== 'client_credentials' || body.client_assertion_type !== assertionType) {
      return void res.status(400).json({ error: 'unsupported_grant_type' });
    }
    const tool = body.client_assertion === undefined ? 'missing' : await readAssertion(body.client_assertion);
    if (typeof tool === 'string') {
      return void res.status(services.tokens.refusedStatus).json({ error: 'invalid_client', error_description: tool });
    }
    // What was asked for and what is allowed; nothing of both is an error.
    const scopes = (body.scope ?? '').split(' ').filter((scope) => tool.scopes.includes(scope));
    if (scopes.length === 0) return void res.status(400).json({ error: 'invalid_scope' });
    const token = randomBytes(24).toString('base64url');
    const seconds = platform.options.serviceTokenSeconds ?? services.tokens.seconds;
    tokens.set(token, { tool, scopes, until: platform.now() + seconds * 1000 });
    const answer = { access_token: token, token_type: 'Bearer', expires_in: seconds, scope: scopes.join(' ') };
    res.set('Content-Type', services.tokens.contentType).send(JSON.stringify(answer));
  });

  const check =
    (scopes: readonly string[]): RequestHandler =>
    (req, res, next) => {
      const bearer = /^Bearer (.+)$/.exec(req.get('authorization') ?? '')?.[1];
      const token = bearer === undefined ? undefined : tokens.get(bearer);
      if (token === undefined || token.until < platform.now())
        return void res.status(401).json({ error: 'invalid_token' });
      res.locals.tool = token.tool;
      res.locals.scopes = token.scopes;
      if (!scopes.some((scope) => token.scopes.includes(scope)))
        return void res.status(403).json({ error: 'insufficient_scope' });
      next();
    };

  return {
    routes,
    needs: (...scopes) => {
      const checked = check(scopes);
      return (req, res, next) => watch(req, res, (error?: unknown) => (error ? next(error) : checked(req, res, next)));
    },
  };
};
