import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { safeFetch } from '../../connectors/lms/safe-fetch.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { invitePlatform } from '../../core/use-cases/invite-platform.ts';
import { registerRoutes } from '../../lti-server/lti/registration/register-routes.ts';
import { digest } from '../../lti-server/lti/secrets.ts';
import { openRegisteringLms } from '../support/registering-lms.ts';

const secret = 's'.repeat(43);

/** The registration's routes on a table in memory, at a time that the test sets, with everything that is logged. */
const openRoutes = async () => {
  const lines: string[] = [];
  let now = '2026-03-01T09:00:00.000Z';
  const deps = {
    ...storesOn(memoryTable()),
    ids: idSource(() => Date.parse(now)),
    clock: { now: () => now },
    keys: { register: async () => {}, rotate: async () => ({ signsFrom: now }), remove: async () => {} },
    fetch: safeFetch({ allowLoopback: true }),
    allowHttpLoopback: true,
    publicUrl: 'https://muster.example',
    logger: pino({ level: 'debug' }, { write: (line) => void lines.push(line) }),
  };
  const server = express().use(registerRoutes(deps)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    deps,
    url,
    lines,
    at(time: string) {
      now = time;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
};

describe('a registration’s minutes and traces', () => {
  let routes: Awaited<ReturnType<typeof openRoutes>>;
  let lms: Awaited<ReturnType<typeof openRegisteringLms>>;
  beforeEach(async () => {
    routes = await openRoutes();
    lms = await openRegisteringLms('moodle');
    await invitePlatform(routes.deps, digest(secret), { name: null });
  });
  afterEach(async () => {
    await routes.close();
    await lms.close();
  });

  const offer = async () => {
    const url = new URL(`${routes.url}/lti/register`);
    const asked = { invitation: secret, openid_configuration: lms.configurationUrl, registration_token: lms.token };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    const answer = await fetch(url);
    const html = await answer.text();
    return { status: answer.status, attempt: /name="attempt" value="([^"]+)"/.exec(html)?.[1] ?? '' };
  };
  const press = async (attempt: string) =>
    fetch(`${routes.url}/lti/register`, {
      method: 'POST',
      body: new URLSearchParams({ attempt, name: 'School', deploymentPolicy: 'approve' }),
    });

  it('the log tells what became of it, and nothing that opens a door or that an LMS said', async () => {
    const first = await offer();
    lms.refusal = { status: 400, body: 'a word of the LMS' };
    expect((await press(first.attempt)).status).toBe(502);
    lms.refusal = null;
    const second = await offer();
    expect((await press(second.attempt)).status).toBe(200);
    const log = routes.lines.join('');
    expect(log).toContain('"outcome":"refused","code":"PLATFORM_REFUSED"');
    expect(log).toContain('"outcome":"registered"');
    for (const hidden of [
      secret,
      lms.token,
      first.attempt,
      second.attempt,
      'a word of the LMS',
      'openid-configuration',
    ])
      expect(log).not.toContain(hidden);
  });

  it('an invitation serves to the last moment of its seventh day', async () => {
    routes.at('2026-03-08T08:59:59.999Z');
    expect((await offer()).status).toBe(200);
    routes.at('2026-03-08T09:00:00.000Z');
    expect((await offer()).status).toBe(410);
  });

  it('a page that was opened can be sent for 15 minutes', async () => {
    const { attempt } = await offer();
    routes.at('2026-03-01T09:15:00.000Z');
    const late = await press(attempt);
    expect([late.status, (await late.text()).includes('ATTEMPT_INVALID')]).toEqual([410, true]);
    expect(lms.received).toEqual([]);
    const again = await offer();
    routes.at('2026-03-01T09:29:59.999Z');
    expect((await press(again.attempt)).status).toBe(200);
  });
});
