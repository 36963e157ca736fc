import { exportSPKI, generateKeyPair, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { beginLaunch, postLaunch, signAsPlatform } from '../support/forged-launch.ts';
import { openPractice, type RunningPractice } from '../support/practice.ts';

describe('LTI core: state, nonce, signature, and what crashed ltijs', () => {
  let practice: RunningPractice;
  beforeAll(async () => {
    practice = await openPractice();
  });
  afterAll(() => practice?.close());

  const refuses = async (fields: Record<string, string>, cookie: string) => {
    const answer = await postLaunch(practice, fields, cookie);
    expect(answer.accepted).toBe(false);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  };
  const launchWorks = async () => {
    const { state, token, cookie } = await beginLaunch(practice);
    expect(await postLaunch(practice, { state, id_token: token }, cookie)).toMatchObject({
      status: 200,
      accepted: true,
    });
  };

  it('CORE-NEG-01: refuses an unsigned token', async () => {
    const { state, cookie, claims } = await beginLaunch(practice);
    await refuses({ state, id_token: new UnsecuredJWT(claims).encode() }, cookie);
  });

  it('CORE-NEG-02: refuses HS256 with the public key as its secret', async () => {
    const { state, cookie, claims } = await beginLaunch(practice);
    const { kid, publicJwk } = practice.lms.platform.state;
    const publicKey = await importJWK({ ...publicJwk, ext: true }, 'RS256', { extractable: true });
    const pem = await exportSPKI(publicKey as CryptoKey);
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid })
      .sign(new TextEncoder().encode(pem));
    await refuses({ state, id_token: token }, cookie);
  });

  it("CORE-NEG-03, 04: refuses another key's signature, also when the token brings that key along", async () => {
    const { privateKey } = await generateKeyPair('RS256');
    for (const header of [{}, { jku: 'https://evil.example/jwks' }]) {
      const { state, cookie, claims } = await beginLaunch(practice);
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: practice.lms.platform.state.kid, ...header })
        .sign(privateKey);
      await refuses({ state, id_token: token }, cookie);
    }
  });

  it('CORE-NEG-11: refuses the same launch a second time', async () => {
    const { state, token, cookie } = await beginLaunch(practice);
    expect((await postLaunch(practice, { state, id_token: token }, cookie)).accepted).toBe(true);
    await refuses({ state, id_token: token }, cookie);
  });

  it('CORE-NEG-12: refuses a launch without state', async () => {
    const { token, cookie } = await beginLaunch(practice);
    await refuses({ id_token: token }, cookie);
  });

  it('CORE-NEG-13: refuses a state of another browser', async () => {
    const mine = await beginLaunch(practice);
    const theirs = await beginLaunch(practice);
    await refuses({ state: theirs.state, id_token: theirs.token }, mine.cookie);
    await refuses({ state: theirs.state, id_token: theirs.token }, '');
  });

  it('CORE-NEG-14: refuses a nonce of another state', async () => {
    const one = await beginLaunch(practice);
    const other = await beginLaunch(practice);
    const token = await signAsPlatform(practice, { ...one.claims, nonce: other.claims.nonce });
    await refuses({ state: one.state, id_token: token }, one.cookie);
  });

  it('CORE-NEG-22: says so in words when the platform answers with an error', async () => {
    const { state, cookie } = await beginLaunch(practice);
    await refuses({ state, error: 'login_required' }, cookie);
  });

  it.each([
    ['CORE-NEG-23', 'without issuer', { iss: null }],
    ['CORE-NEG-24', 'of an unregistered issuer', { iss: 'https://unregistered.example' }],
    ['CORE-NEG-25', 'for a foreign target', { target_link_uri: 'https://evil.example/' }],
  ])('%s: refuses a login %s', async (_id, _what, change: Record<string, string | null>) => {
    const begun = await fetch(`${practice.lmsUrl}/begin/teacher-1/biology-101`, { method: 'POST' });
    const login = new URL(((await begun.json()) as { login: string }).login);
    for (const [name, value] of Object.entries(change)) {
      if (value === null) login.searchParams.delete(name);
      else login.searchParams.set(name, value);
    }
    const answer = await fetch(login, { redirect: 'manual' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.get('location')).toBeNull();
  });

  const hostile: readonly (readonly [string, string, string, RequestInit])[] = [
    ['an ltik that is no token', 'GET', '/api/me?ltik=x', {}],
    ['an ltik on a page', 'GET', '/app?ltik=a.b.c', {}],
    [
      'an id_token elsewhere',
      'POST',
      '/api/me',
      { body: 'id_token=a.b.c&state=x', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    ],
    ['a state elsewhere', 'GET', '/?state=x&id_token=y', {}],
    [
      'an id_token that is a number of parts',
      'POST',
      '/lti/launch',
      { body: 'id_token=a&state=b', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    ],
    [
      'two states',
      'POST',
      '/lti/launch',
      { body: 'state=a&state=b&id_token=c', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    ],
    [
      'a state that is an object',
      'POST',
      '/lti/launch',
      { body: 'state[$ne]=1&id_token=c', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    ],
    [
      'JSON that breaks off',
      'POST',
      '/lti/launch',
      { body: '{"state":', headers: { 'Content-Type': 'application/json' } },
    ],
    ['an unknown registration', 'GET', '/lti/login/nobody?iss=x', {}],
    ['ltijs’ own key route', 'GET', '/keys', {}],
    ['ltijs’ own login', 'GET', '/login?iss[]=x', {}],
    ['percent signs that mean nothing', 'GET', '/lti/login/%E0%A4%A', {}],
  ];
  it.each(hostile)('lives on after %s', async (_what, method, path, options) => {
    const answer = await fetch(practice.toolUrl + path, { method, redirect: 'manual', ...options });
    expect(answer.status).toBeLessThan(500);
    expect(await answer.text()).not.toMatch(/node_modules|at Object|\.ts:/);
    expect((await fetch(`${practice.toolUrl}/healthz`)).status).toBe(200);
    await launchWorks();
  });
});
