import type { ScoredBox } from './boxes.ts';
import { overlap } from './boxes.ts';
import { faceScore, readBoxes } from './detect.ts';
import type { Pixels, Rect } from './pixels.ts';
import type { Network } from './runtime.ts';
import { sample } from './sample.ts';
import { tileHeight, tileWidth } from './tiles.ts';

/**
 * The detector scores a dark or blurred face of 20 to 30 pixels low, and a pattern that looks like one as high. Shown 80
 * pixels tall, in the middle of a tile of its own, the faces come near 1 and the patterns fall to .1 or so; a lower
 * threshold alone cannot tell them apart.
 */
const shownHeight = 80;

/** Larger ones have been seen nearly as tall already. */
const worthwhile = ({ height }: Rect): boolean => height <= 2 * shownHeight;

/** Bounds what a picture full of patterns costs; the best are looked at. */
const mostLooks = 40;

/** Of hints, best first, those to look at again. */
export const toLookAt = (hints: readonly ScoredBox[]): ScoredBox[] => hints.filter(worthwhile).slice(0, mostLooks);

/** The face that a hint turns out to be, boxed anew, or null. In pixels of the picture, as the hint is. */
export const lookAgain = async (network: Network, pixels: Pixels, hint: ScoredBox): Promise<ScoredBox | null> => {
  const scale = hint.height / shownHeight;
  const left = hint.x + hint.width / 2 - (scale * tileWidth) / 2;
  const top = hint.y + hint.height / 2 - (scale * tileHeight) / 2;
  const mapping = { xx: scale, xy: 0, yx: 0, yy: scale, tx: left + scale / 2 - 0.5, ty: top + scale / 2 - 0.5 };
  const view = sample(pixels, mapping, tileWidth, tileHeight);
  for (let i = 0; i < view.length; i += 1) network.input[i] = ((view[i] as number) - 127) / 128;
  const [best] = (await readBoxes(network, faceScore))
    .map(({ x, y, width, height, score }) => ({
      x: left + x * scale,
      y: top + y * scale,
      width: width * scale,
      height: height * scale,
      score,
    }))
    .filter((box) => overlap(box, hint))
    .sort((a, b) => b.score - a.score);
  return best ?? null;
};
