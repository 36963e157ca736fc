import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Check, smokeChecks } from '../../scripts/smoke/checks.ts';
import { openPractice, type RunningPractice } from '../support/practice.ts';

type Spoil = (answer: { status: number; headers: Record<string, string | string[] | undefined>; body: string }) => void;

const answers =
  (status: number): Spoil =>
  (told) => {
    told.status = status;
  };
const says =
  (header: string, value: string | undefined): Spoil =>
  (told) => {
    told.headers[header] = value;
  };
const sends =
  (body: string): Spoil =>
  (told) => {
    told.body = body;
  };

/** Before the tool, like a front door that somebody has set up wrongly. */
const openDoor = async (toolUrl: string): Promise<{ url: string; server: Server; spoil: Record<string, Spoil> }> => {
  const spoil: Record<string, Spoil> = {};
  const pass = (req: IncomingMessage): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { host: _, ...headers } = req.headers;
      const passed = request(`${toolUrl}${req.url}`, { method: req.method ?? 'GET', headers }, resolve);
      passed.once('error', reject);
      req.pipe(passed);
    });
  const server = createServer(async (req, res) => {
    const answer = await pass(req);
    let body = '';
    for await (const chunk of answer) body += String(chunk);
    const { 'content-length': _, 'transfer-encoding': __, ...headers } = answer.headers;
    const told = { status: answer.statusCode ?? 500, headers: { ...headers }, body };
    const key = Object.keys(spoil).find((path) => req.url?.startsWith(path));
    if (key !== undefined) spoil[key]?.(told);
    for (const [name, value] of Object.entries(told.headers)) if (value !== undefined) res.setHeader(name, value);
    res.statusCode = told.status;
    res.end(told.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, spoil };
};

const failures = async (checks: readonly Check[]): Promise<string[]> => {
  const failed: string[] = [];
  for (const { name, run } of checks) {
    await run().catch((error: Error) => void failed.push(`${name}: ${error.message}`));
  }
  return failed;
};

describe('the smoke test', () => {
  let practice: RunningPractice;
  let door: Awaited<ReturnType<typeof openDoor>>;
  let upgrades: { readonly server: Server; readonly url: string };
  let letIn = false;
  beforeAll(async () => {
    practice = await openPractice();
    door = await openDoor(practice.toolUrl);
    const server = createServer().listen(0, '127.0.0.1');
    server.on('upgrade', (_, socket) => {
      socket.end(
        letIn
          ? 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
          : 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n',
      );
    });
    await once(server, 'listening');
    upgrades = { server, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/realtime` };
  });
  afterAll(async () => {
    door?.server.close();
    upgrades?.server.close();
    await practice?.close();
  });
  afterEach(() => {
    for (const path of Object.keys(door.spoil)) delete door.spoil[path];
    letIn = false;
  });

  it('passes at a Muster as it is', async () => {
    expect(await failures(smokeChecks(door.url, upgrades.url))).toEqual([]);
  });

  const wrong: readonly (readonly [string, string, Spoil, RegExp])[] = [
    ['is not ready', '/healthz', sends('{"ready":false}'), /is not ready/],
    ['fails', '/app', answers(502), /\/app answers 502/],
    ['lost a security header', '/app', says('content-security-policy', undefined), /no content-security/],
    ['forbids the LMS to frame it', '/app', says('x-frame-options', 'DENY'), /X-Frame-Options/],
    [
      'lets others frame the administrator’s page',
      '/admin',
      says('content-security-policy', "object-src 'none'; frame-ancestors https:"),
      /\/admin has content-security-policy/,
    ],
    ['does not cache scripts', '/assets', says('cache-control', 'no-store'), /cache-control: no-store/],
    ['takes any launch', '/lti/launch', answers(200), /\/lti\/launch answers 200/],
    ['has keys for nobody', '/lti/keys', answers(200), /\/lti\/keys\/smoke answers 200/],
    ['lets anybody into the API', '/api/me', answers(200), /\/api\/me answers 200/],
    ['lets anybody administer', '/api/admin/registrations', answers(200), /registrations answers 200/],
    ['has lost the reports', '/reports', answers(404), /\/reports\/v1\/courses answers 404/],
    ['hides where to sign in', '/api/admin/sign-in', answers(401), /sign-in answers 401/],
    ['answers dead links with JSON', '/smoke', says('content-type', 'application/json'), /content-type/],
  ];
  it.each(wrong)('fails at one that %s, and says so', async (_, path, spoil, words) => {
    door.spoil[path] = spoil;
    const failed = await failures(smokeChecks(door.url, undefined));
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every((line) => words.test(line))).toBe(true);
  });

  it('fails at a WebSocket that lets anybody in', async () => {
    letIn = true;
    expect(await failures(smokeChecks(door.url, upgrades.url))).toEqual([expect.stringContaining('answers 101')]);
  });

  const script = fileURLToPath(new URL('../../scripts/smoke.ts', import.meta.url));
  const run = async (...args: string[]): Promise<{ code: unknown; out: string }> => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args]);
    let out = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        out += String(chunk);
      });
    }
    const [code] = await once(child, 'close');
    return { code, out };
  };

  it('is a command with a line a check, and an exit code', async () => {
    const good = await run('--url', door.url);
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining('10 passed, 0 failed') });
    door.spoil['/healthz'] = answers(503);
    const bad = await run('--url', `${door.url}/`);
    expect(bad).toMatchObject({ code: 1, out: expect.stringContaining('FAIL it is there: /healthz answers 503') });
    expect(await run('--url', 'muster')).toMatchObject({ code: 2, out: expect.stringContaining('npm run smoke') });
  });

  it('fails in words where nothing answers', async () => {
    const failed = await failures(smokeChecks('http://127.0.0.1:1', undefined));
    expect(failed).toHaveLength(smokeChecks('http://127.0.0.1:1', undefined).length);
  });
});
