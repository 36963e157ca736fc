import type { Page } from 'playwright-core';
import type { RegistrationList } from '../../lti-server/http/api-schema/admin.ts';
import { type AdministeredPractice, openAdministered, signInCode } from '../support/administration.ts';
import { desktop, type OpenBrowser, openBrowser } from '../support/browser.ts';

describe('administering the tool by keyboard alone', () => {
  let practice: AdministeredPractice;
  let browser: OpenBrowser;
  beforeAll(async () => {
    practice = await openAdministered();
    browser = await openBrowser({ size: desktop });
  });
  afterAll(async () => {
    await browser?.close();
    await practice?.close();
  });

  const focused = (page: Page) =>
    page.evaluate(() => {
      const { activeElement } = document;
      if (activeElement instanceof HTMLInputElement) return activeElement.labels?.[0]?.textContent?.trim() ?? '';
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent?.trim() ?? '';
    });

  /** Presses Tab until what has the focus reads so. */
  const tabTo = async (page: Page, words: RegExp) => {
    for (let presses = 0; presses < 80; presses += 1) {
      if (words.test(await focused(page))) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`no way by Tab to ${words}`);
  };
  const press = async (page: Page, words: RegExp) => {
    await tabTo(page, words);
    await page.keyboard.press('Enter');
  };
  const list = () => practice.operator.call<RegistrationList>('GET', '/registrations');

  it('signs in once, adds an LMS, switches recognition on and the LMS off, removes it, signs out', async () => {
    const { page } = browser;
    await page.goto(`${practice.toolUrl}/admin#${await signInCode(practice.operator)}`);
    await page.getByRole('heading', { name: 'Registrations' }).waitFor();
    expect(page.url()).toBe(`${practice.toolUrl}/admin`);

    await press(page, /^Add by hand$/);
    await page.getByRole('heading', { name: 'Add an LMS by hand' }).waitFor();
    await tabTo(page, /^Name, as you/);
    await page.keyboard.type('School');
    await tabTo(page, /^Canvas, hosted/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, /^Address of the site/);
    await page.keyboard.type('https://moodle.school.example');
    await press(page, /^Show me what to enter$/);

    await page.getByRole('heading', { name: 'School' }).waitFor();
    const [draft] = (await list()).drafts;
    await page.getByText(draft?.tool.login ?? 'no draft', { exact: true }).waitFor();
    await tabTo(page, /^Client id/);
    await page.keyboard.type('abc');
    await press(page, /^Register$/);
    await page.getByText('None yet. The first launch').waitFor();

    await tabTo(page, /^Policy that students/);
    await page.keyboard.type('https://school.example/policy');
    await tabTo(page, /^Impact assessment/);
    await page.keyboard.type('https://school.example/assessment');
    await press(page, /^Save the policy$/);
    await page.getByRole('button', { name: 'Switch recognition on' }).and(page.locator(':enabled')).waitFor();
    await press(page, /^Switch recognition on$/);
    await page.getByText('It is on, since').waitFor();
    await press(page, /^Switch off$/);
    await page.getByText('It is off: every launch is refused').waitFor();
    expect((await list()).registrations).toContainEqual(
      expect.objectContaining({ name: 'School', clientId: 'abc', facesOn: true, state: 'disabled' }),
    );

    await press(page, /^Remove…$/);
    await page.getByRole('heading', { name: 'Remove this registration?' }).waitFor();
    await tabTo(page, /^Type School to go on/);
    await page.keyboard.type('School');
    await press(page, /^Remove$/);
    await page.getByRole('heading', { name: 'Registrations' }).waitFor();
    expect((await list()).registrations.map(({ name }) => name)).toEqual(['Practice LMS']);

    await press(page, /^Invite an LMS$/);
    await press(page, /^Make the link$/);
    await page.getByText('The link is made').waitFor();
    await press(page, /^All registrations$/);
    await press(page, /^Withdraw$/);
    await page.getByRole('heading', { name: 'Open invitations' }).waitFor({ state: 'detached' });
    expect(await practice.operator.call('GET', '/invitations')).toEqual([]);

    await press(page, /^Sign out everywhere$/);
    await page.getByRole('heading', { name: 'Sign in to administer Muster' }).waitFor();
    expect(await practice.operator.call('GET', '/sessions')).toEqual([]);
    await page.goto('about:blank');
    // What is still asked when signing out is answered to nobody, and the browser tells of it.
    const asked = ['registrations', 'invitations', 'sessions'].map((of) => page.waitForResponse(`**/api/admin/${of}`));
    await page.goto(`${practice.toolUrl}/admin#${await signInCode(practice.operator)}`);
    await Promise.all(asked);
    await page.getByText('Nobody but you.').waitFor();
    await press(page, /^Sign out$/);
    await page.getByRole('heading', { name: 'Sign in to administer Muster' }).waitFor();
    expect(browser.complaints).toEqual([]);
  });

  it('without a user pool nothing but the operator’s link is offered', async () => {
    const { page } = browser;
    // Whatever the page before it still asks for ends here: the body of an answer is gone with its page.
    await page.goto('about:blank');
    const asked = page.waitForResponse(/api\/admin\/sign-in$/);
    await page.goto(`${practice.toolUrl}/admin`);
    expect(await (await asked).json()).toEqual({ pool: null });
    await page.getByText('npm run platform -- admin-link').waitFor();
    expect(await page.getByRole('button').count()).toBe(0);
  });

  it('a link that was used before says so, and opens nothing', async () => {
    const { page } = browser;
    const code = await signInCode(practice.operator);
    for (const words of ['Practice LMS', 'This sign-in link was used before']) {
      await page.goto('about:blank');
      await page.goto(`${practice.toolUrl}/admin#${code}`);
      await page.getByText(words).first().waitFor();
      await page.evaluate(() => sessionStorage.clear());
    }
  });
});
