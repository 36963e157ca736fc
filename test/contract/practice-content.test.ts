import { decodeJwt, type JWTPayload, SignJWT } from 'jose';
import type { ProfileName } from '../../practice-lms/profiles/profile.ts';
import { type PracticeLms, startPracticeLms } from '../../practice-lms/server.ts';
import { startKeyServer } from '../support/lms-connector.ts';
import { formFields } from '../support/platform-steps.ts';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const dl = 'https://purl.imsglobal.org/spec/lti-dl/claim/';
interface Settings {
  readonly deep_link_return_url: string;
  readonly accept_multiple: boolean;
  readonly data?: string;
}

/** A tool of one key, which answers every login at once. */
describe.each<ProfileName>(['practice', 'canvas', 'moodle'])('choosing content with %s', (profile) => {
  let keys: Awaited<ReturnType<typeof startKeyServer>>;
  let lms: PracticeLms;
  beforeAll(async () => {
    keys = await startKeyServer();
    lms = await startPracticeLms({ port: 0, profile, toolUrl: keys.url, dataFolder: null, photographsFolder: null });
  });
  beforeEach(() => {
    lms.platform.state.links.splice(0);
    lms.platform.state.lineItems.splice(0);
  });
  afterAll(async () => {
    await lms?.close();
    await keys?.close();
  });

  const launched = async (query: string, person = 'teacher-1'): Promise<JWTPayload> => {
    const begun = await fetch(`${lms.url}/begin/${person}/biology-101${query}`, { method: 'POST' });
    const login = new URL(((await begun.json()) as { login: string }).login);
    const auth = new URL(lms.registration.authUrl);
    const asked = {
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: lms.registration.clientId,
      redirect_uri: `${keys.url}/lti/launch`,
      login_hint: login.searchParams.get('login_hint') ?? '',
      lti_message_hint: login.searchParams.get('lti_message_hint') ?? '',
      state: 's',
      nonce: 'n',
    };
    for (const [name, value] of Object.entries(asked)) auth.searchParams.set(name, value);
    return decodeJwt(formFields(await (await fetch(auth)).text()).id_token ?? '');
  };
  const asked = async () => {
    const claims = await launched('?choose=content');
    return { claims, settings: claims[`${dl}deep_linking_settings`] as Settings };
  };
  let nonces = 0;
  const respond = async (
    settings: Settings,
    items: readonly object[],
    change: (claims: JWTPayload) => JWTPayload = (claims) => claims,
  ) => {
    nonces += 1;
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: lms.registration.clientId,
      aud: lms.registration.issuer,
      iat: now,
      exp: now + 300,
      nonce: `nonce-${nonces}`,
      [`${lti}message_type`]: 'LtiDeepLinkingResponse',
      [`${lti}version`]: '1.3.0',
      [`${lti}deployment_id`]: lms.registration.deploymentId,
      ...(settings.data === undefined ? {} : { [`${dl}data`]: settings.data }),
      [`${dl}content_items`]: items,
    };
    const JWT = await new SignJWT(change(claims))
      .setProtectedHeader({ alg: 'RS256', kid: 'tool-1' })
      .sign(keys.privateKey);
    const answer = await fetch(settings.deep_link_return_url, { method: 'POST', body: new URLSearchParams({ JWT }) });
    return { status: answer.status, text: await answer.text() };
  };
  const link = (members: object = {}) => ({ type: 'ltiResourceLink', title: 'Course attendance', ...members });

  it('asks with a deep linking request that has no resource link', async () => {
    const { claims, settings } = await asked();
    expect(claims[`${lti}message_type`]).toBe('LtiDeepLinkingRequest');
    expect(claims[`${lti}resource_link`]).toBeUndefined();
    expect(settings.deep_link_return_url.startsWith(lms.url)).toBe(true);
    expect(settings.data === undefined).toBe(profile === 'moodle');
  });

  it('keeps the link with its custom values and its column, and launches it', async () => {
    const { settings } = await asked();
    const item = link({
      custom: { what: 'course', zone: '$Person.address.timezone' },
      lineItem: { scoreMaximum: 100, tag: 'muster-attendance' },
    });
    expect((await respond(settings, [item])).status).toBe(200);
    const [kept] = lms.platform.state.links;
    expect(lms.platform.state.lineItems).toMatchObject([
      { label: 'Course attendance', coupled: true, tag: 'muster-attendance' },
    ]);
    const claims = await launched(`?link=${kept?.id}`, 'student-02');
    expect(claims[`${lti}resource_link`]).toMatchObject({ id: kept?.id, title: 'Course attendance' });
    expect(claims[`${lti}custom`]).toMatchObject({
      what: 'course',
      zone: profile === 'moodle' ? '99' : 'Europe/London',
    });
    expect(claims['https://purl.imsglobal.org/spec/lti-ags/claim/endpoint']).toHaveProperty('lineitem');
  });

  it('takes an empty choice for a change of mind, and a response once', async () => {
    const { settings } = await asked();
    expect((await respond(settings, [])).status).toBe(200);
    expect((await respond(settings, [link()])).status).toBe(400);
    expect(lms.platform.state.links).toEqual([]);
  });

  it('takes several links only where it said so', async () => {
    const { settings } = await asked();
    const answer = await respond(settings, [link(), link()]);
    expect(answer.status).toBe(settings.accept_multiple ? 200 : 400);
  });

  it('offers the choice to teachers alone, and shows the links to everybody', async () => {
    const visit = async (person: string, path: string) => {
      const answer = await fetch(lms.url + path, {
        headers: { Cookie: `practice_person=${person}` },
        redirect: 'manual',
      });
      return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
    };
    const { settings } = await asked();
    await respond(settings, [link({ title: 'A <b>link</b>' })]);
    const tool = lms.platform.builtIn.id;
    const page = '/courses/biology-101/content';
    const taught = await visit('teacher-1', page);
    const studied = await visit('student-02', page);
    expect(taught.text).toContain('Choose content with Muster');
    expect(studied.text).not.toContain('Choose content');
    for (const { text } of [taught, studied]) expect(text).toContain('A &lt;b&gt;link&lt;/b&gt;');
    expect((await visit('student-02', `${page}/choose?tool=${tool}`)).status).toBe(403);
    expect((await visit('student-02', `/choose/biology-101?tool=${tool}`)).status).toBe(403);
    expect((await visit('teacher-1', `${page}/choose?tool=${tool}`)).text).toContain(
      `/choose/biology-101?tool=${tool}`,
    );
    const begun = await visit('teacher-1', `/choose/biology-101?tool=${tool}`);
    expect(new URL(begun.location ?? '').pathname).toBe('/lti/login/practice');
    const opened = await visit('student-02', `/launch/biology-101?link=${lms.platform.state.links[0]?.id}`);
    expect(new URL(opened.location ?? '').searchParams.get('target_link_uri')).toBe(`${keys.url}/lti/launch`);
  });

  it.each<[string, (claims: JWTPayload) => JWTPayload]>([
    ['another issuer than the client id', (claims) => ({ ...claims, iss: 'other' })],
    ['another audience', (claims) => ({ ...claims, aud: 'https://other.example' })],
    ['no audience', ({ aud: _aud, ...claims }) => claims],
    ['another deployment', (claims) => ({ ...claims, [`${lti}deployment_id`]: 'other' })],
    ['another message type', (claims) => ({ ...claims, [`${lti}message_type`]: 'LtiResourceLinkRequest' })],
    ['other data than was sent', (claims) => ({ ...claims, [`${dl}data`]: 'other' })],
    ['times that are past', (claims) => ({ ...claims, iat: 1, exp: 2 })],
    ['no end', ({ exp: _exp, ...claims }) => claims],
    [
      'a link to another host',
      (claims) => ({ ...claims, [`${dl}content_items`]: [link({ url: 'https://evil.example/' })] }),
    ],
    ['a nonce that was used', (claims) => ({ ...claims, nonce: 'nonce-1' })],
  ])('refuses %s', async (_what, change) => {
    const first = await asked();
    if (nonces === 0) await respond(first.settings, []);
    const { settings } = await asked();
    expect((await respond(settings, [link()], change)).status).toBe(400);
    expect(lms.platform.state.links).toEqual([]);
  });
});
