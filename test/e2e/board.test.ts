import type { Page } from 'playwright-core';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { CoursePage, SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import { desktop, type OpenBrowser, openBrowser, phone } from '../support/browser.ts';
import { type Client, clientFor, eventually, openPractice, type RunningPractice } from '../support/practice.ts';
import { openTeacherPage, photographed, withEnrolledClass } from '../support/teacher-pages.ts';

/** By keyboard: keyboard.test.ts. */
describe('the review board, as a teacher uses it', () => {
  let practice: RunningPractice;
  let teacher: Client;
  let browser: OpenBrowser;
  let page: Page;
  beforeAll(async () => {
    practice = await openPractice();
    teacher = await withEnrolledClass(practice);
    browser = await openBrowser({ size: desktop });
    page = browser.page;
  });
  afterAll(async () => {
    await browser?.close();
    await practice?.close();
  });

  const boardOf = (session: string) => teacher.call<Board>('GET', `/sessions/${session}`);
  const openFar = async (): Promise<string> => {
    const session = await photographed(practice, teacher, ['biology-far']);
    await openTeacherPage(page, practice, `/sessions/${session}`);
    await page.getByRole('heading', { name: /Needs a look/ }).waitFor();
    return session;
  };
  const openByHand = async (): Promise<Board> => {
    const { id } = await teacher.call<SessionSummary>('POST', '/sessions', { startsAt: '2026-11-20T08:00:00.000Z' });
    await openTeacherPage(page, practice, `/sessions/${id}`);
    await page.getByRole('button', { name: 'Mark all present' }).waitFor();
    return boardOf(id);
  };
  const switchOf = (name: string, word: string) =>
    page.getByRole('group', { name: `Status of ${name}` }).getByRole('button', { name: new RegExp(`^. ${word}`) });

  it('stands in the order of what is asked of the teacher', async () => {
    await openFar();
    const headings = await page.getByRole('heading', { level: 2 }).allTextContents();
    const order = headings.map((words) => words.replace(/ \(\d+\)$/, ''));
    expect(order).toEqual(['Needs a look', 'Seen', 'Not seen']);
    await page.getByText(/^Pictures are deleted at \d\d:\d\d if you do not confirm\.$/).waitFor();
  });

  it('marks the rest absent, but nobody who may be in the picture', async () => {
    const session = await openFar();
    const before = await boardOf(session);
    const maybe = before.members.filter(({ status, maybe: face }) => status === null && face !== null);
    expect(maybe.length).toBeGreaterThan(0);
    await page.getByText(/may be in the pictures: look at/).waitFor();
    await page.getByRole('button', { name: 'Mark the rest absent' }).click();
    await page.getByText(`${maybe.length} not decided`).first().waitFor();
    const after = await eventually(
      () => boardOf(session),
      ({ open }) => open.members < before.open.members,
    );
    expect(after.open).toEqual({ faces: before.open.faces, members: maybe.length, captures: 0 });
  });

  it('shows somebody whom a picture recognises after they were marked absent', async () => {
    const session = await openFar();
    const seen = (await boardOf(session)).members.find(({ source }) => source === 'photo');
    await switchOf(seen?.name ?? '', 'Absent').click();
    await page.getByRole('heading', { name: 'Recognised, but marked absent (1)' }).waitFor();
    await switchOf(seen?.name ?? '', 'Absent').click();
    await page.getByRole('heading', { name: 'Recognised, but marked absent (1)' }).waitFor({ state: 'detached' });
  });

  it('clears after another visit what was marked by hand, and asks first', async () => {
    const session = await openFar();
    const before = await boardOf(session);
    await page.getByRole('button', { name: 'Mark the rest absent' }).click();
    await eventually(
      () => boardOf(session),
      ({ open }) => open.members < before.open.members,
    );
    await page.reload();
    await page.getByRole('button', { name: 'Clear what was marked by hand' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Clear', exact: true }).click();
    await page.getByText(`${before.open.members} not decided`).first().waitFor();
    await eventually(
      () => boardOf(session),
      ({ members }) => members.every(({ source }) => source !== 'hand'),
    );
  });

  it('gives a face to somebody who is no candidate, found by typing', async () => {
    const session = await openFar();
    const board = await boardOf(session);
    const unknown = board.faces.find(({ decision, attention }) => decision === 'unknown' && attention === null);
    const somebody = board.members.find(({ status, maybe }) => status === null && maybe === null);
    await page.getByRole('button', { name: new RegExp(`^${unknown?.number} Unknown$`) }).click();
    const card = page.getByRole('region', { name: `Face ${unknown?.number}`, exact: true });
    await card.getByRole('button', { name: 'Somebody else…' }).click();
    await card.getByRole('combobox').pressSequentially(somebody?.name.slice(0, -1) ?? '');
    await page.keyboard.press('Enter');
    await eventually(
      () => boardOf(session),
      ({ faces }) => faces.find(({ id }) => id === unknown?.id)?.member === somebody?.id,
    );
    await page.keyboard.press('u');
    await eventually(
      () => boardOf(session),
      ({ faces }) => faces.find(({ id }) => id === unknown?.id)?.member === null,
    );
  });

  it('keeps the photograph in view beside the list, and shows whose name is pressed', async () => {
    const session = await openFar();
    const seen = (await boardOf(session)).members.filter(({ source }) => source === 'photo').at(-1);
    const name = page.getByTitle('Show the face in the picture').filter({ hasText: seen?.name ?? '' });
    await page.getByRole('button', { name: 'Delete this session' }).scrollIntoViewIfNeeded();
    const picture = await page.getByRole('img', { name: 'Picture 1 of the room' }).boundingBox();
    expect(picture?.y).toBeGreaterThanOrEqual(0);
    await name.click();
    const box = page.locator('button[aria-current=true]');
    await box.waitFor();
    const frame = await box.boundingBox();
    expect(frame?.y).toBeGreaterThan(0);
    expect((frame?.y ?? 0) + (frame?.height ?? 0)).toBeLessThan(desktop.height);
    expect(frame?.width).toBeGreaterThanOrEqual(30);
  });

  it('says what another teacher changes meanwhile, and marks nobody over it', async () => {
    const session = await openFar();
    const board = await boardOf(session);
    const [first, second] = board.members.filter(({ status, maybe }) => status === null && maybe === null);
    const assistant = await clientFor(practice, 'ta-1');
    await assistant.call('PUT', `/sessions/${session}/review/members`, {
      changes: [{ member: first?.id, status: 'late' }],
    });
    await page.getByText(`Somebody else has just changed this: ${first?.name}: late.`).waitFor();
    await page.getByRole('button', { name: 'Mark the rest absent' }).click();
    const statusOf = ({ members }: Board, id: string | undefined) => members.find((member) => member.id === id)?.status;
    const after = await eventually(
      () => boardOf(session),
      (now) => statusOf(now, second?.id) === 'absent',
    );
    expect(statusOf(after, first?.id)).toBe('late');
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(
      () => boardOf(session),
      (now) => statusOf(now, second?.id) === null,
    );
    expect(statusOf(await boardOf(session), first?.id)).toBe('late');
  });

  it('says what another teacher has changed when it does not confirm an older board', async () => {
    const { id } = await teacher.call<SessionSummary>('POST', '/sessions', { startsAt: '2026-11-20T07:00:00.000Z' });
    const { members } = await teacher.call<Board>('PUT', `/sessions/${id}/review/rest`, { status: 'present' });
    const deaf = await openBrowser({ size: desktop });
    try {
      // No word of changes comes through.
      await deaf.page.route('**/events', (route) => route.abort('connectionfailed'));
      await openTeacherPage(deaf.page, practice, `/sessions/${id}`);
      await deaf.page.getByText('28 present').waitFor();
      // Nor is the server asked again.
      await deaf.page.route(`**/api/sessions/${id}`, (route) => route.abort('connectionfailed'));
      const assistant = await clientFor(practice, 'ta-1');
      await assistant.call('PUT', `/sessions/${id}/review/members`, {
        changes: [{ member: members[0]?.id, status: 'late' }],
      });
      await deaf.page.getByRole('button', { name: 'Confirm' }).click();
      await deaf.page.getByText('Somebody changed this meanwhile.').waitFor();
      await deaf.page.unroute(`**/api/sessions/${id}`);
      await deaf.page.getByText(`Somebody else has just changed this: ${members[0]?.name}: late.`).waitFor();
      expect((await boardOf(id)).session.state).toBe('open');
    } finally {
      await deaf.close();
    }
  });

  it('leaves the keys to an open dialog and to text fields', async () => {
    const board = await openByHand();
    await page.getByRole('button', { name: 'Mark all present' }).click();
    await page.getByText('28 present').waitFor();
    await page.getByRole('button', { name: 'Delete this session' }).click();
    await page.getByRole('dialog').waitFor();
    for (const key of ['u', '?', 'Enter']) {
      await page
        .getByRole('dialog')
        .getByRole('heading')
        .evaluate((heading) => {
          heading.tabIndex = -1;
          heading.focus();
        });
      await page.keyboard.press(key);
    }
    await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByLabel('Find a person').press('?');
    expect(await page.getByLabel('Find a person').inputValue()).toBe('?');
    expect(await page.getByText('J and K, or the arrows').count()).toBe(0);
    expect(await boardOf(board.session.id)).toMatchObject({ session: { state: 'open' }, open: { members: 0 } });
  });

  it('keeps a remark on somebody who has no status yet', async () => {
    const board = await openByHand();
    const [somebody] = board.members;
    await page.getByRole('button', { name: `Remark on ${somebody?.name}` }).click();
    await page.getByLabel('Remark', { exact: true }).fill('is at the dentist');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByText('is at the dentist').waitFor();
    const { members } = await eventually(
      () => boardOf(board.session.id),
      (now) => now.members[0]?.remark !== null,
    );
    expect(members[0]).toMatchObject({ status: null, remark: 'is at the dentist' });
  });

  it('opens one session however often it is pressed, and offers to go on with it', async () => {
    const before = (await teacher.call<CoursePage>('GET', '/course')).sessions.length;
    await openTeacherPage(page, practice);
    await page.getByRole('button', { name: 'Take attendance now' }).dblclick();
    await page.waitForURL(/\/sessions\/[^/]+\/capture$/);
    expect((await teacher.call<CoursePage>('GET', '/course')).sessions).toHaveLength(before + 1);
    await openTeacherPage(page, practice);
    await page.getByRole('button', { name: /^Continue \d\d:\d\d$/ }).click();
    await page.waitForURL(/\/sessions\/[^/]+$/);
    expect((await teacher.call<CoursePage>('GET', '/course')).sessions).toHaveLength(before + 1);
  });

  it('has switches on a phone that are large enough and never move', async () => {
    const narrow = await openBrowser({ size: phone });
    try {
      const { id } = await teacher.call<SessionSummary>('POST', '/sessions', { startsAt: '2026-11-20T09:00:00.000Z' });
      await openTeacherPage(narrow.page, practice, `/sessions/${id}`);
      await narrow.page.getByRole('button', { name: 'Mark all present' }).waitFor();
      const places = () =>
        narrow.page.locator('fieldset button').evaluateAll((buttons) =>
          buttons.map((button) => {
            const { x, y, width, height } = button.getBoundingClientRect();
            return [x, y + window.scrollY, width, height].map(Math.round);
          }),
        );
      const before = await places();
      expect(Math.min(...before.map(([, , , height]) => height ?? 0))).toBeGreaterThanOrEqual(44);
      await narrow.page.getByRole('button', { name: 'Mark all present' }).click();
      await narrow.page.getByText('28 present').waitFor();
      const moved = (await places()).filter((place, index) => String(place) !== String(before[index]));
      expect(moved).toEqual([]);
      const pencil = await narrow.page
        .getByRole('button', { name: /^Remark on/ })
        .first()
        .boundingBox();
      expect(pencil?.height).toBeGreaterThanOrEqual(44);
    } finally {
      await narrow.close();
    }
  });

  it('complained of nothing', () => {
    expect(browser.complaints).toEqual([]);
  });
});
