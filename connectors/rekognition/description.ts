import type { EngineDescription } from '../../core/ports/face-gallery.ts';

export interface OwnThresholds {
  readonly match?: number | undefined;
  readonly review?: number | undefined;
}

/**
 * 99 is what AWS recommends for identifying people, 80 is its default. The margin is what the embedded engine's 8 points
 * of cosine are in log-odds on the curve of face-engine/rekognition/similarity.ts (.08 x 16.04).
 */
const description = {
  engine: 'rekognition',
  thresholds: { match: 99, review: 80, margin: 1.283, scale: 'log-odds' },
  qualityLimits: { minHeightPx: 90, minBrightness: 18, maxBrightness: 96, minSharpness: 22, maxYaw: 40, maxPitch: 38 },
  origin:
    "99 is AWS's recommendation for identifying people, 80 its default; neither was measured here on AWS itself. On Muster's own server of the protocol 99 and 80 are cosines .55 and .35, measured as the embedded engine's 55 and 35; the margin is .08 of cosine.",
} as const satisfies Omit<EngineDescription, 'modelVersion'>;

/** With other thresholds than AWS's, where an institution has measured its own; the evidence says so. */
export const describe = ({ match, review }: OwnThresholds = {}): Omit<EngineDescription, 'modelVersion'> => {
  if (match === undefined && review === undefined) return description;
  const thresholds = {
    ...description.thresholds,
    ...(match === undefined ? {} : { match }),
    ...(review === undefined ? {} : { review }),
  };
  const origin = `Match ${thresholds.match} and review ${thresholds.review} are set by whoever runs Muster. ${description.origin}`;
  return { ...description, thresholds, origin };
};
