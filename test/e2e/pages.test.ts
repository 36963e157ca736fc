import AxeBuilder from '@axe-core/playwright';
import { adminScenes } from '../support/admin-scenes.ts';
import { desktop, phone } from '../support/browser.ts';
import { linkScenes } from '../support/link-scenes.ts';
import { openSceneBrowsers, type SceneBrowsers } from '../support/scene-browsers.ts';
import { otherScenes, teacherScenes } from '../support/scenes.ts';
import { type Stage, setStage } from '../support/stage.ts';
import { checkedStateScenes } from '../support/state-scenes.ts';

describe('every page, in each of its states', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  }, 180_000);
  afterAll(() => stage?.practice.close());

  describe.each([
    ['on a desktop', desktop],
    ['on a phone', phone],
  ] as const)('%s', (_, size) => {
    let browsers: SceneBrowsers;
    beforeAll(() => {
      browsers = openSceneBrowsers(stage, size);
    });
    afterAll(() => browsers?.close());

    it.each(
      [...teacherScenes, ...linkScenes, ...otherScenes, ...checkedStateScenes, ...adminScenes].map(
        (scene) => [scene.name, scene] as const,
      ),
    )('%s fits its width and has no fault that axe knows', async (_name, scene) => {
      const page = await browsers.show(scene);
      const [width, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(width).toBeLessThanOrEqual(window);
      // The frame of another origin is looked at by its own scenes.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
      expect(faults).toEqual([]);
    });
  });
});
