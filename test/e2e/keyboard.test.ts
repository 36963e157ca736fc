import type { FrameLocator, Page } from 'playwright-core';
import { desktop, type OpenBrowser, openBrowser } from '../support/browser.ts';
import { openMusterAs } from '../support/lms-browser.ts';
import { clientFor, openPractice, type RunningPractice } from '../support/practice.ts';

describe('attendance by keyboard alone', () => {
  let practice: RunningPractice;
  let browser: OpenBrowser;
  beforeAll(async () => {
    practice = await openPractice();
    browser = await openBrowser({ size: desktop });
  });
  afterAll(async () => {
    await browser?.close();
    await practice?.close();
  });

  const focused = (muster: FrameLocator) =>
    muster.locator('body').evaluate((body) => body.ownerDocument.activeElement?.textContent?.trim() ?? '');

  /** Presses Tab until what has the focus reads so. */
  const tabTo = async (page: Page, muster: FrameLocator, words: RegExp) => {
    for (let presses = 0; presses < 250; presses += 1) {
      if (words.test(await focused(muster))) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`no way by Tab to ${words}`);
  };

  it('opens a session, marks everybody, changes one, takes it back, confirms', async () => {
    const { page } = browser;
    const muster = await openMusterAs(page, practice, 'Aiko Ito');
    await tabTo(page, muster, /^Take attendance now$/);
    await page.keyboard.press('Enter');
    await muster.getByRole('heading', { name: 'Mark attendance' }).waitFor();
    await tabTo(page, muster, /^Mark all present$/);
    await page.keyboard.press('Enter');
    await muster.getByText('28 present').waitFor();
    await tabTo(page, muster, /^L Late, Nadia Andersen$/);
    await page.keyboard.press('Space');
    await muster.getByText('27 present · 1 late').waitFor();
    await page.keyboard.press('u');
    await muster.getByText('28 present').waitFor();
    await tabTo(page, muster, /^Confirm$/);
    await page.keyboard.press('Enter');
    await muster.getByRole('button', { name: /Undo confirm/ }).waitFor();
    const teacher = await clientFor(practice, 'teacher-1');
    const { sessions } = await teacher.call<{ sessions: { counts: object }[] }>('GET', '/course');
    expect(sessions[0]?.counts).toEqual({ present: 28, late: 0, absent: 0, excused: 0 });
  }, 120_000);
});
