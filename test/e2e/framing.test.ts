import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { openMusterAs } from '../support/lms-browser.ts';
import { openPractice, type RunningPractice } from '../support/practice.ts';
import { openReturnPage, type ReturnPage } from '../support/return-page.ts';

/** Both stand at 127.0.0.1, as two servers of one school would: browsers keep storage for a site, not for an origin. */
describe('Muster framed by a page of the same site as the LMS, in the same tab', () => {
  let practice: RunningPractice;
  let browser: OpenBrowser;
  let foreign: ReturnPage;
  beforeAll(async () => {
    practice = await openPractice();
    browser = await openBrowser({ allowThirdPartyCookies: true });
    foreign = await openReturnPage();
  });
  afterAll(async () => {
    await browser?.close();
    await foreign?.close();
    await practice?.close();
  });

  it('is signed out there, and goes on in the LMS', async () => {
    const { page } = browser;
    const muster = await openMusterAs(page, practice, 'Aiko Ito');
    await muster.getByRole('heading', { level: 1, name: 'Biology 101' }).waitFor();
    const lms = page.url();
    await page.goto(`${foreign.origin}/frame?${encodeURIComponent(`${practice.toolUrl}/app`)}`);
    const framed = page.frameLocator('iframe[title="Muster"]');
    await framed.getByText('Muster is opened from your course').waitFor();
    expect(await framed.getByRole('heading', { name: 'Biology 101' }).count()).toBe(0);
    await page.goto(lms);
    await muster.getByRole('heading', { level: 1, name: 'Biology 101' }).waitFor();
  });
});
