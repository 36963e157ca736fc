import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { adminScenes } from '../test/support/admin-scenes.ts';
import { desktop, phone } from '../test/support/browser.ts';
import { checkInScenes } from '../test/support/check-in-scenes.ts';
import { disputeScenes } from '../test/support/dispute-scenes.ts';
import { linkScenes } from '../test/support/link-scenes.ts';
import { outageScenes } from '../test/support/outage-scenes.ts';
import { openSceneBrowsers } from '../test/support/scene-browsers.ts';
import { lectureScenes, otherScenes, type Scene, teacherScenes } from '../test/support/scenes.ts';
import { setStage } from '../test/support/stage.ts';
import { stateScenes } from '../test/support/state-scenes.ts';

/** Draws every page in each of its states from the running product: docs/pictures/<page>-<width>.webp. */
const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const only = process.argv.slice(2);
const tallest = 2400;

const wanted = (scene: Scene) => only.length === 0 || only.some((name) => scene.name.startsWith(name));
const scenes = [
  ...teacherScenes,
  ...linkScenes,
  ...otherScenes,
  ...stateScenes,
  ...adminScenes,
  ...outageScenes,
  ...checkInScenes,
  ...disputeScenes,
].filter(wanted);
const rounds = [scenes, lectureScenes.filter(wanted)].flatMap((some) =>
  [desktop, phone].map((size) => ({ some, size })),
);
if (only.length === 0) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });

const stage = await setStage();
try {
  for (const { some, size } of rounds) {
    const browsers = openSceneBrowsers(stage, size);
    for (const scene of some) {
      const page = await browsers.show(scene);
      // As tall as the page: what sticks to the bottom of the window stands at its end, not across the middle.
      const tall = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ width: size.width, height: Math.min(Math.max(tall, size.height), tallest) });
      const whole = await page.screenshot({ fullPage: true });
      await page.setViewportSize(size);
      const { height = 0 } = await sharp(whole).metadata();
      const file = `${folder}${scene.name}-${size.width}.webp`;
      await sharp(whole)
        .extract({ left: 0, top: 0, width: size.width, height: Math.min(height, tallest) })
        .webp({ quality: 82 })
        .toFile(file);
      console.log(file);
    }
    await browsers.close();
  }
} finally {
  await stage.practice.close();
}
process.exit(0);
