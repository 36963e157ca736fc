import { asId, type RegistrationId } from '../../../../core/ids.ts';
import { canvasKey } from '../../../../lti-server/lti/registration/canvas-key.ts';
import { readConfiguration } from '../../../../lti-server/lti/registration/openid-configuration.ts';
import { wantedScopes } from '../../../../lti-server/lti/registration/placements.ts';
import { toolConfigurationClaim, toolRegistration } from '../../../../lti-server/lti/registration/tool-registration.ts';
import { toolUrls } from '../../../../lti-server/lti/registration/tool-urls.ts';
import { canvasConfiguration, moodleConfiguration } from '../../../support/offered-platform.ts';

interface Message {
  readonly type: string;
  readonly target_link_uri: string;
  readonly placements?: readonly string[];
  readonly roles?: readonly string[];
  readonly custom_parameters?: Readonly<Record<string, string>>;
}
interface Configuration {
  readonly domain: string;
  readonly target_link_uri: string;
  readonly claims: readonly string[];
  readonly custom_parameters: Readonly<Record<string, string>>;
  readonly messages: readonly Message[];
  readonly [name: string]: unknown;
}

const rules = { allowHttpLoopback: false };
const urls = toolUrls('https://muster.example:8443', asId<RegistrationId>('r-1'));
const canvasUrl = 'https://sso.canvaslms.com/config';
const moodleUrl = 'https://moodle.school.example/config';
const canvasPlatform = readConfiguration(canvasConfiguration(), canvasUrl, rules);
const moodlePlatform = readConfiguration(moodleConfiguration(), moodleUrl, rules);
const configurationOf = (body: Readonly<Record<string, unknown>>) => body[toolConfigurationClaim] as Configuration;
const canvas = 'https://canvas.instructure.com/lti/';

describe.each([
  ['Canvas', canvasPlatform],
  ['Moodle', moodlePlatform],
])('what is registered at %s', (_, platform) => {
  const body = toolRegistration(platform, urls);

  it('has every member that both platforms insist on', () => {
    expect(body).toMatchObject({
      application_type: 'web',
      response_types: ['id_token'],
      grant_types: ['implicit', 'client_credentials'],
      initiate_login_uri: 'https://muster.example:8443/lti/login/r-1',
      redirect_uris: ['https://muster.example:8443/lti/launch'],
      client_name: 'Muster',
      jwks_uri: 'https://muster.example:8443/lti/keys/r-1',
      token_endpoint_auth_method: 'private_key_jwt',
    });
  });

  it('asks for names, and for neither e-mail nor picture', () => {
    expect(configurationOf(body).claims).toEqual(['iss', 'sub', 'name', 'given_name', 'family_name']);
  });

  it('targets nothing but our launch', () => {
    const { target_link_uri, messages } = configurationOf(body);
    expect(new Set([target_link_uri, ...messages.map((message) => message.target_link_uri)])).toEqual(
      new Set([urls.launch]),
    );
  });

  it('names our domain with its port, which is the target’s', () => {
    const { domain, target_link_uri } = configurationOf(body);
    expect(domain).toBe('muster.example:8443');
    expect(new URL(target_link_uri).host).toBe(domain);
  });

  it('has custom parameters that are strings of one line', () => {
    for (const value of Object.values(configurationOf(body).custom_parameters)) expect(value).toMatch(/^[^\r\n]+$/);
  });

  it('can be launched and can place content', () => {
    expect(new Set(configurationOf(body).messages.map(({ type }) => type))).toEqual(
      new Set(['LtiResourceLinkRequest', 'LtiDeepLinkingRequest']),
    );
  });
});

describe('what is asked for', () => {
  it('is no scope that the platform does not list: Canvas refuses one it does not know', () => {
    const scopes = wantedScopes.slice(0, 2);
    const body = toolRegistration({ ...canvasPlatform, scopes: [...scopes, 'https://other.example/scope'] }, urls);
    expect(body.scope).toBe(scopes.join(' '));
  });

  it('is the read-only line item beside the full one, and the roster', () => {
    expect(String(toolRegistration(moodlePlatform, urls).scope).split(' ')).toEqual([...wantedScopes]);
    expect(wantedScopes.map((scope) => scope.split('/').at(-1))).toEqual([
      'contextmembership.readonly',
      'lineitem',
      'lineitem.readonly',
      'score',
      'result.readonly',
    ]);
  });
});

describe('what is registered at Canvas alone', () => {
  const configuration = configurationOf(toolRegistration(canvasPlatform, urls));

  it('has each placement once, in a message of its kind', () => {
    const placed = configuration.messages.flatMap(({ type, placements = [] }) =>
      placements.map((placement) => [placement, type]),
    );
    expect(placed).toEqual([
      ['course_navigation', 'LtiResourceLinkRequest'],
      ['account_navigation', 'LtiResourceLinkRequest'],
      ['assignment_selection', 'LtiDeepLinkingRequest'],
      ['link_selection', 'LtiDeepLinkingRequest'],
    ]);
  });

  it('has no message without placement: Canvas would make a link selection of it', () => {
    for (const { placements } of configuration.messages) expect(placements).toHaveLength(1);
  });

  it('shows the course’s page to its members when a teacher wants it, and placing to who teaches', () => {
    expect(
      configuration.messages.map((message) => (message as unknown as Record<string, unknown>)[`${canvas}visibility`]),
    ).toEqual(['members', 'admins', 'admins', 'admins']);
    expect(configuration.messages[0]).toMatchObject({ [`${canvas}course_navigation/default_enabled`]: false });
  });

  it('says its privacy level, so that none is worked out from the claims', () => {
    expect(configuration[`${canvas}privacy_level`]).toBe('name_only');
  });

  it('learns who is masquerading, in every message', () => {
    for (const { custom_parameters } of configuration.messages) {
      expect(custom_parameters).toEqual({
        person_timezone: '$Person.address.timezone',
        masquerading_user_id: '$Canvas.masqueradingUser.id',
      });
    }
  });
});

it('Moodle is told nothing that only Canvas knows', () => {
  const text = JSON.stringify(toolRegistration(moodlePlatform, urls));
  expect(text).not.toContain('canvas');
  expect(text).not.toContain('Canvas');
  expect(text).not.toContain('placements');
});

describe('Canvas’ developer key as JSON', () => {
  const key = canvasKey(urls) as Record<string, unknown> & {
    extensions: { settings: { placements: Record<string, unknown>[] } }[];
  };

  it('has the members that Canvas insists on', () => {
    expect(key).toMatchObject({
      title: 'Muster',
      description: expect.any(String),
      oidc_initiation_url: urls.login,
      target_link_uri: urls.launch,
      public_jwk_url: urls.keys,
      scopes: [...wantedScopes],
      custom_fields: { masquerading_user_id: '$Canvas.masqueradingUser.id' },
      extensions: [{ domain: 'muster.example:8443', platform: 'canvas.instructure.com', privacy_level: 'name_only' }],
    });
  });

  it('has the four placements, the course’s one hidden until a teacher wants it', () => {
    const placements = key.extensions[0]?.settings.placements ?? [];
    expect(placements.map(({ placement }) => placement)).toEqual([
      'course_navigation',
      'account_navigation',
      'assignment_selection',
      'link_selection',
    ]);
    expect(placements.map((placement) => placement.default)).toEqual(['disabled', undefined, undefined, undefined]);
    for (const placement of placements) expect(placement.target_link_uri).toBe(urls.launch);
  });
});
