import { decodeJwt } from 'jose';
import type { ProfileName } from '../../practice-lms/profiles/profile.ts';
import { type PracticeLms, startPracticeLms } from '../../practice-lms/server.ts';
import { allScopes } from '../../practice-lms/tool.ts';

const toolConfiguration = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
const platformConfiguration = 'https://purl.imsglobal.org/spec/lti-platform-configuration';
const privacyLevel = 'https://canvas.instructure.com/lti/privacy_level';

const body = (tool = 'http://localhost:8430') => ({
  application_type: 'web',
  response_types: ['id_token'],
  grant_types: ['implicit', 'client_credentials'],
  initiate_login_uri: `${tool}/lti/login/r1`,
  redirect_uris: [`${tool}/lti/launch`],
  client_name: 'Muster',
  jwks_uri: `${tool}/lti/keys/r-1`,
  token_endpoint_auth_method: 'private_key_jwt',
  scope: allScopes.join(' '),
  [toolConfiguration]: {
    domain: 'localhost:8430',
    target_link_uri: `${tool}/lti/launch`,
    custom_parameters: { person_timezone: '$Person.address.timezone' },
    claims: ['iss', 'sub', 'name', 'email'],
    messages: [
      { type: 'LtiResourceLinkRequest', placements: ['course_navigation', 'nowhere'] },
      { type: 'LtiDeepLinkingRequest', target_link_uri: `${tool}/lti/launch?deep`, placements: ['ContentArea'] },
    ] as Record<string, unknown>[],
  } as Record<string, unknown>,
});
type Body = ReturnType<typeof body>;

const run = (profile: ProfileName) => {
  let lms: PracticeLms;
  let now = Date.parse('2026-11-24T10:00:00Z');
  beforeEach(async () => {
    lms = await startPracticeLms({
      port: 0,
      profile,
      toolUrl: 'http://localhost:8430',
      dataFolder: null,
      photographsFolder: null,
      now: () => now,
    });
  });
  afterEach(() => lms.close());

  const invite = async () => {
    const url = `${lms.url}/begin-registration?url=${encodeURIComponent('http://localhost:8430/register?code=7')}`;
    const { registration } = (await (await fetch(url, { method: 'POST' })).json()) as { registration: string };
    const { searchParams } = new URL(registration);
    return {
      url: new URL(registration),
      configuration: searchParams.get('openid_configuration') ?? '',
      token: searchParams.get('registration_token') ?? '',
    };
  };
  const register = async (token: string, sent: unknown) => {
    const answer = await fetch(lms.url + lms.platform.profile.paths.registration, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(sent),
    });
    const text = await answer.text();
    return { status: answer.status, text };
  };
  const registered = async (change: (sent: Body) => unknown = (sent) => sent) =>
    register((await invite()).token, change(body()));
  const withTool = (members: Record<string, unknown>) => (sent: Body) => ({
    ...sent,
    [toolConfiguration]: { ...sent[toolConfiguration], ...members },
  });
  return {
    lms: () => lms,
    invite,
    register,
    registered,
    withTool,
    later: (milliseconds: number) => {
      now += milliseconds;
    },
  };
};

