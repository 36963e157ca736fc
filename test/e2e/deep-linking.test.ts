import type { FrameLocator } from 'playwright-core';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import { desktop, type OpenBrowser, openBrowser, phone } from '../support/browser.ts';
import { forgeAnswers } from '../support/forged-answer.ts';
import { asPlacingRequest, claimNames, launchWith, readResponse } from '../support/placing.ts';
import { clientFor, clientOf, openPractice, type RunningPractice } from '../support/practice.ts';
import { openReturnPage, type ReturnPage } from '../support/return-page.ts';

const returnPath = '/deep_links?course=2&id=3&sesskey=a%2Bb&again=1';

describe('placing a link, in a frame of another site, third-party cookies blocked', () => {
  let practice: RunningPractice;
  let platform: ReturnPage;
  beforeAll(async () => {
    [practice, platform] = [await openPractice(), await openReturnPage()];
    const teacher = await clientFor(practice, 'teacher-1');
    for (const title of ['Lecture', 'Seminar', 'Lab']) await teacher.call('POST', '/sessions', { title });
  });
  afterAll(async () => {
    await platform?.close();
    await practice?.close();
  });

  describe.each([
    ['on a desktop', desktop],
    ['on a phone', phone],
  ])('%s', (_, size) => {
    let browser: OpenBrowser;
    let muster: FrameLocator;
    beforeAll(async () => {
      browser = await openBrowser({ size });
      await forgeAnswers(browser.context, practice, (claims) =>
        asPlacingRequest(claims, { deep_link_return_url: platform.origin + returnPath }),
      );
    });
    afterAll(() => browser?.close());

    const beginLogin = async (): Promise<string> => {
      const begun = await fetch(`${practice.lmsUrl}/begin/teacher-1/biology-101`, { method: 'POST' });
      return ((await begun.json()) as { login: string }).login;
    };
    const focused = () =>
      muster
        .locator(':focus')
        .evaluate((element) => {
          const { labels } = element as HTMLInputElement;
          return (labels?.[0] ?? element).textContent?.trim() ?? '';
        })
        .catch(() => '');
    const tabTo = async (words: RegExp) => {
      for (let presses = 0; presses < 40; presses += 1) {
        if (words.test(await focused())) return;
        await browser.page.keyboard.press('Tab');
      }
      throw new Error(`no way by Tab to ${words}`);
    };

    it('by keyboard posts one field JWT, once, to the return URL as it was given; its link opens what was chosen', async () => {
      const before = platform.posts.length;
      const { page } = browser;
      const { keyboard } = page;
      await page.goto(`${platform.origin}/frame?${encodeURIComponent(await beginLogin())}`);
      muster = page.frameLocator('iframe[title="Muster"]');
      await muster.getByRole('heading', { name: 'Place Muster in Biology 101' }).waitFor();
      await muster.getByRole('heading', { level: 1 }).click();
      await tabTo(/^Attendance of this course/);
      await keyboard.press('ArrowDown');
      await muster.getByRole('checkbox', { name: /Seminar/ }).waitFor();
      await tabTo(/· Seminar/);
      await keyboard.press('Space');
      await tabTo(/^Place it$/);
      await keyboard.press('Enter');
      await muster.getByRole('heading', { name: 'The platform has it' }).waitFor();

      expect(platform.posts).toHaveLength(before + 1);
      const post = platform.posts.at(-1);
      expect(post).toMatchObject({
        path: returnPath,
        contentType: 'application/x-www-form-urlencoded',
      });
      const fields = new URLSearchParams(post?.body);
      expect([...fields.keys()]).toEqual(['JWT']);
      const { items } = await readResponse(practice, { returnUrl: '', jwt: fields.get('JWT') ?? '' });
      expect(items.map(({ title }) => title.split(', ').at(-1))).toEqual(['Seminar']);
      const { bearer } = await launchWith(practice, 'student-02', (claims) => ({
        ...claims,
        [claimNames.custom]: items[0]?.custom,
      }));
      const { landing } = await clientOf(practice, bearer ?? '').call<Me>('GET', '/me');
      expect(landing).toMatchObject({ kind: 'session' });
    });

    it('leads back to the platform from a window too, and after a reload', async () => {
      const before = platform.posts.length;
      const { page } = browser;
      await page.goto(await beginLogin());
      await page.getByRole('button', { name: 'Cancel' }).waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('heading', { name: 'The platform has it' }).waitFor();
      expect(platform.posts).toHaveLength(before + 1);
    });
  });
});
