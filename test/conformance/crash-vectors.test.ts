import { launchCase } from '../support/certification.ts';
import { openPractice, type RunningPractice } from '../support/practice.ts';

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const json = { 'Content-Type': 'application/json' };

/** Requests that end a plain ltijs process, or reach its middleware where they must not. */
const hostile: readonly (readonly [what: string, method: string, path: string, options: RequestInit])[] = [
  ['a state that is no cookie name, at the launch', 'POST', '/lti/launch', { body: 'state=a b', headers: form }],
  ['a state that is no cookie name, anywhere', 'POST', '/anything', { body: 'state=a b', headers: form }],
  ['a state that is a semicolon', 'POST', '/lti/launch', { body: 'state=;', headers: form }],
  ['a state that is an object, as JSON', 'POST', '/lti/launch', { body: '{"state":{}}', headers: json }],
  ['a state that is an object, as a form', 'POST', '/lti/launch', { body: 'state[$ne]=1&id_token=c', headers: form }],
  ['two states', 'POST', '/lti/launch', { body: 'state=a&state=b&id_token=c', headers: form }],
  ['an id_token of one part', 'POST', '/lti/launch', { body: 'id_token=a&state=b', headers: form }],
  ['an id_token elsewhere', 'POST', '/api/me', { body: 'id_token=a.b.c&state=x', headers: form }],
  ['an id_token at the keys', 'POST', '/lti/keys/practice', { body: 'id_token=a.b.c&state=x', headers: form }],
  ['a state in a query', 'GET', '/?state=x&id_token=y', {}],
  ['an ltik that is no token', 'GET', '/api/me?ltik=x', {}],
  ['an ltik on a page', 'GET', '/app?ltik=a.b.c', {}],
  ['an ltik as a bearer', 'GET', '/api/me', { headers: { Authorization: 'Bearer a.b.c' } }],
  ['an ltik as LTIK-AUTH', 'GET', '/api/me', { headers: { Authorization: 'LTIK-AUTH-V2 Token=a.b.c,Additional=x' } }],
  ['JSON that breaks off', 'POST', '/lti/launch', { body: '{"state":', headers: json }],
  ['a form of two megabytes', 'POST', '/lti/launch', { body: `state=${'x'.repeat(2_000_000)}`, headers: form }],
  [
    'a form of a thousand fields',
    'POST',
    '/lti/launch',
    { body: Array.from({ length: 1000 }, (_, n) => `f${n}=1`).join('&'), headers: form },
  ],
  [
    'a body of an unknown encoding',
    'POST',
    '/lti/launch',
    { body: 'state=a', headers: { ...form, 'Content-Encoding': 'rot13' } },
  ],
  ['an unknown registration', 'GET', '/lti/login/nobody?iss=x', {}],
  ['a query that is an object', 'GET', '/lti/login/practice?iss[$ne]=x', {}],
  ['a registration named like a prototype', 'GET', '/lti/login/__proto__?iss=x', {}],
  ['percent signs that mean nothing', 'GET', '/lti/login/%E0%A4%A', {}],
  ["ltijs' own key route", 'GET', '/keys', {}],
  ["ltijs' own login", 'GET', '/login?iss[]=x', {}],
  ["ltijs' own registration", 'GET', '/register?openid_configuration=http://127.0.0.1:1/', {}],
];

describe('requests that crash ltijs', () => {
  let practice: RunningPractice;
  beforeAll(async () => {
    practice = await openPractice();
  });
  afterAll(() => practice?.close());

  it.each(hostile)('lives on after %s', async (_what, method, path, options) => {
    const answer = await fetch(practice.toolUrl + path, { method, redirect: 'manual', ...options });
    expect(answer.status).toBeLessThan(500);
    const text = await answer.text();
    expect(text).not.toMatch(/node_modules|at Object|\.ts:/);
    expect(text).not.toContain('muster-launch');
    expect((await fetch(`${practice.toolUrl}/healthz`)).status).toBe(200);
    expect((await launchCase(practice, 'instructor')).accepted).toBe(true);
  });
});
