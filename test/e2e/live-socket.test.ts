import type { Page } from 'playwright-core';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import { desktop, type OpenBrowser, openBrowser } from '../support/browser.ts';
import { type LiveSockets, openLivePractice } from '../support/live-sockets.ts';
import { type Client, clientFor, eventually, type RunningPractice } from '../support/practice.ts';
import { openTeacherPage } from '../support/teacher-pages.ts';

describe('the board on a socket', () => {
  let practice: RunningPractice;
  let live: LiveSockets;
  let close: () => Promise<void>;
  let teacher: Client;
  let browser: OpenBrowser;
  let page: Page;
  beforeAll(async () => {
    ({ practice, live, close } = await openLivePractice());
    browser = await openBrowser({ size: desktop });
    page = browser.page;
    teacher = await clientFor(practice, 'teacher-1');
    // The roster comes with the course page.
    await teacher.call('GET', '/course');
  });
  afterAll(async () => {
    await browser?.close();
    await close?.();
  });

  const answered = () => live.api.asked.filter((call) => call.startsWith('POST')).length;
  /** Until the page's first ping was answered: from then on it hears everything. */
  const openBoard = async (): Promise<Board> => {
    const before = answered();
    const { id } = await teacher.call<SessionSummary>('POST', '/sessions', { startsAt: '2026-11-20T08:00:00.000Z' });
    await openTeacherPage(page, practice, `/sessions/${id}`);
    await page.getByText('28 not decided').waitFor();
    await eventually(
      async () => answered(),
      (count) => count > before,
    );
    return teacher.call<Board>('GET', `/sessions/${id}`);
  };
  const mark = ({ session, members }: Board, status: string, from: number, to: number) =>
    teacher.call('PUT', `/sessions/${session.id}/review/members`, {
      changes: members.slice(from, to).map(({ id: member }) => ({ member, status })),
    });

  it('shows at once what a colleague marks', async () => {
    const board = await openBoard();
    await mark(board, 'present', 0, 28);
    await page.getByText('28 present').waitFor({ timeout: 5_000 });
    expect(browser.complaints).toEqual([]);
  });

  it('comes back with a new ticket when its line is lost, and asks for what it missed', async () => {
    const board = await openBoard();
    const [lost = ''] = live.api.connections().slice(-1);
    live.api.lose(lost);
    await mark(board, 'late', 0, 28);
    await page.getByText('28 late').waitFor();
    await mark(board, 'absent', 0, 5);
    await page.getByText('23 late').waitFor({ timeout: 5_000 });
    expect(live.api.connections()).not.toContain(lost);
  });

  it('ends with its login', async () => {
    await openBoard();
    const { bearer } = await page.evaluate(() => JSON.parse(sessionStorage.getItem('muster-launch') ?? '{}'));
    await fetch(`${practice.toolUrl}/api/me`, { method: 'DELETE', headers: { Authorization: `Bearer ${bearer}` } });
    for (const connection of live.api.connections()) live.api.lose(connection);
    await page.getByRole('heading', { level: 1, name: 'You have been signed out' }).waitFor();
    expect(live.api.connections()).toEqual([]);
  });
});
