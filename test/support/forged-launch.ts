import { decodeJwt, type JWTPayload, SignJWT } from 'jose';
import { formFields, startLaunch } from './platform-steps.ts';
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

/** Login and authorisation by the real endpoints of both. */
export const beginLaunch = async (
  practice: RunningPractice,
  person?: string,
  course?: string,
): Promise<BegunLaunch> => {
  const { auth, cookie } = await startLaunch(practice, person, course);
  const { id_token: token = '', state = '' } = formFields(await (await fetch(auth)).text());
  return { state, cookie, token, claims: decodeJwt(token) };
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
