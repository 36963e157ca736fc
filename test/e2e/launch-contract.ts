import type { BrowserContext, Frame, FrameLocator, Page } from 'playwright-core';
import type { ProfileName } from '../../practice-lms/profiles/profile.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { type CookieProxy, openCookieProxy } from '../support/cookie-proxy.ts';
import { openMusterAs } from '../support/lms-browser.ts';
import { freePort, openPractice, type RunningPractice } from '../support/practice.ts';

const ourCookies = async (context: BrowserContext) =>
  (await context.cookies()).filter(({ name }) => name.startsWith('__Host-muster'));

const courseHeading = (muster: FrameLocator | Page) => muster.getByRole('heading', { level: 1, name: 'Biology 101' });

const toolFrame = (page: Page, { toolUrl }: RunningPractice): Frame => {
  const frame = page.frames().find((one) => one.url().startsWith(toolUrl));
  if (frame === undefined) throw new Error('the tool is in no frame');
  return frame;
};

/** Each profile in a file of its own, since ltijs is one to a process. */
export const describeLaunches = (profile: ProfileName, withoutCookies: 'platform storage' | 'new window'): void => {
  describe(`opening Muster on ${profile}, third-party cookies blocked`, () => {
    let practice: RunningPractice;
    let proxy: CookieProxy;
    const open: OpenBrowser[] = [];
    beforeAll(async () => {
      proxy = await openCookieProxy();
      proxy.target = await freePort();
      practice = await openPractice({ profile, toolPort: proxy.target, publicUrl: proxy.url });
    });
    beforeEach(() => {
      proxy.refusesPartitioned = false;
    });
    afterAll(async () => {
      for (const browser of open) await browser.close();
      await practice?.close();
      await proxy?.close();
    });
    const browse = async (): Promise<OpenBrowser> => {
      const browser = await openBrowser();
      open.push(browser);
      return browser;
    };

    it('works in the course’s frame by a partitioned cookie', async () => {
      const { page, context } = await browse();
      await courseHeading(await openMusterAs(page, practice, 'Aiko Ito')).waitFor();
      const cookies = await ourCookies(context);
      expect(cookies.length).toBeGreaterThan(0);
      expect(cookies.every((cookie) => 'partitionKey' in cookie)).toBe(true);
      expect(toolFrame(page, practice).url()).toBe(`${practice.toolUrl}/app`);
    });

    it('goes on after the frame is reloaded, on the page where it was, and after the whole page is', async () => {
      const { page } = await browse();
      const muster = await openMusterAs(page, practice, 'Aiko Ito');
      await muster.getByRole('link', { name: 'People' }).click();
      await muster.getByRole('heading', { level: 1, name: 'People' }).waitFor();
      const frame = toolFrame(page, practice);
      await frame.evaluate(() => window.location.reload()).catch(() => {});
      await muster.getByRole('heading', { level: 1, name: 'People' }).waitFor();
      expect(await muster.getByText('signed out').count()).toBe(0);
      await page.reload();
      await muster.getByRole('heading', { level: 1 }).first().waitFor();
      expect(await muster.getByText('signed out').count()).toBe(0);
    });

    it('keeps two courses in two tabs apart', async () => {
      const { page, context } = await browse();
      const biology = await openMusterAs(page, practice, 'Aiko Ito');
      const other = await context.newPage();
      const statistics = await openMusterAs(other, practice, 'Aiko Ito', 'Statistics');
      await statistics.getByRole('heading', { level: 1, name: 'Statistics' }).waitFor();
      await biology.getByRole('link', { name: 'People' }).click();
      await biology.getByRole('row').nth(28).waitFor();
      await statistics.getByRole('link', { name: 'People' }).click();
      await statistics.getByRole('row').nth(12).waitFor();
      await toolFrame(page, practice)
        .evaluate(() => window.location.reload())
        .catch(() => {});
      await biology.getByRole('row').nth(28).waitFor();
      expect(await statistics.getByRole('row').nth(20).count()).toBe(0);
    });

    if (withoutCookies === 'platform storage') {
      it('works by the platform’s storage where partitioned cookies are refused as well', async () => {
        proxy.refusesPartitioned = true;
        const { page, context } = await browse();
        await courseHeading(await openMusterAs(page, practice, 'Aiko Ito')).waitFor();
        expect(await ourCookies(context)).toEqual([]);
      });
      return;
    }
    it('offers a new window where partitioned cookies are refused as well, and works there', async () => {
      proxy.refusesPartitioned = true;
      const { page, context } = await browse();
      const muster = await openMusterAs(page, practice, 'Aiko Ito');
      expect(await ourCookies(context)).toEqual([]);
      const [opened] = await Promise.all([
        context.waitForEvent('page'),
        muster.getByRole('button', { name: 'Open in a new window' }).click(),
      ]);
      await courseHeading(opened).waitFor();
      expect(new URL(opened.url()).search).toBe('');
      await muster.getByRole('heading', { name: 'Muster is in the new window' }).waitFor();
      await opened.reload();
      await courseHeading(opened).waitFor();
    });
  });
};
