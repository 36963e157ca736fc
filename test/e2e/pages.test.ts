import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { adminScenes } from '../support/admin-scenes.ts';
import { desktop, phone } from '../support/browser.ts';
import { checkInScenes } from '../support/check-in-scenes.ts';
import { disputeScenes } from '../support/dispute-scenes.ts';
import { linkScenes } from '../support/link-scenes.ts';
import { outageScenes } from '../support/outage-scenes.ts';
import { openSceneBrowsers, type SceneBrowsers, settled } from '../support/scene-browsers.ts';
import { checkedLectureScenes, otherScenes, teacherScenes } from '../support/scenes.ts';
import { type Stage, setStage } from '../support/stage.ts';
import { checkedStateScenes } from '../support/state-scenes.ts';

const scenes = [
  ...teacherScenes,
  ...linkScenes,
  ...otherScenes,
  ...checkedStateScenes,
  ...adminScenes,
  ...outageScenes,
  ...checkInScenes,
  ...disputeScenes,
];
/** What is wrong with the page as it stands. */
const faultsOf = async (page: Page): Promise<string[]> => {
  const [width, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  // The frame of another origin is looked at by its own scenes. What passes is not told of: that is megabytes.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return [
    ...(width <= window ? [] : [`${width} px wide in a window of ${window} px`]),
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`),
  ];
};

/**
 * On one stage, since setting it takes as long as twenty scenes; opened on a phone and then made wide, since opening takes
 * twice as long as looking. Opened wide are the pages of all other tests.
 */
describe('every page, in each of its states', () => {
  let stage: Stage;
  let browsers: SceneBrowsers;
  beforeAll(async () => {
    stage = await setStage();
    browsers = openSceneBrowsers(stage, phone);
  });
  afterAll(async () => {
    await browsers?.close();
    await stage?.practice.close();
  });

  it.each([...scenes, ...checkedLectureScenes].map((scene) => [scene.name, scene] as const))(
    '%s fits a phone and a desktop, and has no fault that axe knows',
    async (_name, scene) => {
      const page = await browsers.show(scene);
      const onPhone = await faultsOf(page);
      await page.setViewportSize(desktop);
      const onDesktop = await faultsOf(await settled(page));
      await page.setViewportSize(phone);
      expect({ onPhone, onDesktop }).toEqual({ onPhone: [], onDesktop: [] });
    },
  );
});
