/** A launch made by a program, the way a browser makes it: redirects, cookies, the form that submits itself. */
export interface ProgramLaunch {
  readonly status: number;
  readonly html: string;
  /** Of the tool's app session; null when the launch was refused. */
  readonly bearer: string | null;
}

/** What a browser says of a navigation of a whole window. Fetch Metadata, section 2.1. */
const asWindow = { 'Sec-Fetch-Dest': 'document' };

const decodeEntities = (text: string) =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
  );

const fieldsOf = (html: string): URLSearchParams => {
  const fields = new URLSearchParams();
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) {
    fields.set(decodeEntities(name), decodeEntities(value));
  }
  return fields;
};

const handoverPattern = /<script type="application\/json" id="muster-launch">(.*?)<\/script>/s;

/** The form that the platform's page submits to the tool. */
export interface LaunchForm {
  readonly action: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** As far as that form; or what the tool answered to the login instead of going on to the platform. */
export const beginLaunch = async (
  lmsUrl: string,
  person: string,
  course: string,
): Promise<LaunchForm | ProgramLaunch> => {
  const begun = await fetch(`${lmsUrl}/begin/${person}/${course}`, { method: 'POST' });
  const { login } = (await begun.json()) as { login: string };
  const toAuth = await fetch(login, { redirect: 'manual', headers: asWindow });
  const auth = toAuth.headers.get('location');
  if (auth === null) return { status: toAuth.status, html: await toAuth.text(), bearer: null };
  const cookie = toAuth.headers.getSetCookie().map((one) => one.split(';')[0]);
  const form = await (await fetch(auth)).text();
  return {
    action: decodeEntities(/action="([^"]*)"/.exec(form)?.[1] ?? ''),
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookie.join('; '), accept: 'text/html' },
    body: fieldsOf(form).toString(),
  };
};

export const launchAs = async (lmsUrl: string, person: string, course: string): Promise<ProgramLaunch> => {
  const form = await beginLaunch(lmsUrl, person, course);
  if (!('action' in form)) return form;
  const { action, ...posted } = form;
  const answer = await fetch(action, { method: 'POST', ...posted, redirect: 'manual' });
  const html = await answer.text();
  const handover = handoverPattern.exec(html)?.[1];
  const bearer = handover === undefined ? null : (JSON.parse(handover) as { bearer: string }).bearer;
  return { status: answer.status, html, bearer };
};
