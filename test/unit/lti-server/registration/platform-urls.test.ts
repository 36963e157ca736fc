import type { PlatformEndpoints } from '../../../../core/lti/registration.ts';
import {
  checkEndpoints,
  checkIssuer,
  checkRegistrationHosts,
  checkUrl,
  isInstructureHost,
} from '../../../../lti-server/lti/registration/platform-urls.ts';
import { canvasHosted, canvasSelfHosted, moodleSite } from '../../../../lti-server/lti/registration/presets.ts';

const strict = { allowHttpLoopback: false };
const development = { allowHttpLoopback: true };

const school: PlatformEndpoints = {
  issuer: 'https://lms.school.example',
  authUrl: 'https://lms.school.example/auth',
  tokenUrl: 'https://lms.school.example/token',
  tokenAudience: null,
  jwksUrl: 'https://lms.school.example/jwks',
};
const invalid = (field: string, reason: string) =>
  expect.objectContaining({ code: 'PLATFORM_INVALID', details: { field, reason } });

describe('a URL of a platform', () => {
  it.each([
    ['no URL', 'lms.school.example', 'not_a_url'],
    ['http', 'http://lms.school.example', 'not_https'],
    ['a script', 'javascript:alert(1)', 'not_https'],
    ['http to this machine', 'http://127.0.0.1:8080', 'not_https'],
    ['a password', 'https://me:secret@lms.school.example', 'credentials'],
    ['a user name', 'https://me@lms.school.example', 'credentials'],
    ['a fragment', 'https://lms.school.example/#top', 'fragment'],
    ['an empty fragment', 'https://lms.school.example/#', 'fragment'],
    ['more than 500 characters', `https://lms.school.example/${'x'.repeat(500)}`, 'too_long'],
  ])('with %s is refused', (_, url, reason) => {
    expect(() => checkUrl('authUrl', url, strict)).toThrow(invalid('authUrl', reason));
  });

  it('may be http to this machine in development, and to no other even then', () => {
    expect(checkUrl('authUrl', 'http://127.0.0.1:8431/auth', development).port).toBe('8431');
    expect(() => checkUrl('authUrl', 'http://10.0.0.1/', development)).toThrow(invalid('authUrl', 'not_https'));
  });

  it('may have a query when it is an endpoint, and none when it is the issuer', () => {
    expect(checkUrl('jwksUrl', 'https://lms.school.example/jwks?v=2', strict).search).toBe('?v=2');
    expect(() => checkIssuer('https://lms.school.example?', strict)).toThrow(invalid('issuer', 'query'));
  });
});

describe('the endpoints of a platform', () => {
  const check = (over: Partial<PlatformEndpoints>, namedByHand = false) =>
    checkEndpoints({ ...school, ...over }, strict, { namedByHand });

  it('may be at the issuer’s host, or below it', () => {
    check({});
    check({ tokenUrl: 'https://token.lms.school.example/' });
  });

  it.each(['authUrl', 'tokenUrl', 'jwksUrl'] as const)('are refused when %s is somewhere else', (field) => {
    for (const host of ['evil.example', 'school.example', 'notlms.school.example', 'lms.school.example.evil.example']) {
      expect(() => check({ [field]: `https://${host}/` })).toThrow(invalid(field, 'foreign_host'));
    }
  });

  it.each(['production', 'beta', 'test'] as const)('of hosted Canvas (%s) pass as they are', (environment) => {
    checkEndpoints(canvasHosted(environment), strict, { namedByHand: false });
  });

  it('of Moodle are worked out from its site, path and all', () => {
    const moodle = moodleSite('https://school.example/moodle/', strict);
    expect(moodle).toMatchObject({
      issuer: 'https://school.example/moodle',
      authUrl: 'https://school.example/moodle/mod/lti/auth.php',
      tokenUrl: 'https://school.example/moodle/mod/lti/token.php',
      jwksUrl: 'https://school.example/moodle/mod/lti/certs.php',
    });
    checkEndpoints(moodle, strict, { namedByHand: false });
  });

  it('under Instructure’s issuer are Instructure’s, unless a person named a Canvas of their own', () => {
    const own = canvasSelfHosted('https://canvas.school.example', null, strict);
    expect(own.issuer).toBe('https://canvas.instructure.com');
    expect(() => checkEndpoints(own, strict, { namedByHand: false })).toThrow(invalid('authUrl', 'foreign_host'));
    checkEndpoints(own, strict, { namedByHand: true });
    const mixed = { ...own, jwksUrl: 'https://evil.example/jwks' };
    expect(() => checkEndpoints(mixed, strict, { namedByHand: true })).toThrow(invalid('jwksUrl', 'foreign_host'));
  });

  it('named by hand for another issuer are held to it all the same', () => {
    expect(() => check({ jwksUrl: 'https://evil.example/' }, true)).toThrow(invalid('jwksUrl', 'foreign_host'));
  });
});

describe('hosts of Instructure', () => {
  it.each([
    'canvas.instructure.com',
    'school.instructure.com',
    'school.beta.instructure.com',
    'sso.canvaslms.com',
    'sso.test.canvaslms.com',
  ])('%s is one', (host) => expect(isInstructureHost(host)).toBe(true));
  it.each([
    'cluster1-files.instructure.com',
    'a.b.c.instructure.com',
    'instructure.com.evil.example',
    'evilinstructure.com',
    'evil.canvaslms.com',
    'sso.canvaslms.com.evil.example',
  ])('%s is none', (host) => expect(isInstructureHost(host)).toBe(false));
});

describe('where a registration is read and sent', () => {
  const check = (issuer: string, configurationUrl: string, registrationUrl: string) =>
    checkRegistrationHosts({ issuer, configurationUrl, registrationUrl }, strict);

  it('is the issuer’s own host', () => {
    check('https://lms.school.example', 'https://lms.school.example/config', 'https://lms.school.example/register');
  });

  it('is refused when the configuration lies elsewhere: anybody could speak for the issuer', () => {
    expect(() => check('https://lms.school.example', 'https://evil.example/', 'https://lms.school.example/')).toThrow(
      invalid('configurationUrl', 'foreign_host'),
    );
  });

  it('is refused when the registration goes elsewhere: the token would go with it', () => {
    expect(() => check('https://lms.school.example', 'https://lms.school.example/', 'https://evil.example/')).toThrow(
      invalid('registrationUrl', 'foreign_host'),
    );
  });

  const canvas = 'https://canvas.instructure.com';
  const hosted = 'https://school.instructure.com/register';

  it('is Instructure’s, both times, where Instructure is the issuer', () => {
    check(canvas, 'https://sso.canvaslms.com/config', hosted);
    check(canvas, 'https://school.instructure.com/config', hosted);
  });

  it('is no school’s own name there: whoever has any name could speak for all schools', () => {
    const own = 'https://canvas.school.example/';
    expect(() => check(canvas, own, own)).toThrow(invalid('configurationUrl', 'vanity_host'));
    expect(() => check(canvas, own, hosted)).toThrow(invalid('configurationUrl', 'vanity_host'));
    expect(() => check(canvas, 'https://sso.canvaslms.com/config', own)).toThrow(
      invalid('registrationUrl', 'vanity_host'),
    );
  });

  it('may be this machine there in development alone', () => {
    const here = { issuer: canvas, configurationUrl: 'http://localhost:1/c', registrationUrl: 'http://127.0.0.1:1/r' };
    checkRegistrationHosts(here, development);
    expect(() => checkRegistrationHosts(here, strict)).toThrow(invalid('configurationUrl', 'not_https'));
  });
});
