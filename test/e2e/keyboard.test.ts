import type { FrameLocator, Page } from 'playwright-core';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import { desktop, type OpenBrowser, openBrowser } from '../support/browser.ts';
import { openMusterAs } from '../support/lms-browser.ts';
import { type Client, clientFor, eventually, openPractice, type RunningPractice } from '../support/practice.ts';
import { openTeacherPage, photographed, withEnrolledClass } from '../support/teacher-pages.ts';

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
    await tabTo(page, muster, /^Mark attendance by hand$/);
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
  });

  describe('with a picture', () => {
    let teacher: Client;
    let session: string;
    beforeAll(async () => {
      teacher = await withEnrolledClass(practice);
      session = await photographed(practice, teacher, ['biology-far']);
    }, 400_000);

    it('goes through the faces: next, choose, visitor, not a face, undo, confirm', async () => {
      const { page } = browser;
      const read = () => teacher.call<Board>('GET', `/sessions/${session}`);
      const faceOf = (board: Board, id: string | undefined) => board.faces.find((face) => face.id === id);
      const first = await read();
      const queue = first.faces.filter(({ attention }) => attention === 'uncertain');
      expect(queue.length).toBeGreaterThanOrEqual(3);
      const [one, two, three] = queue;
      await openTeacherPage(page, practice, `/sessions/${session}`);
      await page.getByRole('heading', { name: `Needs a look (${queue.length})` }).waitFor();
      const focusedFace = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      const press = async (key: string, holds: (board: Board) => boolean) => {
        await page.keyboard.press(key);
        await eventually(read, holds);
      };

      await page.keyboard.press('j');
      expect(await focusedFace()).toBe(`Face ${one?.number}`);
      await page.keyboard.press('j');
      expect(await focusedFace()).toBe(`Face ${two?.number}`);
      await page.keyboard.press('k');
      expect(await focusedFace()).toBe(`Face ${one?.number}`);

      const chosen = one?.candidates[0]?.member;
      await press('1', (board) => faceOf(board, one?.id)?.member === chosen);
      await page.getByRole('heading', { name: `Needs a look (${queue.length - 1})` }).waitFor();
      await press('v', (board) => faceOf(board, two?.id)?.verdict?.kind === 'visitor');
      await press('x', (board) => faceOf(board, three?.id)?.verdict?.kind === 'not-a-face');
      await press('u', (board) => faceOf(board, three?.id)?.verdict === null);
      await page.getByRole('heading', { name: `Needs a look (${queue.length - 2})` }).waitFor();

      await page.keyboard.press('Enter');
      expect((await read()).session.state).toBe('open');
      for (let left = queue.length - 2; left > 0; left -= 1) {
        await press('v', ({ open: { faces } }) => faces === left - 1);
        // The next key is for the board after this one.
        await page
          .getByText(left === 1 ? /people not decided$/ : `${left - 1} face${left === 2 ? ' needs' : 's need'} a look`)
          .waitFor();
      }
      await page.getByRole('button', { name: 'Mark the rest absent' }).focus();
      await page.keyboard.press('Space');
      await eventually(read, ({ open: { members } }) => members === 0);
      await page.locator('main').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /Undo confirm/ }).waitFor();
      const { session: confirmed } = await read();
      expect(confirmed.state).toBe('confirmed');
    });
  });
});
