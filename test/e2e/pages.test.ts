import AxeBuilder from '@axe-core/playwright';
import { adminScenes } from '../support/admin-scenes.ts';
import { desktop, phone } from '../support/browser.ts';
import { checkInScenes } from '../support/check-in-scenes.ts';
import { disputeScenes } from '../support/dispute-scenes.ts';
import { linkScenes } from '../support/link-scenes.ts';
import { openSceneBrowsers, type SceneBrowsers } from '../support/scene-browsers.ts';
import { checkedLectureScenes, otherScenes, teacherScenes } from '../support/scenes.ts';
import { type Stage, setStage } from '../support/stage.ts';
import { checkedStateScenes } from '../support/state-scenes.ts';

const scenes = [
  ...teacherScenes,
  ...linkScenes,
  ...otherScenes,
  ...checkedStateScenes,
  ...adminScenes,
  ...checkInScenes,
  ...disputeScenes,
];
const screens = ['on a desktop', 'on a phone'] as const;

/** On one stage, since setting it takes as long as twenty scenes. */
describe('every page, in each of its states', () => {
  let stage: Stage;
  let browsers: Readonly<Record<(typeof screens)[number], SceneBrowsers>>;
  beforeAll(async () => {
    stage = await setStage();
    browsers = {
      'on a desktop': openSceneBrowsers(stage, desktop),
      'on a phone': openSceneBrowsers(stage, phone),
    };
  }, 180_000);
  afterAll(async () => {
    for (const screen of screens) await browsers?.[screen].close();
    await stage?.practice.close();
  });

  describe.each([scenes, checkedLectureScenes].flatMap((some) => screens.map((screen) => [screen, some] as const)))(
    '%s',
    (screen, some) => {
      it.each(some.map((scene) => [scene.name, scene] as const))(
        '%s fits its width and has no fault that axe knows',
        async (_name, scene) => {
          const page = await browsers[screen].show(scene);
          const [width, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
          expect(width).toBeLessThanOrEqual(window);
          // The frame of another origin is looked at by its own scenes. What passes is not told of: that is megabytes.
          const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
          const { violations } = await axe.analyze();
          const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
          expect(faults).toEqual([]);
        },
      );
    },
  );
});
