import type { OneTimeLink, RegistrationList } from '../../lti-server/http/api-schema/admin.ts';
import { type AdministeredPractice, openAdministered } from '../support/administration.ts';
import { desktop, type OpenBrowser, openBrowser } from '../support/browser.ts';
import { openRegisteringLms, type RegisteringLms } from '../support/registering-lms.ts';

describe('registering from inside an LMS', () => {
  let practice: AdministeredPractice;
  let lms: RegisteringLms;
  let browser: OpenBrowser;
  beforeAll(async () => {
    practice = await openAdministered();
    lms = await openRegisteringLms('moodle');
    browser = await openBrowser({ size: desktop });
  });
  afterAll(async () => {
    await browser?.close();
    await lms?.close();
    await practice?.close();
  });

  it('in a frame of another origin, without a cookie: looked at, pressed, and closed by the LMS', async () => {
    const { page } = browser;
    const { url } = await practice.operator.call<OneTimeLink>('POST', '/invitations', { name: 'School of Design' });
    await page.goto(`${lms.url}/tools?link=${encodeURIComponent(url)}`);
    const muster = page.frameLocator('iframe');
    await muster.getByRole('heading', { name: 'Register Muster with this LMS' }).waitFor();
    expect(await muster.getByLabel('Name of this LMS').inputValue()).toBe('School of Design');
    await muster.getByLabel('trust it at once').check();
    await muster.getByRole('button', { name: 'Register' }).click();
    await muster.getByText('press Activate').waitFor();
    await muster.getByRole('button', { name: 'Close' }).click();
    await page.getByText('The tool closed its page').waitFor();
    const { registrations } = await practice.operator.call<RegistrationList>('GET', '/registrations');
    expect(registrations).toContainEqual(
      expect.objectContaining({ name: 'School of Design', issuer: lms.url, deploymentPolicy: 'trust-first-use' }),
    );
    expect(await page.context().cookies()).toEqual([]);
    expect(browser.complaints.filter((line) => !line.includes('favicon'))).toEqual([]);
  });
});
