import { type JWTPayload, SignJWT } from 'jose';
import { type Answered, postLaunch } from './forged-launch.ts';
import { asWindow } from './platform-steps.ts';
import type { RunningPractice } from './practice.ts';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';

/** Short names of the claims that cases change. */
export const claim = {
  version: `${lti}version`,
  messageType: `${lti}message_type`,
  roles: `${lti}roles`,
  deployment: `${lti}deployment_id`,
  target: `${lti}target_link_uri`,
  resourceLink: `${lti}resource_link`,
  context: `${lti}context`,
  custom: `${lti}custom`,
  deepLinking: 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings',
} as const;

/** A login that the tool has answered: where it sent the browser, and what the browser holds. */
export interface BegunLogin {
  readonly state: string;
  readonly nonce: string;
  readonly cookie: string;
  /** What the login page puts into the platform's storage; null without one. */
  readonly stored: string | null;
  /** All that the tool asks the platform's authorisation endpoint for. */
  readonly asked: URLSearchParams;
}

export type LoginChange = Readonly<Record<string, string | null>>;

/** The login request of a platform; a parameter that is null is left out. */
export const requestLogin = (
  { toolUrl, lms: { registration } }: RunningPractice,
  change: LoginChange = {},
  method: 'GET' | 'POST' = 'GET',
): Promise<Response> => {
  const parameters = new URLSearchParams();
  const wanted: LoginChange = {
    iss: registration.issuer,
    login_hint: '40899',
    target_link_uri: `${toolUrl}/lti/launch`,
    lti_message_hint: 'hint',
    client_id: registration.clientId,
    lti_deployment_id: registration.deploymentId,
    ...change,
  };
  for (const [name, value] of Object.entries(wanted)) if (value !== null) parameters.set(name, value);
  const url = `${toolUrl}/lti/login/${registration.id}`;
  return method === 'GET'
    ? fetch(`${url}?${parameters}`, { redirect: 'manual', headers: asWindow })
    : fetch(url, { method, body: parameters, redirect: 'manual' });
};

interface LoginPage {
  readonly authorise: string;
  readonly storage: { readonly value: string } | null;
}

/** Where an answer to a login leads: by a redirect, or by the login page's script. */
const pageOf = async (answer: Response): Promise<LoginPage> => {
  const location = answer.headers.get('location');
  if (location !== null) return { authorise: location, storage: null };
  const data = /id="muster-login">(.*?)<\/script>/s.exec(await answer.text())?.[1] ?? '{}';
  return JSON.parse(data) as LoginPage;
};

export const beginLogin = async (...request: Parameters<typeof requestLogin>): Promise<BegunLogin> => {
  const answer = await requestLogin(...request);
  const { authorise, storage } = await pageOf(answer);
  const asked = new URL(authorise).searchParams;
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  return {
    state: asked.get('state') ?? '',
    nonce: asked.get('nonce') ?? '',
    cookie: cookie.join('; '),
    stored: storage?.value ?? null,
    asked,
  };
};

export type Base = 'student' | 'instructor' | 'deeplink';

const now = () => Math.floor(Date.now() / 1000);

const identities = {
  student: { sub: '40899', role: 'Learner' },
  instructor: { sub: '39890', role: 'Instructor' },
  deeplink: { sub: '39890', role: 'Instructor' },
} as const;

const messages = ({ toolUrl }: RunningPractice): Readonly<Record<Base, JWTPayload>> => {
  const resourceLink = {
    [claim.messageType]: 'LtiResourceLinkRequest',
    [claim.target]: `${toolUrl}/lti/launch`,
    [claim.resourceLink]: { id: 'rl-1', title: 'Attendance', description: 'Who was there' },
  };
  return {
    student: resourceLink,
    instructor: resourceLink,
    deeplink: {
      [claim.messageType]: 'LtiDeepLinkingRequest',
      [`${lti}launch_presentation`]: { document_target: 'iframe', return_url: 'https://lms.example/return' },
      [claim.deepLinking]: {
        accept_types: ['link', 'file', 'html', 'ltiResourceLink'],
        accept_media_types: 'image/*,text/html',
        accept_presentation_document_targets: ['iframe', 'window'],
        accept_multiple: true,
        auto_create: true,
        title: 'Choose',
        text: 'Choose what to place',
        data: 'opaque-data-1',
        deep_link_return_url: 'https://lms.example/deep-link/return',
      },
    },
  };
};

