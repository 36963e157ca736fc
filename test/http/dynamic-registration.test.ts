import type { OneTimeLink, Registration, RegistrationList } from '../../lti-server/http/api-schema/admin.ts';
import { digest } from '../../lti-server/lti/secrets.ts';
import { type AdministeredPractice, openAdministered } from '../support/administration.ts';
import { openRegisteringLms, type RegisteringLms } from '../support/registering-lms.ts';

interface Page {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
}

describe('dynamic registration', () => {
  let practice: AdministeredPractice;
  let lms: RegisteringLms;
  beforeAll(async () => {
    practice = await openAdministered();
  });
  afterAll(() => practice?.close());

  const invite = async (name?: string) =>
    (await practice.operator.call<OneTimeLink>('POST', '/invitations', name === undefined ? {} : { name })).url;
  const get = async (url: string): Promise<Page> => {
    const answer = await fetch(url, { headers: { Accept: 'text/html' } });
    return { status: answer.status, html: await answer.text(), headers: answer.headers };
  };
  /** The link as the LMS opens it. */
  const asLms = (link: string, configurationUrl = lms.configurationUrl, token: string | null = lms.token) => {
    const url = new URL(link);
    url.searchParams.set('openid_configuration', configurationUrl);
    if (token !== null) url.searchParams.set('registration_token', token);
    return url.href;
  };
  const attemptOn = ({ html }: Page) => /name="attempt" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const press = async (attempt: string, choices: Readonly<Record<string, string>> = {}): Promise<Page> => {
    const answer = await fetch(`${practice.toolUrl}/lti/register`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ attempt, name: 'School', deploymentPolicy: 'approve', ...choices }).toString(),
    });
    return { status: answer.status, html: await answer.text(), headers: answer.headers };
  };
  const registered = async () =>
    (await practice.operator.call<RegistrationList>('GET', '/registrations')).registrations.filter(
      ({ id }) => id !== 'practice',
    );
  const forget = async () => {
    for (const { id } of await registered()) await practice.operator.call('DELETE', `/registrations/${id}`);
  };
  afterEach(async () => {
    await forget();
    await lms?.close();
  });

  describe.each(['canvas', 'moodle'] as const)('with an LMS like %s', (product) => {
    beforeEach(async () => {
      lms = await openRegisteringLms(product);
    });

    it('shows what will be registered, registers it once, and says what is left to do', async () => {
      const link = await invite('University of Example');
      const offer = await get(asLms(link));
      expect(offer.status).toBe(200);
      for (const words of [
        'value="University of Example"',
        lms.url,
        '/lti/login/',
        '/lti/launch',
        '/lti/keys/',
        'read who is in a course',
      ])
        expect(offer.html).toContain(words);
      expect(await registered()).toEqual([]);
      const done = await press(attemptOn(offer), { name: 'Example', deploymentPolicy: 'trust-first-use' });
      expect(done.status).toBe(200);
      expect(done.html).toContain('Muster is registered');
      expect(done.html).toContain(product === 'moodle' ? 'press Activate' : 'switch Muster on');
      const [made] = await registered();
      expect(made).toMatchObject({
        name: 'Example',
        product,
        issuer: lms.url,
        clientId: `${product}-client-1`,
        tokenUrl: `${lms.url}/token`,
        state: 'active',
        deploymentPolicy: 'trust-first-use',
        facesOn: false,
      });
      expect(made?.deployments.map(({ id, state }) => [id, state])).toEqual(
        product === 'moodle' ? [['7', 'approved']] : [],
      );
      expect(lms.received).toHaveLength(1);
      expect(lms.received[0]).toMatchObject({ initiate_login_uri: made?.tool.login, jwks_uri: made?.tool.keys });
    });

    it('refuses the invitation a second time, and the form as well', async () => {
      const link = await invite();
      const offer = await get(asLms(link));
      await press(attemptOn(offer));
      const again = await press(attemptOn(offer));
      expect([again.status, again.html.includes('ATTEMPT_INVALID')]).toEqual([410, true]);
      const link2 = await get(asLms(link));
      expect([link2.status, link2.html.includes('INVITATION_INVALID')]).toEqual([410, true]);
      expect(lms.received).toHaveLength(1);
    });

    it('lets one of two forms of one invitation through', async () => {
      const link = await invite();
      const [one, two] = [await get(asLms(link)), await get(asLms(link))];
      const ends = await Promise.all([press(attemptOn(one)), press(attemptOn(two))]);
      expect(ends.map(({ status }) => status).sort()).toEqual([200, 410]);
      expect(lms.received).toHaveLength(1);
    });
  });

  describe('refuses', () => {
    beforeEach(async () => {
      lms = await openRegisteringLms('moodle');
    });
    const expectRefusal = ({ status, html }: Page, wanted: number, code: string) => {
      expect([status, html.includes(`Code ${code},`)]).toEqual([wanted, true]);
    };

    it('without an invitation, and asks nobody anything', async () => {
      const page = `${practice.toolUrl}/lti/register`;
      expectRefusal(await get(asLms(page)), 400, 'REQUEST_INVALID');
      expectRefusal(await get(asLms(`${page}?invitation=${'x'.repeat(43)}`)), 410, 'INVITATION_INVALID');
      expect(lms.reads()).toBe(0);
    });

    it('an invitation of more than a week', async () => {
      const secret = 'y'.repeat(43);
      const expiresAt = new Date(Date.now() - 1).toISOString();
      await practice.muster.services.invitations.put({
        digest: digest(secret),
        name: null,
        madeAt: expiresAt,
        expiresAt,
      });
      const link = `${practice.toolUrl}/lti/register?invitation=${secret}`;
      expectRefusal(await get(asLms(link)), 410, 'INVITATION_INVALID');
      expect(lms.reads()).toBe(0);
    });

    it.each([
      ['jwks_uri', 'The key set address'],
      ['token_endpoint', 'The token endpoint'],
      ['authorization_endpoint', 'The authorisation endpoint'],
      ['registration_endpoint', 'The registration endpoint'],
    ])('a configuration whose %s is at a foreign host', async (name, words) => {
      lms.configuration = { [name]: 'https://evil.example/' };
      const page = await get(asLms(await invite()));
      expectRefusal(page, 422, 'PLATFORM_INVALID');
      expect(page.html).toContain(`${words} is at a host that does not belong to the issuer`);
      expect(page.html).not.toContain('evil.example');
    });

    it('a configuration that speaks for another issuer', async () => {
      lms.configuration = { issuer: 'https://lms.school.example' };
      expectRefusal(await get(asLms(await invite())), 422, 'PLATFORM_INVALID');
    });

    it.each([
      'https://10.0.0.1/config',
      'https://169.254.169.254/latest/meta-data',
      'https://[fd00::1]/config',
      'https://192.168.1.1/',
    ])('to ask a private address: %s', async (url) =>
      expectRefusal(await get(asLms(await invite(), url)), 502, 'DENIED'),
    );

    it.each([
      ['http://lms.example/config', 'http'],
      ['https://me:secret@lms.example/config', 'credentials'],
      ['file:///etc/passwd', 'a file'],
    ])('to ask %s (%s)', async (url) => {
      const page = await get(asLms(await invite(), url));
      expectRefusal(page, 422, 'PLATFORM_INVALID');
      expect(page.html).not.toContain('secret');
    });

    it('to overwrite a platform that is registered; the invitation stays good', async () => {
      const first = await get(asLms(await invite()));
      await press(attemptOn(first), { name: 'First' });
      const [before] = await registered();
      const { port } = new URL(lms.url);
      await lms.close();
      lms = await openRegisteringLms('moodle');
      // Another server at another port is another issuer: it claims to be the first one, at its own site.
      lms.configuration = { issuer: `http://127.0.0.1:${port}` };
      const link = await invite();
      expectRefusal(await press(attemptOn(await get(asLms(link))), { name: 'Second' }), 409, 'REGISTRATION_EXISTS');
      expect(await registered()).toEqual([before]);
      expect((await get(asLms(link))).status).toBe(200);
    });

    it('what the LMS refuses, in the LMS’ own words, escaped and cut; the invitation stays good', async () => {
      lms.refusal = {
        status: 400,
        body: `domain_targetlinkuri_mismatch <script>alert(1)</script> ${'x'.repeat(5_000)}`,
      };
      const link = await invite();
      const page = await press(attemptOn(await get(asLms(link))));
      expectRefusal(page, 502, 'PLATFORM_REFUSED');
      expect(page.html).toContain('domain_targetlinkuri_mismatch &lt;script&gt;');
      expect(page.html).not.toContain('<script>alert');
      expect(page.html.length).toBeLessThan(2_000);
      expect(await registered()).toEqual([]);
      lms.refusal = null;
      expect((await press(attemptOn(await get(asLms(link))))).status).toBe(200);
    });

    it('an answer that makes no sense', async () => {
      lms.refusal = { status: 200, body: '{"client_name":"Muster"}' };
      expectRefusal(await press(attemptOn(await get(asLms(await invite())))), 502, 'RESPONSE_INVALID');
      lms.refusal = { status: 302, body: '' };
      expect((await press(attemptOn(await get(asLms(await invite()))))).status).toBe(502);
      expect(await registered()).toEqual([]);
    });

    it('a registration token that was used before', async () => {
      await press(attemptOn(await get(asLms(await invite()))));
      await forget();
      const page = await press(attemptOn(await get(asLms(await invite()))));
      expectRefusal(page, 502, 'PLATFORM_REFUSED');
      expect(page.html).toContain('token_already_used');
    });

    it('a form of nothing', async () => {
      expectRefusal(await press(''), 400, 'REQUEST_INVALID');
      expectRefusal(await press('z'.repeat(43)), 410, 'ATTEMPT_INVALID');
      expectRefusal(await press('z'.repeat(43), { deploymentPolicy: 'always' }), 400, 'REQUEST_INVALID');
    });
  });

  describe('the page', () => {
    beforeEach(async () => {
      lms = await openRegisteringLms('canvas');
    });

    it('never has the registration token in it', async () => {
      const offer = await get(asLms(await invite()));
      expect(attemptOn(offer)).toHaveLength(43);
      expect(offer.html).not.toContain(lms.token);
      expect((await press(attemptOn(offer))).html).not.toContain(lms.token);
    });

    it('shows what an LMS calls itself as text', async () => {
      lms.configuration = {
        'https://purl.imsglobal.org/spec/lti-platform-configuration': {
          product_family_code: 'canvas',
          version: '<img src=x>',
          'https://canvas.instructure.com/lti/account_name': '"><script>alert(1)</script>',
        },
      };
      const { html } = await get(asLms(await invite()));
      expect(html).not.toContain('<img');
      expect(html).not.toContain('<script>alert');
    });

    it('may be framed by an LMS, sends its form to us alone, and leaks no address', async () => {
      const { headers } = await get(asLms(await invite()));
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain('frame-ancestors https:');
      expect(policy).toContain("form-action 'self'");
      expect(policy).toContain("default-src 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
    });

    it('closes by the message that platforms wait for', async () => {
      const script = await (await fetch(`${practice.toolUrl}/lti/register/page.js`)).text();
      expect(script).toContain('org.imsglobal.lti.close');
      expect((await press(attemptOn(await get(asLms(await invite()))))).html).toContain('id="close"');
    });

    it('opened in a browser says that it is meant for an LMS', async () => {
      const { status, html } = await get(await invite());
      expect(status).toBe(200);
      expect(html).toContain('meant for your LMS');
    });
  });

  it('makes a registration whose page knows Canvas’ developer key', async () => {
    lms = await openRegisteringLms('canvas');
    await press(attemptOn(await get(asLms(await invite()))));
    const [made] = (await registered()) as [Registration];
    const key = await (await fetch(made.tool.canvasKey ?? '')).json();
    expect(key).toMatchObject({ oidc_initiation_url: made.tool.login, public_jwk_url: made.tool.keys });
  });
});
