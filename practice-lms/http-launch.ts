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

export const launchAs = async (lmsUrl: string, person: string, course: string): Promise<ProgramLaunch> => {
  const begun = await fetch(`${lmsUrl}/begin/${person}/${course}`, { method: 'POST' });
  const { login } = (await begun.json()) as { login: string };
  const toAuth = await fetch(login, { redirect: 'manual', headers: asWindow });
  const auth = toAuth.headers.get('location');
  if (auth === null) return { status: toAuth.status, html: await toAuth.text(), bearer: null };
  const cookies = toAuth.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const form = await (await fetch(auth)).text();
  const action = decodeEntities(/action="([^"]*)"/.exec(form)?.[1] ?? '');
  const answer = await fetch(action, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: cookies.join('; '), Accept: 'text/html' },
    body: fieldsOf(form).toString(),
    redirect: 'manual',
  });
  const html = await answer.text();
  const handover = handoverPattern.exec(html)?.[1];
  const bearer = handover === undefined ? null : (JSON.parse(handover) as { bearer: string }).bearer;
  return { status: answer.status, html, bearer };
};
