import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { type ErrorRequestHandler, type Request, type Response, Router, urlencoded } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Logger } from 'pino';
import { z } from 'zod';
import { isMusterError, MusterError } from '../../core/errors.ts';
import { asId, type RegistrationId } from '../../core/ids.ts';
import type { Launch } from '../../core/lti/launch.ts';
import type { Registration } from '../../core/lti/registration.ts';
import type { Services } from '../../core/ports/services.ts';
import type { KeySets } from './jwks.ts';
import { launchError } from './launch-error.ts';
import type { LtijsPassage } from './provider.ts';
import { readLaunch } from './read-launch.ts';
import { refusalPage, refusalStyle } from './refusal-page.ts';
import { verifyIdToken } from './verify.ts';

export interface LtiDeps extends Pick<Services, 'registrations' | 'loginStates' | 'ids' | 'clock'> {
  readonly publicUrl: string;
  readonly keySets: KeySets;
  readonly ltijs: LtijsPassage;
  readonly logger: Logger;
  /** Opens an app session for a verified launch. */
  onLaunch(launch: Launch): Promise<{ bearer: string; expiresAt: string }>;
  /** The page with the handover in its body. */
  appPage(handover: { bearer: string; expiresAt: string }): Promise<string>;
}

const stateMinutes = 10;
const statePattern = /^[A-Za-z0-9_-]{43}$/;
const digest = (text: string) => createHash('sha256').update(text).digest('base64url');
const random = () => randomBytes(32).toString('base64url');
const equal = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const loginParameters = z.object({
  iss: z.string().min(1).max(2000),
  login_hint: z.string().min(1).max(4000),
  target_link_uri: z.string().min(1).max(2000),
  lti_message_hint: z.string().max(8000).optional(),
  client_id: z.string().max(255).optional(),
  lti_deployment_id: z.string().max(255).optional(),
});

/** One cookie a state, so that two launches side by side do not overwrite each other. */
const cookieName = (stateHash: string) => `__Host-muster-${stateHash.slice(0, 16)}`;

const readCookie = (req: Request, name: string): string | null => {
  for (const pair of (req.get('cookie') ?? '').split(/; */)) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at) === name) return pair.slice(at + 1);
  }
  return null;
};

/** Where Muster may be framed: the platform's own origins and the one it asks us to return to. */
const frameAncestors = (registration: Registration, returnUrl: string | null): string => {
  const urls = [registration.issuer, registration.authUrl, ...(returnUrl === null ? [] : [returnUrl])];
  const origins = urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin);
  return [...new Set(["'self'", ...origins])].join(' ');
};

const getRegistration = async (deps: LtiDeps, id: string): Promise<Registration> => {
  const found = /^[a-z0-9-]{1,64}$/.test(id) ? await deps.registrations.find(asId<RegistrationId>(id)) : null;
  if (found === null) throw launchError('LAUNCH_REGISTRATION_UNKNOWN', 'registration_unknown');
  if (found.state !== 'active') throw launchError('LAUNCH_REGISTRATION_DISABLED', 'registration_disabled');
  return found;
};

const login =
  (deps: LtiDeps) =>
  async (req: Request, res: Response): Promise<void> => {
    const registration = await getRegistration(deps, String(req.params.registration));
    const parsed = loginParameters.safeParse(req.method === 'POST' ? req.body : req.query);
    if (!parsed.success)
      throw launchError('LAUNCH_REQUEST_INVALID', String(parsed.error.issues[0]?.path[0] ?? 'login'));
    const asked = parsed.data;
    if (asked.iss !== registration.issuer) throw launchError('LAUNCH_REQUEST_INVALID', 'iss');
    if (asked.client_id !== undefined && asked.client_id !== registration.clientId) {
      throw launchError('LAUNCH_REQUEST_INVALID', 'client_id');
    }
    const redirectUri = `${deps.publicUrl}/lti/launch`;
    const target = URL.canParse(asked.target_link_uri) ? new URL(asked.target_link_uri) : null;
    if (target === null || `${target.origin}${target.pathname}` !== redirectUri) {
      throw launchError('LAUNCH_REQUEST_INVALID', 'target_link_uri');
    }
    const [state, nonce, binder] = [random(), random(), random()];
    const stateHash = digest(state);
    const expiresAt = new Date(Date.parse(deps.clock.now()) + stateMinutes * 60_000).toISOString();
    await deps.loginStates.put({
      stateHash,
      nonce,
      binderHash: digest(binder),
      registration: registration.id,
      targetLinkUri: asked.target_link_uri,
      expiresAt,
    });
    const auth = new URL(registration.authUrl);
    const parameters = {
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: registration.clientId,
      redirect_uri: redirectUri,
      state,
      nonce,
      login_hint: asked.login_hint,
      lti_message_hint: asked.lti_message_hint,
    };
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) auth.searchParams.set(name, value);
    // form_post is a cross-site POST: Lax would not be sent. Partitioned (CHIPS) works where third-party cookies do not.
    res.append(
      'Set-Cookie',
      `${cookieName(stateHash)}=${binder}; Path=/; Max-Age=${stateMinutes * 60}; HttpOnly; Secure; SameSite=None; Partitioned`,
    );
    res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }).redirect(302, auth.href);
  };