/**
 * What a certification suite sends: no azp, no platform claim, no custom values, no coupled line item, and for a
 * deep-linking request neither target nor resource link. LTI Advantage certification guide 1.3, section 6.
 */
export const basePayload = (
  practice: RunningPractice,
  base: Base,
  { nonce }: Pick<BegunLogin, 'nonce'>,
): JWTPayload => {
  const { sub, role } = identities[base];
  const { registration } = practice.lms;
  return {
    iss: registration.issuer,
    sub,
    aud: registration.clientId,
    iat: now(),
    exp: now() + 300,
    nonce,
    name: 'Ada Bea Example',
    given_name: 'Ada',
    family_name: 'Example',
    middle_name: 'Bea',
    email: 'ada@lms.example',
    locale: 'en-US',
    [claim.version]: '1.3.0',
    [claim.deployment]: registration.deploymentId,
    [claim.roles]: [`${membership}${role}`],
    [claim.context]: {
      id: 'certification-course',
      label: 'CC1',
      title: 'Certification course',
      type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseSection'],
    },
    'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice': {
      context_memberships_url: `${practice.lmsUrl}/api/courses/biology-101/memberships`,
      service_versions: ['2.0'],
    },
    'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
      scope: ['lineitem', 'result.readonly', 'score'].map(
        (name) => `https://purl.imsglobal.org/spec/lti-ags/scope/${name}`,
      ),
      lineitems: `${practice.lmsUrl}/api/courses/biology-101/lineitems`,
    },
    ...messages(practice)[base],
  };
};

export type PayloadChange = (payload: JWTPayload) => JWTPayload;

export const set =
  (name: string, value: unknown): PayloadChange =>
  (payload) => ({ ...payload, [name]: value });

export const without =
  (...names: readonly string[]): PayloadChange =>
  (payload) =>
    Object.fromEntries(Object.entries(payload).filter(([name]) => !names.includes(name)));

/** Signed by the platform's own key, whatever it says. A header member that is undefined is left out. */
export const signed = (
  { lms: { platform } }: RunningPractice,
  payload: JWTPayload,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> =>
  new SignJWT(payload)
    .setProtectedHeader({ alg: 'RS256', kid: platform.state.kid, ...header })
    .sign(platform.state.key);

/** One whole launch of a case. */
export const launchCase = async (
  practice: RunningPractice,
  base: Base,
  change: PayloadChange = (payload) => payload,
  header: Readonly<Record<string, unknown>> = {},
): Promise<Answered> => {
  const login = await beginLogin(practice);
  const token = await signed(practice, change(basePayload(practice, base, login)), header);
  return postLaunch(practice, { state: login.state, id_token: token }, login.cookie);
};

/** Why a launch was refused, as the page tells those who run the platform. */
const reasonOf = ({ text }: Pick<Answered, 'text'>): string =>
  /Code [A-Z_]+ \(([a-z0-9_]+)\)/.exec(text)?.[1] ?? 'no reason given';

/** Refused in words, without a session, a stack or anything of the request. */
export const expectRefusal = (answer: Answered, reason: string): void => {
  expect(answer.accepted).toBe(false);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(reasonOf(answer)).toBe(reason);
  expect(answer.text).toContain('<h1>');
  expect(answer.text).not.toMatch(/node_modules|at Object|\.ts:|eyJ/);
};
