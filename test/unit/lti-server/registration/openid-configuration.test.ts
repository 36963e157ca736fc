import { fetchConfiguration, readConfiguration } from '../../../../lti-server/lti/registration/openid-configuration.ts';
import { canvasConfiguration, moodleConfiguration } from '../../../support/offered-platform.ts';

const rules = { allowHttpLoopback: false };
const canvasUrl = 'https://sso.canvaslms.com/api/lti/security/openid-configuration';
const moodleUrl = 'https://moodle.school.example/mod/lti/openid-configuration.php';

describe('a platform’s configuration', () => {
  it('of Canvas is read with its account’s name, and tokens are asked for at the token URL', () => {
    expect(readConfiguration(canvasConfiguration(), canvasUrl, rules)).toMatchObject({
      product: 'canvas',
      productVersion: 'CLOUD',
      name: 'School of Example',
      issuer: 'https://canvas.instructure.com',
      tokenAudience: null,
    });
  });

  it('of Moodle has no authorisation server and no name', () => {
    expect(readConfiguration(moodleConfiguration(), moodleUrl, rules)).toMatchObject({
      product: 'moodle',
      name: null,
      tokenAudience: null,
      registrationUrl: 'https://moodle.school.example/mod/lti/openid-registration.php',
    });
  });

  it('of another product names the audience of our assertions', () => {
    const other = moodleConfiguration({
      authorization_server: 'https://moodle.school.example/as',
      'https://purl.imsglobal.org/spec/lti-platform-configuration': null,
    });
    expect(readConfiguration(other, moodleUrl, rules)).toMatchObject({
      product: 'other',
      productVersion: null,
      tokenAudience: 'https://moodle.school.example/as',
    });
  });

  const withAudience = (authorization_server: string) =>
    readConfiguration(moodleConfiguration({ authorization_server }), moodleUrl, rules).tokenAudience;

  it('may name the token URL’s host as that audience, an address below the issuer’s, or none', () => {
    expect(withAudience('moodle.school.example')).toBe('moodle.school.example');
    expect(withAudience('https://as.moodle.school.example/')).toBe('https://as.moodle.school.example/');
    expect(withAudience('')).toBeNull();
  });

  it.each([
    ['somebody else’s token URL', 'https://other.example/token', 'foreign_host'],
    ['somebody else’s host', 'other.example', 'not_a_url'],
    ['Instructure’s', 'https://sso.canvaslms.com/login/oauth2/token', 'foreign_host'],
    ['an address without encryption', 'http://moodle.school.example/as', 'not_https'],
  ])('that names %s as the audience of our assertions is refused', (_, audience, reason) => {
    expect(() => withAudience(audience)).toThrow(
      expect.objectContaining({ code: 'PLATFORM_INVALID', details: { field: 'tokenAudience', reason } }),
    );
  });

  it.each(['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri', 'registration_endpoint'])(
    'without %s is refused',
    (name) => {
      expect(() => readConfiguration(moodleConfiguration({ [name]: undefined }), moodleUrl, rules)).toThrow(
        expect.objectContaining({ code: 'PLATFORM_INVALID', details: { field: name, reason: 'missing' } }),
      );
    },
  );

  it.each([
    ['jwks_uri', 'https://evil.example/jwks', 'jwksUrl', 'foreign_host'],
    ['token_endpoint', 'http://moodle.school.example/token', 'tokenUrl', 'not_https'],
    ['registration_endpoint', 'https://evil.example/register', 'registrationUrl', 'foreign_host'],
    ['issuer', 'https://somebody.else.example', 'authUrl', 'foreign_host'],
  ])('with %s at %s is refused', (name, url, field, reason) => {
    expect(() => readConfiguration(moodleConfiguration({ [name]: url }), moodleUrl, rules)).toThrow(
      expect.objectContaining({ code: 'PLATFORM_INVALID', details: { field, reason } }),
    );
  });

  it('that is no JSON object is refused', () => {
    for (const given of [null, 'hello', [], 7]) {
      expect(() => readConfiguration(given, moodleUrl, rules)).toThrow(
        expect.objectContaining({ code: 'PLATFORM_INVALID' }),
      );
    }
  });

  it('is asked for with the registration token, and what is no success is the platform’s refusal', async () => {
    const asked: (string | null)[] = [];
    const answer = (status: number) => async (_url: string, init?: RequestInit) => {
      asked.push(new Headers(init?.headers).get('authorization'));
      return new Response(JSON.stringify(moodleConfiguration()), { status });
    };
    await fetchConfiguration(answer(200), moodleUrl, 'token-1', rules);
    await fetchConfiguration(answer(200), moodleUrl, null, rules);
    expect(asked).toEqual(['Bearer token-1', null]);
    await expect(fetchConfiguration(answer(401), moodleUrl, null, rules)).rejects.toMatchObject({
      code: 'PLATFORM_REFUSED',
      details: { httpStatus: 401 },
    });
  });

  it('is never asked for at an address that may not be', async () => {
    const called = async () => {
      throw new Error('asked');
    };
    await expect(fetchConfiguration(called, 'http://moodle.school.example/', null, rules)).rejects.toMatchObject({
      code: 'PLATFORM_INVALID',
    });
  });
});