const launchBody = z.object({
  state: z.string().regex(statePattern),
  id_token: z.string().max(100_000).optional(),
  error: z.string().max(200).optional(),
});

const launch =
  (deps: LtiDeps) =>
  async (req: Request, res: Response): Promise<void> => {
    const parsed = launchBody.safeParse(req.body);
    if (!parsed.success) {
      const field = String(parsed.error.issues[0]?.path[0] ?? 'body');
      throw launchError(field === 'state' ? 'LAUNCH_STATE_UNKNOWN' : 'LAUNCH_REQUEST_INVALID', field);
    }
    const { state, id_token: token, error } = parsed.data;
    const stateHash = digest(state);
    const binder = readCookie(req, cookieName(stateHash));
    if (binder === null) throw launchError('LAUNCH_STATE_NOT_BOUND', 'cookie_missing');
    const loginState = await deps.loginStates.consume(stateHash, deps.clock.now());
    if (loginState === null) throw launchError('LAUNCH_STATE_UNKNOWN', 'state_unknown');
    res.append(
      'Set-Cookie',
      `${cookieName(stateHash)}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=None; Partitioned`,
    );
    if (!equal(digest(binder), loginState.binderHash)) throw launchError('LAUNCH_STATE_NOT_BOUND', 'binder_differs');
    if (error !== undefined) throw launchError('LAUNCH_PLATFORM_ERROR', 'platform_error');
    if (token === undefined) throw launchError('LAUNCH_REQUEST_INVALID', 'id_token');
    const registration = await getRegistration(deps, loginState.registration);
    const now = new Date(deps.clock.now());
    const { claims, jwk } = await verifyIdToken(deps.keySets, token, registration, loginState, now);
    await deps.ltijs.validate(req, res, { state, issuer: registration.issuer, jwk });
    const verified = readLaunch(claims, registration, deps.ids);
    const page = await deps.appPage(await deps.onLaunch(verified));
    deps.logger.info(
      { launch: randomUUID(), outcome: 'accepted', registration: registration.id, role: verified.role },
      'launch',
    );
    res
      .set({
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'Permissions-Policy': 'camera=(self)',
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': `default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors ${frameAncestors(registration, verified.returnUrl)}`,
      })
      .type('html')
      .send(page);
  };

/** A refused launch: a page for a person, problem+json for a program; the log gets code and reason, and no personal data. */
const refuse =
  (deps: LtiDeps): ErrorRequestHandler =>
  (error, req, res, next) => {
    if (res.headersSent) return next(error);
    const client = (error as { status?: number } | null)?.status;
    const unreadable = client !== undefined && client >= 400 && client < 500;
    const refusal = isMusterError(error)
      ? error
      : new MusterError(unreadable ? 'LAUNCH_REQUEST_INVALID' : 'INTERNAL', {}, { cause: error });
    const reference = randomUUID();
    const line = { launch: reference, outcome: 'refused', code: refusal.code, reason: refusal.details.reason ?? null };
    if (refusal.status >= 500) deps.logger.error({ ...line, err: refusal.cause ?? refusal }, 'launch');
    else deps.logger.info(line, 'launch');
    res.status(refusal.status).set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    if (req.accepts(['html', 'json']) === 'json') {
      res
        .type('application/problem+json')
        .send(JSON.stringify({ code: refusal.code, status: refusal.status, reference }));
    } else {
      res.set('Content-Security-Policy', "default-src 'none'; style-src 'self'; frame-ancestors https: http:");
      res.type('html').send(refusalPage(refusal, reference));
    }
  };

/** The only routes a platform's browser reaches: login initiation and launch. */
export const ltiRoutes = (deps: LtiDeps): Router => {
  const router = Router();
  const form = urlencoded({ extended: false, limit: '200kb', parameterLimit: 50 });
  const limit = rateLimit({
    windowMs: 60_000,
    limit: 3000,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_req, _res, next) => next(new MusterError('TOO_MANY_REQUESTS')),
  });
  router.get('/lti/login/:registration', limit, login(deps));
  router.post('/lti/login/:registration', limit, form, login(deps));
  router.post('/lti/launch', limit, form, launch(deps));
  router.get('/refusal.css', (_req, res) => void res.type('css').send(refusalStyle));
  router.use('/lti', refuse(deps));
  return router;
};
