import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { desktop, type OpenBrowser, openBrowser, phone } from '../support/browser.ts';
import { confirmByHand } from '../support/confirm-by-hand.ts';
import { clientFor, openPractice, type RunningPractice } from '../support/practice.ts';
import { openTeacherPage } from '../support/teacher-pages.ts';

describe('all records as a file', () => {
  let practice: RunningPractice;
  beforeAll(async () => {
    practice = await openPractice();
    const teacher = await clientFor(practice, 'teacher-1');
    await teacher.call('GET', '/course');
    await confirmByHand(teacher, 'Lab');
  });
  afterAll(() => practice?.close());

  describe.each([
    ['on a desktop', desktop],
    ['on a phone', phone],
  ] as const)('%s', (_, size) => {
    let browser: OpenBrowser;
    beforeAll(async () => {
      browser = await openBrowser({ size });
    });
    afterAll(() => browser?.close());

    const faults = async () => {
      const { violations } = await new AxeBuilder({ page: browser.page }).setLegacyMode().analyze();
      const [width, window] = await browser.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      return [...violations.map(({ id }) => id), ...(Number(width) > Number(window) ? ['too wide'] : [])];
    };

    it('is made, comes by itself, and can be fetched again', async () => {
      const { page } = browser;
      await openTeacherPage(page, practice, '/people');
      const all = page.getByRole('button', { name: 'Download all records' });
      await all.waitFor();
      expect(await faults()).toEqual([]);
      const [first] = await Promise.all([page.waitForEvent('download'), all.click()]);
      expect(first.suggestedFilename()).toMatch(/^Biology 101 attendance .*\.csv$/);
      const text = await readFile(await first.path(), 'utf8');
      expect(text).toMatch(/^\uFEFFSession start \(/);
      expect(text.split('\r\n')).toHaveLength(28 + 2);
      await page.getByRole('button', { name: 'Make it anew' }).waitFor();
      await page.getByText(/^With everything up to .* It is deleted on /).waitFor();
      expect(await faults()).toEqual([]);
      const [second] = await Promise.all([page.waitForEvent('download'), all.click()]);
      expect(await readFile(await second.path(), 'utf8')).toBe(text);
    });

    it('says that it is being made, and when it could not be', async () => {
      const { page } = browser;
      const answer = (state: string) => ({
        json: { report: { state, askedAt: '2026-11-20T10:00:00.000Z', expiresAt: '2026-11-27T10:00:00.000Z' } },
      });
      let state = 'asked';
      await page.route('**/api/course/reports', (route) => route.fulfill(answer(state)));
      await openTeacherPage(page, practice, '/people');
      await page.getByRole('status').getByText('The file is being made').waitFor();
      expect(await page.getByRole('button', { name: 'Download all records' }).isDisabled()).toBe(true);
      expect(await faults()).toEqual([]);
      state = 'failed';
      await page.getByRole('status').getByText('The file could not be made.').waitFor();
      expect(await faults()).toEqual([]);
      await page.unroute('**/api/course/reports');
      const again = page.getByRole('button', { name: 'Try again' });
      const [file] = await Promise.all([page.waitForEvent('download'), again.click()]);
      expect(await readFile(await file.path(), 'utf8')).toContain('Lab');
    });

    it('names the problem when the tool refuses', async () => {
      const { page } = browser;
      await openTeacherPage(page, practice, '/people');
      await page.route('**/api/course/reports/link', (route) => route.abort());
      await page.getByRole('button', { name: 'Download all records' }).click();
      await page.getByText('Muster cannot be reached').first().waitFor();
      await page.unroute('**/api/course/reports/link');
    });

    it('of everybody’s percentage keeps the mark by which spreadsheets know UTF-8', async () => {
      const { page } = browser;
      await openTeacherPage(page, practice, '/people');
      const press = page.getByRole('button', { name: 'Download CSV' });
      const [file] = await Promise.all([page.waitForEvent('download'), press.click()]);
      expect(file.suggestedFilename()).toBe('attendance.csv');
      expect(await readFile(await file.path(), 'utf8')).toMatch(/^\uFEFFName,Percent/);
    });
  });
});
