import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { JWK } from 'jose';
import { z } from 'zod';
import type { Launch } from '../../core/lti/launch.ts';
import type { Registration } from '../../core/lti/registration.ts';
import type { LaunchFacts } from '../../core/ports/launch-store.ts';
import type { Logger } from '../../core/ports/logger.ts';
import type { LoginState } from '../../core/ports/login-state-store.ts';
import type { Services } from '../../core/ports/services.ts';
import { admitLaunch } from '../../core/use-cases/admit-launch.ts';
import type { LaunchHandover } from '../http/api-schema/me.ts';
import type { UiPage } from '../http/ui-page.ts';
import type { HealthNotes } from '../registration-health.ts';
import { askPlatformStorage } from './binding.ts';
import type { LaunchClaims } from './claims.ts';
import type { KeySets } from './jwks.ts';
import type { KnownRegistrations } from './known-registrations.ts';
import { launchError } from './launch-error.ts';
import { activeRegistration } from './login.ts';
import { clearLoginCookie, readLoginCookie } from './login-cookie.ts';
import { appPageHeaders, framersOf } from './page-headers.ts';
import type { LtijsPassage } from './provider.ts';
import { readLaunch } from './read-launch.ts';
import { isLaunchOf } from './refusal.ts';
import { digest, isSecretOf, secretPattern } from './secrets.ts';
import { verifyIdToken } from './verify.ts';

export interface LaunchDeps extends Pick<Services, 'registrations' | 'loginStates' | 'launches' | 'ids' | 'clock'> {
  readonly publicUrl: string;
  readonly connectsTo: readonly string[];
  readonly known: KnownRegistrations;
  readonly keySets: KeySets;
  readonly ltijs: LtijsPassage;
  readonly logger: Logger;
  readonly notes: HealthNotes;
  /** Opens an app session for a verified launch. */
  onLaunch(launch: Launch, facts: LaunchFacts): Promise<LaunchHandover>;
  readonly appPage: UiPage;
  readonly bindingPage: UiPage;
}

const launchBody = z.object({
  state: z.string().regex(secretPattern),
  id_token: z.string().max(100_000).optional(),
  error: z.string().max(200).optional(),
  /** From our own binding page: what the platform's storage had. */
  binder: z.string().regex(secretPattern).optional(),
});
type LaunchBody = z.infer<typeof launchBody>;

const readBody = (req: Request): LaunchBody => {
  const parsed = launchBody.safeParse(req.body);
  if (parsed.success) return parsed.data;
  const field = String(parsed.error.issues[0]?.path[0] ?? 'body');
  throw launchError(field === 'state' ? 'LAUNCH_STATE_UNKNOWN' : 'LAUNCH_REQUEST_INVALID', `${field}_invalid`);
};

/**
 * Who begins a login of his own reads its storage's secret as well, and a foreign site could post it in somebody else's
 * browser (login CSRF): it counts from our binding page alone. Fetch Metadata, 2.3; before it, Origin (RFC 6454, 7.3).
 */
const assertFromOwnPage = (req: Request, publicUrl: string): void => {
  const site = req.get('sec-fetch-site');
  const own = site === undefined ? req.get('origin') === publicUrl : site === 'same-origin';
  if (!own) throw launchError('LAUNCH_STATE_NOT_BOUND', 'binder_foreign');
};

/** The browser that began the login holds one of two secrets: in our cookie, or in the platform's storage. */
const assertBound = (cookie: string | null, stored: string | undefined, { binderHash, storage }: LoginState): void => {
  if (cookie !== null && isSecretOf(cookie, binderHash)) return;
  if (stored !== undefined && storage !== null && isSecretOf(stored, storage.binderHash)) return;
  throw launchError('LAUNCH_STATE_NOT_BOUND', 'binder_differs');
};

interface Verified {
  readonly claims: LaunchClaims;
  readonly jwk: JWK;
}

/** Verified against the registration as it is now: of one that was changed meanwhile, once more. */
const verifyNow = async (
  deps: LaunchDeps,
  token: string,
  known: Registration,
  loginState: LoginState,
): Promise<{ verified: Verified; launch: Launch; facts: LaunchFacts; registration: Registration }> => {
  const now = new Date(deps.clock.now());
  const first = await verifyIdToken(deps.keySets, token, known, loginState, now);
  const launch = readLaunch(first.claims, known, deps.ids);
  const facts = await deps.launches.read(known.id, launch.course?.id ?? null, launch.member);
  const { registration } = facts;
  if (registration === null) throw launchError('LAUNCH_REGISTRATION_UNKNOWN', 'registration_unknown');
  if (registration.state !== 'active') throw launchError('LAUNCH_REGISTRATION_DISABLED', 'registration_disabled');
  const verified =
    registration.version === known.version
      ? first
      : await verifyIdToken(deps.keySets, token, registration, loginState, now);
  return { verified, launch, facts, registration };
};

const open = async (deps: LaunchDeps, req: Request, res: Response, body: LaunchBody, loginState: LoginState) => {
  const { state, id_token: token, error } = body;
  if (error !== undefined) throw launchError('LAUNCH_PLATFORM_ERROR', 'platform_error');
  if (token === undefined) throw launchError('LAUNCH_REQUEST_INVALID', 'id_token');
  const known = await activeRegistration(deps.known, loginState.registration);
  const { verified, launch, facts, registration } = await verifyNow(deps, token, known, loginState);
  await deps.ltijs.validate(req, res, { state, registration, jwk: verified.jwk });
  await admitLaunch(deps, registration, launch);
  const handover = await deps.onLaunch(launch, facts);
  const { id } = registration;
  const opens = handover.landing.kind;
  deps.notes.well(id, 'launch');
  deps.logger.info({ launch: randomUUID(), outcome: 'accepted', registration: id, role: launch.role, opens }, 'launch');
  res
    .set(appPageHeaders(registration, launch, deps.connectsTo))
    .type('html')
    .send(await deps.appPage({ ...handover, framedBy: framersOf(registration, launch) }));
};

/**
 * The launch. The state is taken away atomically before anything else is looked at, so of two posts of one token one
 * wins; only the detour over the platform's storage looks without taking, and comes back here.
 * @throws MusterError LAUNCH_*
 */
export const launch =
  (deps: LaunchDeps): RequestHandler =>
  async (req, res) => {
    const body = readBody(req);
    if (body.binder !== undefined) assertFromOwnPage(req, deps.publicUrl);
    const stateHash = digest(body.state);
    const cookie = readLoginCookie(req, stateHash);
    if (cookie === null && body.binder === undefined) return askPlatformStorage(deps, res, body, stateHash);
    const loginState = await deps.loginStates.consume(stateHash, deps.clock.now());
    if (loginState === null) throw launchError('LAUNCH_STATE_UNKNOWN', 'state_unknown');
    isLaunchOf(res, loginState.registration);
    clearLoginCookie(res, stateHash);
    assertBound(cookie, body.binder, loginState);
    await open(deps, req, res, body, loginState);
  };
