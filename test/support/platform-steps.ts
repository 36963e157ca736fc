import type { RunningPractice } from './practice.ts';

/** What a browser says of a navigation of a whole window. Fetch Metadata, section 2.1. */
export const asWindow = { 'Sec-Fetch-Dest': 'document' };

export interface Started {
  /** The tool's login URL as the platform made it. */
  readonly login: URL;
  /** Where the tool sends the browser with it. */
  readonly auth: URL;
  readonly cookie: string;
}

/** A launch up to the platform's authorisation endpoint, which is not called yet. `query`: as programs.ts takes it. */
export const startLaunch = async (
  { lmsUrl }: Pick<RunningPractice, 'lmsUrl'>,
  person = 'teacher-1',
  course = 'biology-101',
  query = '',
): Promise<Started> => {
  const begun = await fetch(`${lmsUrl}/begin/${person}/${course}${query}`, { method: 'POST' });
  const { login } = (await begun.json()) as { login: string };
  const answer = await fetch(login, { redirect: 'manual', headers: asWindow });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`the login was not answered with a redirect: ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return { login: new URL(login), auth: new URL(location), cookie };
};

const entities = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");

/** The fields of a form that the platform's answer posts. */
export const formFields = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
      entities(name),
      entities(value),
    ]),
  );
