import { alignedSide } from './align.ts';
import type { FivePoints } from './landmarks.ts';
import { luma } from './sample.ts';

/** Angles in degrees, the others 0-100. Nothing about who or what the person is. */
export interface Quality {
  readonly brightness: number;
  readonly sharpness: number;
  readonly yaw: number;
  readonly pitch: number;
}

const degrees = 180 / Math.PI;
/** A nose tip stands about .6 eye distances before the eyes, and half way from them to the mouth. */
const noseDepth = 0.6;
const noseDrop = 0.5;

/** From the five points alone, in the frame of the eyes, so that a tilted head is not taken for a turned one. */
export const pose = ([left, right, nose, mouthLeft, mouthRight]: FivePoints): { yaw: number; pitch: number } => {
  const eyes = Math.max(1, Math.hypot(right.x - left.x, right.y - left.y));
  const ux = (right.x - left.x) / eyes;
  const uy = (right.y - left.y) / eyes;
  const middle = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
  const along = (x: number, y: number) => (x - middle.x) * ux + (y - middle.y) * uy;
  const down = (x: number, y: number) => -(x - middle.x) * uy + (y - middle.y) * ux;
  const mouth = down((mouthLeft.x + mouthRight.x) / 2, (mouthLeft.y + mouthRight.y) / 2);
  const yaw = Math.atan(along(nose.x, nose.y) / (noseDepth * eyes)) * degrees;
  const pitch = Math.atan((down(nose.x, nose.y) - noseDrop * mouth) / (noseDepth * eyes)) * degrees;
  return { yaw, pitch };
};

/** Spread of the Laplacian over the middle of the aligned face; 400 and more counts as perfectly sharp. */
const sharpnessOf = (grey: Float32Array): number => {
  const from = 24;
  const to = alignedSide - 16;
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = from; y < to; y += 1) {
    for (let x = from; x < to; x += 1) {
      const at = y * alignedSide + x;
      const value =
        4 * (grey[at] as number) -
        (grey[at - 1] as number) -
        (grey[at + 1] as number) -
        (grey[at - alignedSide] as number) -
        (grey[at + alignedSide] as number);
      sum += value;
      squares += value * value;
      count += 1;
    }
  }
  const variance = squares / count - (sum / count) ** 2;
  return Math.min(100, (100 * Math.sqrt(Math.max(0, variance))) / 20);
};

/** Too little detail to enrol a person by; so no template changes with what is done about such faces. */
const softBelow = 22;

export const isSoft = ({ sharpness }: Quality): boolean => sharpness < softBelow;

export const qualityOf = (aligned: Float32Array, points: FivePoints): Quality => {
  const grey = luma(aligned);
  const from = 24;
  let sum = 0;
  let count = 0;
  for (let y = from; y < alignedSide - 8; y += 1) {
    for (let x = from; x < alignedSide - from; x += 1) {
      sum += grey[y * alignedSide + x] as number;
      count += 1;
    }
  }
  return { brightness: ((sum / count) * 100) / 255, sharpness: sharpnessOf(grey), ...pose(points) };
};
