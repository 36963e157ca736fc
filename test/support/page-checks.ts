import AxeBuilder from '@axe-core/playwright';
import { adminScenes } from './admin-scenes.ts';
import type { Size } from './browser.ts';
import { checkInScenes } from './check-in-scenes.ts';
import { linkScenes } from './link-scenes.ts';
import { openSceneBrowsers, type SceneBrowsers } from './scene-browsers.ts';
import { checkedLectureScenes, otherScenes, teacherScenes } from './scenes.ts';
import { type Stage, setStage } from './stage.ts';
import { checkedStateScenes } from './state-scenes.ts';

const scenes = [
  ...teacherScenes,
  ...linkScenes,
  ...otherScenes,
  ...checkedStateScenes,
  ...adminScenes,
  ...checkInScenes,
  ...checkedLectureScenes,
];

/** Every page in each of its states, on a screen of this size. */
export const describePages = (where: string, size: Size): void =>
  describe(`every page, in each of its states, ${where}`, () => {
    let stage: Stage;
    let browsers: SceneBrowsers;
    beforeAll(async () => {
      stage = await setStage();
      browsers = openSceneBrowsers(stage, size);
    }, 180_000);
    afterAll(async () => {
      await browsers?.close();
      await stage?.practice.close();
    });

    it.each(scenes.map((scene) => [scene.name, scene] as const))(
      '%s fits its width and has no fault that axe knows',
      async (_name, scene) => {
        const page = await browsers.show(scene);
        const [width, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        expect(width).toBeLessThanOrEqual(window);
        // The frame of another origin is looked at by its own scenes.
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
        expect(faults).toEqual([]);
      },
    );
  });
