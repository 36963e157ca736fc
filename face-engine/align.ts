import type { FivePoints, Point } from './landmarks.ts';
import type { Pixels } from './pixels.ts';
import { type Mapping, sample } from './sample.ts';

export const alignedSide = 112;

/** Where the five points stand in an aligned 112 x 112 face: the ArcFace template (insightface, arcface_dst). */
const template: readonly Point[] = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
];

const centre = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});

/**
 * The similarity (turn, scale, shift) from template to picture that fits best in least squares. In two dimensions
 * Umeyama's solution (1991) is one complex number: sum(conj(t) p) / sum(|t|^2) over centred points.
 */
export const similarityTo = (points: FivePoints): Mapping => {
  const from = centre(template);
  const to = centre(points);
  let real = 0;
  let imaginary = 0;
  let norm = 0;
  for (const [index, { x, y }] of template.entries()) {
    const point = points[index] as Point;
    const tx = x - from.x;
    const ty = y - from.y;
    const px = point.x - to.x;
    const py = point.y - to.y;
    real += tx * px + ty * py;
    imaginary += tx * py - ty * px;
    norm += tx * tx + ty * ty;
  }
  const a = real / norm;
  const b = imaginary / norm;
  return { xx: a, xy: -b, yx: b, yy: a, tx: to.x - (a * from.x - b * from.y), ty: to.y - (b * from.x + a * from.y) };
};

/** The face upright and centred, planar RGB 0-255. */
export const alignFace = (pixels: Pixels, points: FivePoints): Float32Array =>
  sample(pixels, similarityTo(points), alignedSide, alignedSide);
