import type { Page } from 'playwright-core';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { CoursePage, SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import { desktop, type OpenBrowser, openBrowser } from '../support/browser.ts';
import { type Client, clientFor, openPractice, type RunningPractice } from '../support/practice.ts';
import { photograph } from '../support/take-photographs.ts';

describe('what comes between', () => {
  let practice: RunningPractice;
  let browser: OpenBrowser;
  let teacher: Client;

  beforeAll(async () => {
    practice = await openPractice();
    browser = await openBrowser({ size: desktop, camera: [await photograph(practice, 'biology-front')] });
    teacher = await clientFor(practice, 'teacher-1');
  });
  afterAll(async () => {
    await browser?.close();
    await practice?.close();
  });
  afterEach(async () => {
    await browser.context.setOffline(false);
    await browser.page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  const launch = async (): Promise<Page> => {
    const { page } = browser;
    await page.goto('about:blank');
    await page.request.post(`${practice.lmsUrl}/be/teacher-1`, { maxRedirects: 0 });
    await page.goto(`${practice.lmsUrl}/launch/biology-101`);
    await page.getByRole('button', { name: 'Mark attendance by hand' }).waitFor();
    return page;
  };
  const openSession = (title: string) =>
    teacher.call<SessionSummary>('POST', '/sessions', { startsAt: '2026-11-02T10:00:00.000Z', title });
  const sessionsNow = async () => (await teacher.call<CoursePage>('GET', '/course')).sessions.length;
  const goTo = (page: Page, path: string) => page.goto(`${practice.toolUrl}/app${path}`);

  describe('a lost connection', () => {
    const offline = (page: Page) => page.getByText('You are offline');

    it('is said, and what was pressed meanwhile is not sent by itself later', async () => {
      const page = await launch();
      const before = await sessionsNow();
      await browser.context.setOffline(true);
      await offline(page).waitFor();
      await page.getByRole('button', { name: 'Mark attendance by hand' }).click();
      await page.getByText('Muster cannot be reached').waitFor();
      await browser.context.setOffline(false);
      await offline(page).waitFor({ state: 'detached' });
      // Whatever had waited would have gone before this.
      await page.getByRole('link', { name: 'People and reports' }).click();
      await page.getByRole('button', { name: 'Download CSV' }).waitFor();
      expect(await sessionsNow()).toBe(before);
    });

    it('leaves a page that is opened meanwhile with a way to try again, and the page comes when it is back', async () => {
      const page = await launch();
      await browser.context.setOffline(true);
      await page.getByRole('link', { name: 'People and reports' }).click();
      await page.getByRole('heading', { name: 'The people could not be loaded' }).waitFor();
      await page.getByRole('button', { name: 'Try again' }).first().waitFor();
      await browser.context.setOffline(false);
      await page.getByRole('button', { name: 'Download CSV' }).waitFor();
    });

    it('of the live events is taken up again, and what was missed is asked for', async () => {
      const page = await launch();
      const { id } = await openSession('Live');
      let streams = 0;
      await page.route('**/events', async (route) => {
        streams += 1;
        if (streams > 1) return route.continue();
        await route.fulfill({ contentType: 'text/event-stream', body: ': listening\n\n' });
      });
      await goTo(page, `/sessions/${id}`);
      await page.getByText('28 not decided').waitFor();
      const { members } = await teacher.call<Board>('GET', `/sessions/${id}`);
      const changes = members.map(({ id: member }) => ({ member, status: 'present' }));
      await teacher.call('PUT', `/sessions/${id}/review/members`, { changes });
      await page.getByText('28 present').waitFor();
      expect(streams).toBeGreaterThan(1);
    });
  });

  describe('an app session that has ended', () => {
    const end = (page: Page) =>
      page.evaluate(async () => {
        const { bearer } = JSON.parse(sessionStorage.getItem('muster-launch') ?? '{}');
        await fetch('/api/me', { method: 'DELETE', headers: { Authorization: `Bearer ${bearer}` } });
      });

    it('is all that the page then says, with the way back to the platform', async () => {
      const page = await launch();
      await end(page);
      await page.getByRole('link', { name: 'People and reports' }).click();
      await page.getByRole('heading', { level: 1, name: 'You have been signed out' }).waitFor();
      expect(await page.getByRole('link', { name: 'Back to your course' }).getAttribute('href')).toBe(
        `${practice.lmsUrl}/courses/biology-101`,
      );
      expect(await page.getByRole('navigation').count()).toBe(0);
    });

    it('closes the camera of the capture page', async () => {
      const page = await launch();
      const { id } = await openSession('Ended');
      await goTo(page, `/sessions/${id}/capture`);
      const shutter = page.getByRole('button', { name: 'Take the picture' });
      await shutter.click({ trial: true });
      await end(page);
      await shutter.click();
      await page.getByRole('heading', { level: 1, name: 'You have been signed out' }).waitFor();
      expect(await page.locator('video').count()).toBe(0);
    });
  });

  describe('the browser’s own back button', () => {
    it('does not lead from a confirmed session to a camera', async () => {
      const page = await launch();
      const { id } = await openSession('Confirmed');
      await goTo(page, `/sessions/${id}/capture`);
      await page.getByRole('button', { name: 'Mark by hand instead' }).click();
      await page.getByRole('button', { name: 'Mark all present' }).click();
      await page.getByText('28 present').waitFor();
      await page.getByRole('button', { name: 'Confirm', exact: true }).click();
      await page.getByRole('button', { name: /Undo confirm/ }).waitFor();
      await page.goBack();
      await page.getByRole('table', { name: 'Records of this session' }).waitFor();
      expect(new URL(page.url()).pathname).toBe(`/app/sessions/${id}`);
      expect(await page.locator('video').count()).toBe(0);
    });

    it('asks once before a picture that has not arrived is left behind', async () => {
      const page = await launch();
      const { id } = await openSession('Unsent');
      await goTo(page, '');
      await page.getByRole('link', { name: /Unsent/ }).click();
      await page.getByRole('link', { name: 'Photograph the room' }).click();
      await page.route('**/captures', () => {});
      await page.getByRole('button', { name: 'Take the picture' }).click();
      await page.getByText(/Sending/).waitFor();
      await page.goBack();
      await page.getByRole('heading', { name: 'A picture has not arrived yet' }).waitFor();
      await page.getByRole('button', { name: 'Stay' }).click();
      expect(new URL(page.url()).pathname).toBe(`/app/sessions/${id}/capture`);
      await page.getByText(/Sending/).waitFor();
      await page.goBack();
      await page.getByRole('button', { name: 'Leave without it' }).click();
      await page.getByRole('button', { name: 'Mark all present' }).waitFor();
    });
  });
});
