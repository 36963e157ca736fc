import type { FrameLocator, Page, Request } from 'playwright-core';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import { desktop, type OpenBrowser, openBrowser } from '../support/browser.ts';
import { openMusterAs } from '../support/lms-browser.ts';
import { clientFor, openPractice, type RunningPractice } from '../support/practice.ts';
import { photograph } from '../support/take-photographs.ts';

const bearerOf = (request: Request) => request.headers().authorization?.replace('Bearer ', '');

describe('a frame that the platform lends no camera', () => {
  let practice: RunningPractice;
  let browser: OpenBrowser;
  const requests: Request[] = [];

  beforeAll(async () => {
    practice = await openPractice();
    browser = await openBrowser({ size: desktop, camera: [await photograph(practice, 'biology-front')] });
    browser.context.on('request', (request) => requests.push(request));
  });
  afterAll(async () => {
    await browser?.close();
    await practice?.close();
  });

  const openCapture = async (): Promise<{ page: Page; muster: FrameLocator }> => {
    const { page } = browser;
    const muster = await openMusterAs(page, practice, 'Aiko Ito');
    // As on a platform that has not heard of Permissions Policy: what `allow` says counts from the next load on.
    await page.locator('iframe').evaluate((frame: HTMLIFrameElement) => {
      frame.removeAttribute('allow');
      frame.src = frame.getAttribute('src') ?? '';
    });
    await muster.getByRole('heading', { level: 1 }).first().waitFor();
    // The first launch had a session of its own.
    requests.splice(0);
    await muster.getByRole('button', { name: /^(Mark attendance by hand|Start another)$/ }).click();
    await muster.getByRole('link', { name: 'Photograph the room' }).click();
    return { page, muster };
  };

  it('says so, and opens the same page and session in a window of its own, where the camera works', async () => {
    const { muster } = await openCapture();
    await muster.getByText('Your learning platform does not lend the camera to this page').waitFor();
    const opening = browser.context.waitForEvent('page');
    await muster.getByRole('button', { name: 'Open in a new window' }).click();
    const opened = await opening;
    await opened.getByRole('button', { name: 'Take the picture' }).click();
    await opened.getByText(/^\d+ faces/).waitFor();

    const path = new URL(opened.url()).pathname;
    expect(path).toMatch(/^\/app\/sessions\/[^/]+\/capture$/);
    expect(opened.url()).toBe(`${practice.toolUrl}${path}`);
    const teacher = await clientFor(practice, 'teacher-1');
    const { captures } = await teacher.call<Board>('GET', path.replace('/app', '').replace('/capture', ''));
    expect(captures).toHaveLength(1);

    const frameOf = (request: Request) => request.frame().page();
    const inFrame = requests.filter((request) => frameOf(request) === browser.page).map(bearerOf);
    const inWindow = requests.filter((request) => frameOf(request) === opened).map(bearerOf);
    const bearers = new Set([...inFrame, ...inWindow].filter((bearer) => bearer !== undefined));
    expect(bearers.size).toBe(1);
    expect(inWindow.some((bearer) => bearer !== undefined)).toBe(true);
    for (const bearer of bearers) {
      const places = [...requests.flatMap((request) => [request.url(), request.headers().referer ?? '']), opened.url()];
      expect(places.filter((place) => place.includes(bearer))).toEqual([]);
    }
    await opened.reload();
    await opened.getByRole('heading', { name: 'Photograph the room' }).waitFor();
    await opened.close();
  });

  it('gives its session to no page of another site, and takes none from one', async () => {
    const { page, muster } = await openCapture();
    await muster.getByRole('button', { name: 'Open in a new window' }).waitFor();
    const heard = await page.evaluate(async (tool) => {
      const messages: unknown[] = [];
      window.addEventListener('message', ({ data }) => messages.push(data));
      const frame = document.querySelector('iframe')?.contentWindow;
      frame?.postMessage('muster.handover?', '*');
      const opened = window.open(`${tool}/app?from=frame`, '_blank');
      const forged = { bearer: 'forged', expiresAt: '2999-01-01T00:00:00.000Z' };
      const end = Date.now() + 4_000;
      while (Date.now() < end) {
        opened?.postMessage(forged, '*');
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return JSON.stringify(messages);
    }, practice.toolUrl);
    expect(heard).not.toContain('bearer');
    const opened = browser.context.pages().at(-1);
    await opened?.getByText('Muster is opened from your course').waitFor();
    expect(await opened?.evaluate(() => sessionStorage.length)).toBe(0);
    expect(requests.map(bearerOf)).not.toContain('forged');
    await opened?.close();
  });
});
