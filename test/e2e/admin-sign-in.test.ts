import AxeBuilder from '@axe-core/playwright';
import { type AdministeredPractice, openAdministered } from '../support/administration.ts';
import { desktop, type OpenBrowser, openBrowser } from '../support/browser.ts';
import { openUserPool, settingsOf, type UserPool } from '../support/user-pool.ts';

describe('signing in at a user pool', () => {
  let pool: UserPool;
  let practice: AdministeredPractice;
  let browser: OpenBrowser;
  beforeAll(async () => {
    pool = await openUserPool(() => practice.toolUrl);
    practice = await openAdministered({ lti: settingsOf(pool) });
    browser = await openBrowser({ size: desktop });
  });
  afterAll(async () => {
    await browser?.close();
    await practice?.close();
    await pool?.close();
  });

  const button = { name: 'Sign in with your administrator account' } as const;
  const goToPool = async () => {
    const { page } = browser;
    await page.goto(`${practice.toolUrl}/admin`);
    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    await page.getByRole('button', button).click();
    await page.getByRole('heading', { name: 'User pool' }).waitFor();
    return page;
  };
  const signInAs = async (group: string) => {
    const page = await goToPool();
    await page.getByRole('link', { name: `Sign in as ${group}` }).click();
    return page;
  };
  const storage = () => browser.page.evaluate(() => JSON.stringify({ ...sessionStorage }));

  it('leads an administrator there and back; no code and no token stays in the address; signing out ends both', async () => {
    const page = await signInAs('admin');
    await page.getByRole('heading', { name: 'Registrations' }).waitFor();
    expect(page.url()).toBe(`${practice.toolUrl}/admin`);
    expect(await storage()).not.toContain('never-kept');
    expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, '']);
    await page.getByRole('link', { name: 'Practice LMS' }).click();
    await page.getByRole('button', { name: 'Make new keys' }).click();
    await page.getByText('New keys are published').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to administer Muster' }).waitFor();
    await page.waitForURL(`${practice.toolUrl}/admin`);
    expect(await storage()).toBe('{}');
    expect(browser.complaints).toEqual([]);
  });

  it('shows an auditor everything, with controls disabled and the reason in words', async () => {
    const page = await signInAs('auditor');
    await page.getByText('You are an auditor: you can look at everything and change nothing.').waitFor();
    expect(await page.getByRole('button', { name: 'Invite an LMS' }).isDisabled()).toBe(true);
    await page.getByRole('link', { name: 'Practice LMS' }).click();
    await page.getByRole('heading', { name: 'Off, keys, remove' }).waitFor();
    for (const name of ['Switch recognition off', 'Switch off', 'Make new keys', 'Remove…'])
      expect(await page.getByRole('button', { name, exact: true }).first().isDisabled()).toBe(true);
    expect(await page.getByRole('textbox', { name: /^Name/ }).isDisabled()).toBe(true);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  it('lets an operator switch off and make keys, and nothing else', async () => {
    const page = await signInAs('operator');
    await page.getByText('You are an operator').waitFor();
    await page.getByRole('link', { name: 'Practice LMS' }).click();
    await page.getByRole('heading', { name: 'Off, keys, remove' }).waitFor();
    expect(await page.getByRole('button', { name: 'Make new keys' }).isEnabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Remove…' }).isDisabled()).toBe(true);
  });

  it('tells who is in no group that they may nothing', async () => {
    const page = await signInAs('nobody');
    await page.getByText('You are in no group that may administer Muster.').waitFor();
  });

  it('refuses a code that comes with another state, and asks the pool for nothing', async () => {
    const page = await goToPool();
    const href = await page.getByRole('link', { name: 'Sign in as admin' }).getAttribute('href');
    const back = new URL(href ?? '');
    back.searchParams.set('state', 'another');
    const asked = pool.tokenAnswers.length;
    await page.goto(back.href);
    await page.getByText('Signing in did not work').waitFor();
    expect(page.url()).toBe(`${practice.toolUrl}/admin`);
    expect(pool.tokenAnswers).toHaveLength(asked);
  });

  it('refuses a code that this tab never asked for', async () => {
    const page = await goToPool();
    const href = await page.getByRole('link', { name: 'Sign in as admin' }).getAttribute('href');
    const other = await browser.context.newPage();
    await other.goto(href ?? '');
    await other.getByText('Signing in did not work').waitFor();
    await other.close();
  });

  it('says so when it was broken off at the pool', async () => {
    const page = await goToPool();
    const href = await page.getByRole('link', { name: 'Sign in as admin' }).getAttribute('href');
    const state = new URL(href ?? '').searchParams.get('state') ?? '';
    await page.goto(`${practice.toolUrl}/admin/signed-in?${new URLSearchParams({ error: 'access_denied', state })}`);
    await page.getByText('Signing in did not work').waitFor();
  });
});
