import { decodeJwt, type JWTPayload, SignJWT } from 'jose';
import type { RunningPractice } from './practice.ts';

/** A launch up to the point where the platform has answered: its claims, and what the browser holds. */
export interface BegunLaunch {
  readonly state: string;
  readonly cookie: string;
  readonly claims: JWTPayload;
  /** As the platform signed it. */
  readonly token: string;
}

export interface Answered {
  readonly status: number;
  /** Whether an app session was handed over. */
  readonly accepted: boolean;
  readonly bearer: string | null;
  readonly text: string;
  readonly headers: Headers;
}

/** What a browser says of a navigation of a whole window. Fetch Metadata, section 2.1. */
export const asWindow = { 'Sec-Fetch-Dest': 'document' };

const entities = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
const field = (html: string, name: string) =>
  entities(new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '');

/** Login and authorisation by the real endpoints of both. */
export const beginLaunch = async (
  { lmsUrl }: RunningPractice,
  person = 'teacher-1',
  course = 'biology-101',
): Promise<BegunLaunch> => {
  const begun = await fetch(`${lmsUrl}/begin/${person}/${course}`, { method: 'POST' });
  const { login } = (await begun.json()) as { login: string };
  const toAuth = await fetch(login, { redirect: 'manual', headers: asWindow });
  const cookie = toAuth.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const form = await (await fetch(toAuth.headers.get('location') ?? '')).text();
  const token = field(form, 'id_token');
  return { state: field(form, 'state'), cookie, token, claims: decodeJwt(token) };
};

/** What the platform would have signed, had it wanted to say this. */
export const signAsPlatform = (
  { lms: { platform } }: RunningPractice,
  claims: JWTPayload,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: platform.state.kid, ...header }).sign(platform.state.key);

export const postLaunch = async (
  { toolUrl }: RunningPractice,
  fields: Readonly<Record<string, string>> | [string, string][],
  cookie: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> => {
  const answer = await fetch(`${toolUrl}/lti/launch`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: cookie, Accept: 'text/html', ...headers },
    body: new URLSearchParams(fields).toString(),
    redirect: 'manual',
  });
  const text = await answer.text();
  const handover = /id="muster-launch">(.*?)<\/script>/s.exec(text)?.[1];
  const bearer = handover === undefined ? null : (JSON.parse(handover) as { bearer: string }).bearer;
  return { status: answer.status, accepted: bearer !== null, bearer, text, headers: answer.headers };
};
