import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { asId, type RegistrationId } from '../../core/ids.ts';
import { later, minute } from '../../core/later.ts';
import type { Registration } from '../../core/lti/registration.ts';
import type { Services } from '../../core/ports/services.ts';
import type { UiPage } from '../http/ui-page.ts';
import type { KnownRegistrations } from './known-registrations.ts';
import { launchError } from './launch-error.ts';
import { probeName, setLoginCookies } from './login-cookie.ts';
import { stepPagePolicy } from './page-headers.ts';
import { isLaunchOf } from './refusal.ts';
import { digest, randomSecret } from './secrets.ts';

export interface LoginDeps extends Pick<Services, 'loginStates' | 'clock'> {
  readonly publicUrl: string;
  readonly known: KnownRegistrations;
  readonly loginPage: UiPage;
}

const stateMinutes = 10;

/** LTI security framework 1.0, section 5.1.1.1; LTI core 1.3, 4.1; LTI client-side postMessages 0.1, 2.2. */
const loginParameters = z.object({
  iss: z.string().min(1).max(2000),
  login_hint: z.string().min(1).max(4000),
  target_link_uri: z.string().min(1).max(2000),
  lti_message_hint: z.string().max(8000).optional(),
  client_id: z.string().max(255).optional(),
  lti_deployment_id: z.string().max(255).optional(),
  lti_storage_target: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,100}$/)
    .optional(),
});
type LoginParameters = z.infer<typeof loginParameters>;

/** Null as well for what cannot be an id. */
export const findRegistration = async (known: KnownRegistrations, id: string): Promise<Registration | null> =>
  /^[a-z0-9-]{1,64}$/.test(id) ? known.find(asId<RegistrationId>(id)) : null;

/** @throws MusterError LAUNCH_REGISTRATION_UNKNOWN, LAUNCH_REGISTRATION_DISABLED */
export const activeRegistration = async (known: KnownRegistrations, id: string): Promise<Registration> => {
  const found = await findRegistration(known, id);
  if (found === null) throw launchError('LAUNCH_REGISTRATION_UNKNOWN', 'registration_unknown');
  if (found.state !== 'active') throw launchError('LAUNCH_REGISTRATION_DISABLED', 'registration_disabled');
  return found;
};

const readParameters = (req: Request, registration: Registration, redirectUri: string): LoginParameters => {
  const parsed = loginParameters.safeParse((req.method === 'POST' ? req.body : req.query) ?? {});
  if (!parsed.success) {
    throw launchError('LAUNCH_REQUEST_INVALID', `login_${String(parsed.error.issues[0]?.path[0] ?? 'request')}`);
  }
  const asked = parsed.data;
  if (asked.iss !== registration.issuer) throw launchError('LAUNCH_REQUEST_INVALID', 'login_iss_unknown');
  if (asked.client_id !== undefined && asked.client_id !== registration.clientId) {
    throw launchError('LAUNCH_REQUEST_INVALID', 'login_client_id_unknown');
  }
  const target = URL.canParse(asked.target_link_uri) ? new URL(asked.target_link_uri) : null;
  if (target === null || `${target.origin}${target.pathname}` !== redirectUri) {
    throw launchError('LAUNCH_REQUEST_INVALID', 'login_target_link_uri');
  }
  return asked;
};

const authorisationUrl = (
  { authUrl, clientId }: Registration,
  redirectUri: string,
  { login_hint, lti_message_hint }: LoginParameters,
  secrets: { readonly state: string; readonly nonce: string },
): string => {
  const auth = new URL(authUrl);
  const parameters = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: clientId,
    redirect_uri: redirectUri,
    ...secrets,
    login_hint,
    lti_message_hint,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) auth.searchParams.set(name, value);
  return auth.href;
};

/** Moodle has no storage: whoever names one there is not the platform. */
const storageTarget = ({ product }: Registration, { lti_storage_target: target }: LoginParameters) =>
  product === 'moodle' ? undefined : target;

/** The name under which the platform's storage keeps our secret for this login. */
export const storageKey = (stateHash: string): string => `muster-${stateHash.slice(0, 16)}`;

/**
 * The login page decides in the browser, before the platform uses the launch up: a cookie that stuck, else the platform's
 * storage, else a new window with these very parameters. A window of its own needs none of it, and is sent on at once.
 */
const answer = async (
  { loginPage }: LoginDeps,
  req: Request,
  res: Response,
  page: { readonly authorise: string; readonly storage: object | null; readonly parameters: LoginParameters },
): Promise<void> => {
  res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
  if (req.method === 'GET' && req.get('sec-fetch-dest') === 'document') return res.redirect(302, page.authorise);
  res.set('Content-Security-Policy', stepPagePolicy);
  const { authorise, storage, parameters } = page;
  res.type('html').send(await loginPage({ authorise, probe: probeName, storage, again: parameters }));
};

/** OIDC third-party initiated login. @throws MusterError LAUNCH_* : then nothing is stored and nobody is sent anywhere */
export const login =
  (deps: LoginDeps): RequestHandler =>
  async (req, res) => {
    const registration = await activeRegistration(deps.known, String(req.params.registration));
    isLaunchOf(res, registration.id);
    const redirectUri = `${deps.publicUrl}/lti/launch`;
    const parameters = readParameters(req, registration, redirectUri);
    const [state, nonce, binder] = [randomSecret(), randomSecret(), randomSecret()];
    const stateHash = digest(state);
    const target = storageTarget(registration, parameters);
    const kept = target === undefined ? null : { target, value: randomSecret() };
    await deps.loginStates.put({
      stateHash,
      nonce,
      binderHash: digest(binder),
      storage: kept === null ? null : { target: kept.target, binderHash: digest(kept.value) },
      registration: registration.id,
      targetLinkUri: parameters.target_link_uri,
      expiresAt: later(deps.clock.now(), stateMinutes * minute),
    });
    setLoginCookies(res, stateHash, binder, stateMinutes * 60);
    await answer(deps, req, res, {
      authorise: authorisationUrl(registration, redirectUri, parameters, { state, nonce }),
      storage:
        kept === null
          ? null
          : {
              ...kept,
              key: storageKey(stateHash),
              origin: new URL(registration.authUrl).origin,
              anyOrigin: registration.product === 'canvas',
            },
      parameters,
    });
  };
