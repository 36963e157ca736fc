import type { Rect } from './pixels.ts';

export interface ScoredBox extends Rect {
  readonly score: number;
}

const area = ({ width, height }: Rect) => width * height;

const intersection = (a: Rect, b: Rect) => {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
};

const maxOverlap = 0.4;
const maxContained = 0.7;

/** Whether two boxes agree about where a face is: intersection over union above .4. */
export const overlap = (a: Rect, b: Rect): boolean => {
  const both = intersection(a, b);
  return both / (area(a) + area(b) - both) > maxOverlap;
};

const isInside = (a: Rect, b: Rect): boolean => intersection(a, b) / Math.min(area(a), area(b)) > maxContained;

/** Of boxes that score alike the larger is the whole face, the smaller what one tile saw of it. */
const rank = ({ score }: ScoredBox) => Math.round(score * 10);

/**
 * Keeps the best of boxes that mean the same face: those that overlap, or of which one lies in the other (tiles of
 * different levels box a face differently). What means the same as one of `standing` is not kept either.
 */
export const suppress = (boxes: readonly ScoredBox[], standing: readonly ScoredBox[] = []): ScoredBox[] => {
  const kept: ScoredBox[] = [];
  for (const box of [...boxes].sort((a, b) => rank(b) - rank(a) || area(b) - area(a))) {
    const means = (other: ScoredBox) => overlap(box, other) || isInside(box, other);
    if (!standing.some(means) && !kept.some(means)) kept.push(box);
  }
  return kept;
};