describe.each<ProfileName>(['practice', 'canvas', 'moodle'])('dynamic registration with %s', (profile) => {
  const on = run(profile);

  it('hands the tool its configuration and a token, and keeps the query of the registration URL', async () => {
    const { url, configuration, token } = await on.invite();
    expect(url.searchParams.get('code')).toBe('7');
    const answer = await fetch(configuration, { headers: { Authorization: `Bearer ${token}` } });
    const told = (await answer.json()) as Record<string, unknown>;
    const { issuer, authUrl, tokenUrl, jwksUrl } = on.lms().registration;
    expect(told).toMatchObject({
      issuer,
      authorization_endpoint: authUrl,
      token_endpoint: tokenUrl,
      jwks_uri: jwksUrl,
      [platformConfiguration]: { product_family_code: profile },
    });
  });

  it('enters the tool, which can be launched under its own client id once it is active', async () => {
    const answer = await on.registered();
    expect(answer.status).toBe(200);
    const { client_id: clientId } = JSON.parse(answer.text) as { client_id: string };
    const tool = on.lms().platform.tools().at(-1);
    expect(tool).toMatchObject({ clientId, name: 'Muster', targetLinkUri: 'http://localhost:8430/lti/launch' });
    if (tool === undefined) throw new Error('no tool');
    if (tool.state === 'pending') {
      const admin = { method: 'POST', headers: { Cookie: 'practice_person=admin-1' }, redirect: 'manual' } as const;
      const begin = `${on.lms().url}/begin/teacher-1/statistics?tool=${tool.id}`;
      expect((await fetch(begin, { method: 'POST' })).status).toBe(404);
      expect((await fetch(`${on.lms().url}/admin/tools/${tool.id}/activate`, { method: 'POST' })).status).toBe(403);
      expect((await fetch(`${on.lms().url}/admin/tools/${tool.id}/activate`, admin)).status).toBe(303);
    }
    const begun = await fetch(`${on.lms().url}/begin/teacher-1/statistics?tool=${tool.id}`, { method: 'POST' });
    const login = new URL(((await begun.json()) as { login: string }).login);
    expect(login.origin + login.pathname).toBe('http://localhost:8430/lti/login/r1');
    expect(login.searchParams.get('client_id')).toBe(clientId);
    expect(login.searchParams.get('lti_deployment_id')).toBe(tool.deploymentId);
  });

  it('takes its token once', async () => {
    const { token } = await on.invite();
    expect((await on.register(token, body())).status).toBe(200);
    expect((await on.register(token, body())).status).toBe(401);
  });

  it('takes its token for an hour, and no other', async () => {
    const { token } = await on.invite();
    expect((await on.register('a.b.c', body())).status).toBe(401);
    on.later(3_601_000);
    expect((await on.register(token, body())).status).toBe(401);
    expect(on.lms().platform.tools()).toHaveLength(1);
  });

  it.each(['initiate_login_uri', 'redirect_uris', 'client_name', 'jwks_uri', toolConfiguration])(
    'refuses a tool without %s',
    async (member) => {
      const answer = await on.registered(({ [member as 'jwks_uri']: _left, ...sent }) => sent);
      expect([400, 422]).toContain(answer.status);
      expect(on.lms().platform.tools()).toHaveLength(1);
    },
  );
});

describe('dynamic registration with the habits of Canvas', () => {
  const on = run('canvas');

  it('shows its configuration to the bearer of the token alone', async () => {
    const { configuration, token } = await on.invite();
    expect((await fetch(configuration)).status).toBe(401);
    const answer = await fetch(configuration, { headers: { Authorization: `Bearer ${token}` } });
    expect(await answer.json()).toHaveProperty('authorization_server');
  });

  it('refuses a scope it does not know', async () => {
    const answer = await on.registered((sent) => ({
      ...sent,
      scope: `${sent.scope} https://purl.imsglobal.org/spec/lti/scope/nope`,
    }));
    expect(answer).toMatchObject({ status: 422, text: expect.stringContaining('scope') });
  });

  it('drops placements it does not have, and says nothing of a deployment', async () => {
    const answer = await on.registered();
    expect(on.lms().platform.tools().at(-1)?.placements).toEqual(['course_navigation', 'link_selection']);
    expect(JSON.parse(answer.text)[toolConfiguration]).not.toHaveProperty('deployment_id');
  });

  it.each([
    [{ [privacyLevel]: 'anonymous' }, 'anonymous'],
    [{ claims: ['name', 'email'] }, 'public'],
    [{ claims: ['name'] }, 'name_only'],
    [{ claims: [] }, 'anonymous'],
  ])('takes %j for its privacy level %s', async (members, privacy) => {
    await on.registered(on.withTool(members));
    expect(on.lms().platform.tools().at(-1)?.privacy).toBe(privacy);
  });
});

describe('dynamic registration with the habits of Moodle', () => {
  const on = run('moodle');

  it('says its errors as plain text', async () => {
    const { token } = await on.invite();
    await on.register(token, body());
    expect(await on.register(token, body())).toEqual({ status: 401, text: 'token_already_used' });
  });

  it.each(['localhost', 'localhost:1', 'example.org'])(
    'holds the target to the domain, port and all: not %s',
    async (domain) => {
      expect(await on.registered(on.withTool({ domain }))).toEqual({
        status: 400,
        text: 'domain_targetlinkuri_mismatch',
      });
    },
  );

  it('names the deployment, and waits for the administrator', async () => {
    const answer = await on.registered();
    const tool = on.lms().platform.tools().at(-1);
    expect(JSON.parse(answer.text)[toolConfiguration]).toMatchObject({ deployment_id: tool?.deploymentId });
    expect(tool).toMatchObject({ state: 'pending', deepLinkUri: 'http://localhost:8430/lti/launch?deep' });
  });

  it('signs its token', async () => {
    expect(decodeJwt((await on.invite()).token)).toMatchObject({ scope: 'reg', iss: on.lms().url });
  });
});
