import type { AnalysedFace } from '../messages.ts';
import type { QualityFilter } from './fields.ts';
import type { Picture } from './picture.ts';

interface Bar {
  readonly confidence: number;
  readonly sharpness: number;
  readonly brightness: number;
  readonly yaw: number;
  readonly pitch: number;
  /** Pixels of a face in a picture whose longest side is 1920; more in a larger one. */
  readonly side: number;
}

/** AWS does not publish its bars. These are on this engine's scales; Rekognition's AUTO is taken for the middle one. */
const low: Bar = { confidence: 75, sharpness: 8, brightness: 8, yaw: 65, pitch: 60, side: 24 };
const medium: Bar = { confidence: 80, sharpness: 14, brightness: 12, yaw: 55, pitch: 50, side: 40 };
const high: Bar = { confidence: 90, sharpness: 25, brightness: 18, yaw: 40, pitch: 38, side: 60 };
const bars: Readonly<Record<Exclude<QualityFilter, 'NONE'>, Bar>> = {
  LOW: low,
  MEDIUM: medium,
  AUTO: medium,
  HIGH: high,
};

const referenceSide = 1920;

export type QualityReason =
  | 'LOW_CONFIDENCE'
  | 'SMALL_BOUNDING_BOX'
  | 'LOW_SHARPNESS'
  | 'LOW_BRIGHTNESS'
  | 'EXTREME_POSE';

/** Why a face is not used under this filter; nothing when it is. */
export const reasonsAgainst = (
  { box, quality }: AnalysedFace,
  { width, height }: Picture,
  filter: QualityFilter,
): QualityReason[] => {
  if (filter === 'NONE') return [];
  const bar = bars[filter];
  const side = bar.side * Math.max(1, Math.max(width, height) / referenceSide);
  const checks: readonly [boolean, QualityReason][] = [
    [box.score * 100 < bar.confidence, 'LOW_CONFIDENCE'],
    [Math.min(box.width, box.height) < side, 'SMALL_BOUNDING_BOX'],
    [quality.sharpness < bar.sharpness, 'LOW_SHARPNESS'],
    [quality.brightness < bar.brightness, 'LOW_BRIGHTNESS'],
    [Math.abs(quality.yaw) > bar.yaw || Math.abs(quality.pitch) > bar.pitch, 'EXTREME_POSE'],
  ];
  return checks.flatMap(([fails, reason]) => (fails ? [reason] : []));
};
