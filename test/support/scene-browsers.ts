import type { Page, Route } from 'playwright-core';
import type { Problem } from '../../lti-server/http/api-schema/problem.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { type BrowserOptions, type OpenBrowser, openBrowser, type Size } from './browser.ts';
import { forgeAnswers } from './forged-answer.ts';
import type { Scene } from './scenes.ts';
import type { Stage } from './stage.ts';
import { photograph } from './take-photographs.ts';

/** One browser for each kind of camera, opened when a scene first asks for it. */
export interface SceneBrowsers {
  /** The page with the scene on it. */
  show(scene: Scene): Promise<Page>;
  close(): Promise<void>;
}

const cameraOptions = async (stage: Stage, camera: Scene['camera']): Promise<BrowserOptions> => {
  switch (camera) {
    case 'class':
      return { camera: [await photograph(stage.practice, 'biology-front')] };
    case 'face':
      return { camera: await enrolmentPictures(students.find(({ hard }) => hard === null)?.portrait ?? '') };
    case 'refused':
      return { camera: [await photograph(stage.practice, 'biology-front')], allowCamera: false };
    case undefined:
      return {};
  }
};

const signIn = async (page: Page, { practice: { lmsUrl } }: Stage, { person = '', course = 'biology-101' }: Scene) => {
  await page.goto('about:blank');
  await page.request.post(`${lmsUrl}/be/${person}`, { maxRedirects: 0 });
  await page.goto(`${lmsUrl}/launch/${course}`);
  await page.waitForURL(/\/app(\/|$)/);
};

/** The page keeps its app session in this storage; a page that is neither the tool's nor the LMS's has none. */
const isSignedIn = (page: Page): Promise<boolean> => page.evaluate(() => sessionStorage.length > 0).catch(() => false);

type Network = NonNullable<Scene['network']>;

/** As the server would (lti-server/http/problem-answer.ts), or not at all. */
const answerFor = async (route: Route, does: Network['does']): Promise<void> => {
  if (does === 'hang') return;
  if (does === 'fail') return route.abort('connectionfailed');
  if (typeof does === 'object' && 'answer' in does) return route.fulfill({ json: does.answer });
  if (typeof does === 'object') {
    const response = await route.fetch();
    return route.fulfill({ response, json: does.change(await response.json()) });
  }
  const code = does === 401 ? 'SESSION_EXPIRED' : 'INTERNAL';
  const reference = '5a0b1d52-61c3-4b8e-9d57-0a7a4c1f2e11';
  const problem: Problem = { type: `urn:muster:problem:${code}`, title: code, status: does, code, reference };
  await route.fulfill({ status: does, contentType: 'application/problem+json', body: JSON.stringify(problem) });
};

/** Resolves once each camera that films has a picture on the screen: with its first one loaded it may still be black. */
const camerasShow = `Promise.all([...document.querySelectorAll('video')]
  .filter(({ srcObject }) => srcObject?.active)
  .map((video) => new Promise((shown) => video.requestVideoFrameCallback(() =>
    requestAnimationFrame(() => requestAnimationFrame(shown))))))`;

/** Until what fades in has done so: half seen, it has neither its looks nor its contrast. What turns without end may. */
export const settled = async (page: Page): Promise<Page> => {
  await page.evaluate(camerasShow);
  for (const frame of page.frames()) {
    await frame.waitForFunction(() =>
      document
        .getAnimations()
        .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
    );
  }
  return page;
};

export const openSceneBrowsers = (stage: Stage, size: Size, sharpness = 1): SceneBrowsers => {
  const browsers = new Map<Scene['camera'], OpenBrowser>();
  /** Who is signed in in which course, by the launch of the scene before: the next one of theirs needs none. */
  const signedIn = new Map<OpenBrowser, string>();
  let last: OpenBrowser | null = null;
  const browserOf = async (camera: Scene['camera']): Promise<OpenBrowser> => {
    const open =
      browsers.get(camera) ?? (await openBrowser({ size, sharpness, ...(await cameraOptions(stage, camera)) }));
    browsers.set(camera, open);
    // A camera films as long as its page stands, and takes half a core for it.
    if (last !== open) await last?.page.goto('about:blank');
    last = open;
    return open;
  };
  return {
    async show(scene) {
      const browser = await browserOf(scene.camera);
      const { page } = browser;
      const { toolUrl, lmsUrl } = stage.practice;
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      const { network } = scene;
      if (network !== undefined) {
        await page.route(`**/api${network.path}`, (route) => answerFor(route, network.does));
      }
      if (scene.claims !== undefined) await forgeAnswers(page, stage.practice, scene.claims);
      if (scene.opens !== undefined) {
        // Nobody is signed in before.
        await page.goto(`${toolUrl}/healthz`);
        await page.evaluate(() => sessionStorage.clear());
        signedIn.delete(browser);
        await page.goto(await scene.opens(stage));
        await scene.settle(page);
        return settled(page);
      }
      await scene.before?.(stage);
      const who = `${scene.person} ${scene.course}`;
      const isTheirs = scene.claims === undefined && signedIn.get(browser) === who && (await isSignedIn(page));
      if (!isTheirs) await signIn(page, stage, scene);
      if (scene.claims === undefined) signedIn.set(browser, who);
      else signedIn.delete(browser);
      if (scene.lmsPath !== undefined) await page.goto(lmsUrl + scene.lmsPath);
      const path = typeof scene.path === 'function' ? scene.path(stage) : scene.path;
      if (path !== undefined || (isTheirs && scene.lmsPath === undefined))
        await page.goto(`${toolUrl}/app${path ?? ''}`);
      await scene.settle(page);
      return settled(page);
    },
    async close() {
      for (const browser of browsers.values()) await browser.close();
    },
  };
};
