import { refusesUpgrade } from './upgrade.ts';

/** What is found wrong is thrown, in words; a check that ends has passed. */
export interface Check {
  readonly name: string;
  run(): Promise<void>;
}

const patienceMs = 15_000;

export const expect = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new Error(otherwise);
};

const ask = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs), ...init });

const asks = (answer: Response, status: number) =>
  expect(answer.status === status, `${new URL(answer.url).pathname} answers ${answer.status}, not ${status}`);

const header = (answer: Response, name: string, holds: (value: string) => boolean) => {
  const value = answer.headers.get(name);
  const { pathname } = new URL(answer.url);
  expect(value !== null, `${pathname} has no ${name}`);
  expect(holds(value ?? ''), `${pathname} has ${name}: ${value}`);
};

const problem = async (answer: Response, status: number, code: string): Promise<void> => {
  asks(answer, status);
  const told = (await answer.json().catch(() => ({}))) as { code?: unknown };
  expect(told.code === code, `${new URL(answer.url).pathname} says ${String(told.code)}, not ${code}`);
};

const page = async (url: string): Promise<Response> => {
  const answer = await ask(url, { headers: { Accept: 'text/html' } });
  asks(answer, 200);
  header(answer, 'content-type', (type) => type.startsWith('text/html'));
  header(answer, 'referrer-policy', (policy) => policy === 'no-referrer');
  header(answer, 'x-content-type-options', (option) => option === 'nosniff');
  header(answer, 'content-security-policy', (policy) => policy.includes("object-src 'none'"));
  // It would keep the LMS from showing the pages, whatever frame-ancestors says, in older browsers.
  expect(answer.headers.get('x-frame-options') === null, `${new URL(url).pathname} has X-Frame-Options`);
  return answer;
};

/** `realtime`: the WebSocket's address, where there is one. */
export const smokeChecks = (url: string, realtime: string | undefined): readonly Check[] => [
  {
    name: 'it is there',
    async run() {
      const answer = await ask(`${url}/healthz`);
      asks(answer, 200);
      expect(((await answer.json()) as { ready?: unknown }).ready === true, '/healthz is not ready');
    },
  },
  {
    name: 'the app’s page, with its security headers, may be framed by an LMS',
    async run() {
      const answer = await page(`${url}/app`);
      header(answer, 'permissions-policy', (policy) => policy.includes('camera=(self)'));
      header(answer, 'content-security-policy', (policy) => /frame-ancestors [^;]*https:/.test(policy));
    },
  },
  {
    name: 'the administrator’s page is framed by nobody',
    async run() {
      header(await page(`${url}/admin`), 'content-security-policy', (policy) =>
        policy.includes("frame-ancestors 'none'"),
      );
    },
  },
  {
    name: 'scripts are cached for a year',
    async run() {
      const html = await (await page(`${url}/app`)).text();
      const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(html) ?? [];
      expect(script !== undefined, '/app names no script');
      const answer = await ask(`${url}${script}`);
      asks(answer, 200);
      header(answer, 'cache-control', (cache) => cache.includes('immutable') && cache.includes('max-age=31536000'));
      header(answer, 'content-type', (type) => type.includes('javascript'));
    },
  },
  {
    name: 'a launch that no platform sent is refused',
    async run() {
      const body = new URLSearchParams({ state: 'smoke', id_token: 'smoke' });
      const answer = await ask(`${url}/lti/launch`, { method: 'POST', headers: { Accept: 'application/json' }, body });
      await problem(answer, 401, 'LAUNCH_STATE_UNKNOWN');
    },
  },
  {
    name: 'an unknown registration has no keys',
    run: async () => asks(await ask(`${url}/lti/keys/smoke`), 404),
  },
  {
    name: 'the API answers nobody without a sign-in',
    run: async () => problem(await ask(`${url}/api/me`), 401, 'SESSION_EXPIRED'),
  },
  {
    name: 'the administrator’s API answers nobody without a sign-in, and says where to sign in',
    async run() {
      asks(await ask(`${url}/api/admin/registrations`), 401);
      const place = await ask(`${url}/api/admin/sign-in`);
      asks(place, 200);
      expect('pool' in ((await place.json()) as object), '/api/admin/sign-in does not say where');
    },
  },
  {
    name: 'the reports’ API answers nobody without a key',
    async run() {
      // On AWS a gateway of its own asks for its key before the app asks for a registration's.
      const { status } = await ask(`${url}/reports/v1/courses`);
      expect(status === 401 || status === 403, `/reports/v1/courses answers ${status}, not 401 or 403`);
    },
  },
  {
    name: 'a dead link gets a page',
    async run() {
      const answer = await ask(`${url}/smoke`, { headers: { Accept: 'text/html' } });
      asks(answer, 404);
      header(answer, 'content-type', (type) => type.startsWith('text/html'));
    },
  },
  ...(realtime === undefined
    ? []
    : [
        {
          name: 'a WebSocket without a ticket is refused',
          async run() {
            const status = await refusesUpgrade(realtime, patienceMs);
            expect(status === 401 || status === 403, `the WebSocket answers ${status}, not 401 or 403`);
          },
        },
      ]),
];
