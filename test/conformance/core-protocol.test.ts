import { exportSPKI, generateKeyPair, importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import {
  type BegunLogin,
  basePayload,
  beginLogin,
  claim,
  expectRefusal,
  launchCase,
  type PayloadChange,
  requestLogin,
  set,
  signed,
} from '../support/certification.ts';
import { postLaunch } from '../support/forged-launch.ts';
import { openPractice, type RunningPractice } from '../support/practice.ts';

const seconds = () => Math.floor(Date.now() / 1000);

describe('launches that an attacker would send', () => {
  let practice: RunningPractice;
  let login: BegunLogin;
  let payload: JWTPayload;
  beforeAll(async () => {
    practice = await openPractice();
  });
  beforeEach(async () => {
    login = await beginLogin(practice);
    payload = basePayload(practice, 'student', login);
  });
  afterAll(() => practice?.close());

  const post = (token: string) => postLaunch(practice, { state: login.state, id_token: token }, login.cookie);

  it('CORE-NEG-01: refuses an unsigned token', async () => {
    expectRefusal(await post(new UnsecuredJWT(payload).encode()), 'alg_not_allowed');
  });

  it('CORE-NEG-02: refuses HS256 with the public key as its secret', async () => {
    const { kid, publicJwk } = practice.lms.platform.state;
    const publicKey = await importJWK({ ...publicJwk, ext: true }, 'RS256', { extractable: true });
    const pem = await exportSPKI(publicKey as CryptoKey);
    const token = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'HS256', kid })
      .sign(new TextEncoder().encode(pem));
    expectRefusal(await post(token), 'alg_not_allowed');
  });

  it("CORE-NEG-03: refuses another key's signature", async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const header = { alg: 'RS256', kid: practice.lms.platform.state.kid };
    expectRefusal(
      await post(await new SignJWT(payload).setProtectedHeader(header).sign(privateKey)),
      'signature_invalid',
    );
  });

  it('CORE-NEG-04: refuses a key that the token brings along', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await crypto.subtle.exportKey('jwk', publicKey)), kty: 'RSA' };
    const header = { alg: 'RS256', kid: practice.lms.platform.state.kid, jku: 'https://evil.example/jwks', jwk };
    expectRefusal(
      await post(await new SignJWT(payload).setProtectedHeader(header).sign(privateKey)),
      'signature_invalid',
    );
  });

  const changed: readonly (readonly [id: string, what: string, reason: string, change: PayloadChange])[] = [
    ['CORE-NEG-05', 'another audience', 'aud_mismatch', set('aud', 'someone-else')],
    ['CORE-NEG-06', 'several audiences without azp', 'azp_missing', set('aud', ['muster-practice', 'other'])],
    [
      'CORE-NEG-06',
      'a second audience that nobody knows',
      'aud_untrusted',
      (all) => ({ ...all, aud: ['muster-practice', 'other'], azp: 'muster-practice' }),
    ],
    ['CORE-NEG-07', 'another azp', 'azp_mismatch', set('azp', 'other')],
    ['CORE-NEG-08', 'another issuer', 'iss_mismatch', set('iss', 'https://evil.example')],
    ['CORE-NEG-09', 'no nonce', 'nonce_missing', set('nonce', undefined)],
    ['CORE-NEG-10', 'a nonce never issued', 'nonce_not_of_this_state', set('nonce', 'never-issued')],
    ['CORE-NEG-10', 'a nonce that is an object', 'nonce_not_of_this_state', set('nonce', { $gt: '' })],
    ['CORE-NEG-15', 'an unknown deployment', 'deployment_pending', set(claim.deployment, 'unknown-deployment')],
    ['CORE-NEG-16', 'a foreign target', 'target_link_mismatch', set(claim.target, 'https://evil.example/x')],
    [
      'CORE-NEG-18',
      'an iat in the future',
      'iat_in_future',
      (all) => ({ ...all, iat: seconds() + 3600, exp: seconds() + 7200 }),
    ],
    [
      'CORE-NEG-19',
      'an exp that is past',
      'token_expired',
      (all) => ({ ...all, iat: seconds() - 600, exp: seconds() - 120 }),
    ],
    ['CORE-NEG-20', 'an unknown message type', 'message_type_invalid', set(claim.messageType, 'LtiUnknownRequest')],
    ['CORE-NEG-21', 'roles that are no list', 'roles_invalid', set(claim.roles, 'not-an-array')],
    ['CORE-NEG-21', 'a sub that is a number', 'sub_invalid', set('sub', 40899)],
    ['CORE-NEG-21', 'a sub of 256 characters', 'sub_invalid', set('sub', 'x'.repeat(256))],
  ];
  it.each(changed)('%s: refuses %s', async (_id, _what, reason, change) => {
    expectRefusal(await launchCase(practice, 'student', change), reason);
  });

  it('CORE-NEG-11: refuses the same launch a second time', async () => {
    const token = await signed(practice, payload);
    expect((await post(token)).accepted).toBe(true);
    expectRefusal(await post(token), 'state_unknown');
  });

  it('takes the cookie of a login away with its launch', async () => {
    const answer = await fetch(`${practice.toolUrl}/lti/launch`, {
      method: 'POST',
      body: new URLSearchParams({ state: login.state, id_token: await signed(practice, payload) }),
      headers: { Cookie: login.cookie },
    });
    const [name = ''] = login.cookie.split('=');
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(new RegExp(`^${name}=; Max-Age=0; `))]);
  });

  it('CORE-NEG-11: lets exactly one of twenty posts of one launch at once win', async () => {
    const token = await signed(practice, payload);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(token)));
    expect(answers.filter(({ accepted }) => accepted)).toHaveLength(1);
    for (const answer of answers) if (!answer.accepted) expectRefusal(answer, 'state_unknown');
  });

  it('CORE-NEG-11: refuses a second, fresh token for a state that was used', async () => {
    expect((await post(await signed(practice, payload))).accepted).toBe(true);
    expectRefusal(await post(await signed(practice, { ...payload, iat: seconds() })), 'state_unknown');
  });

  it('CORE-NEG-12: refuses a launch without state', async () => {
    const token = await signed(practice, payload);
    expectRefusal(await postLaunch(practice, { id_token: token }, login.cookie), 'state_invalid');
  });

  it('CORE-NEG-13: refuses a state of another browser', async () => {
    const mine = await beginLogin(practice);
    const token = await signed(practice, payload);
    expectRefusal(await postLaunch(practice, { state: login.state, id_token: token }, mine.cookie), 'cookie_missing');
    expectRefusal(await postLaunch(practice, { state: login.state, id_token: token }, ''), 'cookie_missing');
  });

  it("CORE-NEG-13: refuses another browser's secret under this state's cookie name", async () => {
    const theirs = await beginLogin(practice);
    const [name = ''] = login.cookie.split('=');
    const value = theirs.cookie.split(/[=;]/)[1] ?? '';
    const token = await signed(practice, payload);
    const answer = await postLaunch(practice, { state: login.state, id_token: token }, `${name}=${value}`);
    expectRefusal(answer, 'binder_differs');
  });

  describe("where the platform's storage holds the secret of a login", () => {
    const fieldsOf = async (begun: BegunLogin) => ({
      state: begun.state,
      id_token: await signed(practice, basePayload(practice, 'student', begun)),
      binder: begun.stored ?? 'no storage',
    });
    const begin = () => beginLogin(practice, { lti_storage_target: '_parent' }, 'POST');

    const foreign: readonly (readonly [from: string, headers: Readonly<Record<string, string>>])[] = [
      ['from another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
      ['from a neighbour of our host', { 'Sec-Fetch-Site': 'same-site' }],
      ['typed in by nobody', { 'Sec-Fetch-Site': 'none' }],
      ['from another origin, in a browser that says no more', { Origin: 'https://evil.example' }],
      ['from a page without origin', { Origin: 'null' }],
      ['from who knows where', {}],
    ];
    it.each(foreign)('refuses that secret %s, also with the very token of that login', async (_from, headers) => {
      expectRefusal(await postLaunch(practice, await fieldsOf(await begin()), '', headers), 'binder_foreign');
    });

    it('takes it from our own page, also in a browser that tells the origin alone', async () => {
      const own: readonly Readonly<Record<string, string>>[] = [
        { 'Sec-Fetch-Site': 'same-origin' },
        { Origin: new URL(practice.toolUrl).origin },
      ];
      for (const headers of own) {
        const answer = await postLaunch(practice, await fieldsOf(await begin()), '', headers);
        expect(answer.accepted).toBe(true);
      }
    });

    it("refuses another login's secret from our own page", async () => {
      const [mine, theirs] = [await begin(), await begin()];
      const fields = { ...(await fieldsOf(mine)), binder: theirs.stored ?? '' };
      const answer = await postLaunch(practice, fields, '', { 'Sec-Fetch-Site': 'same-origin' });
      expectRefusal(answer, 'binder_differs');
    });

    it('asks for it by a page that tells our own site its origin', async () => {
      const { binder: _, ...fields } = await fieldsOf(await begin());
      const { status, headers } = await postLaunch(practice, fields, '');
      expect([status, headers.get('referrer-policy')]).toEqual([200, 'same-origin']);
    });
  });

  it('CORE-NEG-14: refuses a nonce of another state', async () => {
    const other = await beginLogin(practice);
    expectRefusal(await post(await signed(practice, { ...payload, nonce: other.nonce })), 'nonce_not_of_this_state');
  });

  it('CORE-NEG-17: refuses another target of ours than the one that was asked for', async () => {
    const target = `${practice.toolUrl}/app`;
    expectRefusal(await post(await signed(practice, { ...payload, [claim.target]: target })), 'target_link_mismatch');
  });

  it('CORE-NEG-22: says so in words when the platform answers with an error, and the state is used up', async () => {
    const answer = await postLaunch(practice, { state: login.state, error: 'login_required' }, login.cookie);
    expectRefusal(answer, 'platform_error');
    expectRefusal(await post(await signed(practice, payload)), 'state_unknown');
  });

  it.each([
    ['CORE-NEG-23', 'without issuer', 'login_iss', { iss: null }],
    ['CORE-NEG-23', 'without login hint', 'login_login_hint', { login_hint: null }],
    ['CORE-NEG-23', 'without target', 'login_target_link_uri', { target_link_uri: null }],
    ['CORE-NEG-24', 'of an unregistered issuer', 'login_iss_unknown', { iss: 'https://unregistered.example' }],
    ['CORE-NEG-24', 'of an unknown client', 'login_client_id_unknown', { client_id: 'somebody-else' }],
    ['CORE-NEG-25', 'for a foreign target', 'login_target_link_uri', { target_link_uri: 'https://evil.example/' }],
    ['CORE-NEG-25', 'for a target that is no URL', 'login_target_link_uri', { target_link_uri: 'javascript:alert(1)' }],
  ])('%s: refuses a login %s', async (_id, _what, reason, change: Record<string, string | null>) => {
    for (const method of ['GET', 'POST'] as const) {
      const answer = await requestLogin(practice, change, method);
      expect(answer.headers.get('location')).toBeNull();
      expect(answer.headers.getSetCookie()).toEqual([]);
      const { status, headers } = answer;
      expectRefusal({ status, headers, accepted: false, bearer: null, text: await answer.text() }, reason);
    }
  });

  it('CORE-EXT-06: begins a login by GET and by POST', async () => {
    for (const method of ['GET', 'POST'] as const) {
      const begun = await beginLogin(practice, {}, method);
      const token = await signed(practice, basePayload(practice, 'student', begun));
      expect((await postLaunch(practice, { state: begun.state, id_token: token }, begun.cookie)).accepted).toBe(true);
    }
  });

  it('CORE-EXT-07: hands a message hint of JSON on byte for byte', async () => {
    const hint = '{"cmid":5,"launchid":"ltilaunch3_99","sign":"+&=%20 ü"}';
    for (const method of ['GET', 'POST'] as const) {
      expect((await beginLogin(practice, { lti_message_hint: hint }, method)).asked.get('lti_message_hint')).toBe(hint);
    }
  });

  it('asks the platform for exactly what LTI says, and never twice with the same secrets', async () => {
    const other = await beginLogin(practice);
    expect(other.asked.get('state')).not.toBe(login.asked.get('state'));
    expect(other.asked.get('nonce')).not.toBe(login.asked.get('nonce'));
    const { state: _, nonce: __, ...fixed } = Object.fromEntries(login.asked);
    expect(fixed).toEqual({
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: 'muster-practice',
      redirect_uri: `${practice.toolUrl}/lti/launch`,
      login_hint: '40899',
      lti_message_hint: 'hint',
    });
  });
});
