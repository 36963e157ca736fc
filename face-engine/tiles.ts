import type { Rect } from './pixels.ts';

/** The detector sees 320 x 240. A level is the picture made to fit n overlapping tiles a side. */
export const tileWidth = 320;
export const tileHeight = 240;
const overlap = 0.35;

export interface Level {
  /** Size the picture is resized to for this level. */
  readonly width: number;
  readonly height: number;
  readonly tiles: readonly Tile[];
}

export interface Tile {
  readonly x: number;
  readonly y: number;
  /** Sides that lie inside the picture: a face cut there is seen whole by the neighbouring tile. */
  readonly inner: { readonly left: boolean; readonly top: boolean; readonly right: boolean; readonly bottom: boolean };
}

const starts = (length: number, tile: number): number[] => {
  if (length <= tile) return [0];
  const step = tile * (1 - overlap);
  const count = Math.ceil((length - tile) / step) + 1;
  return Array.from({ length: count }, (_, index) => Math.round(((length - tile) * index) / (count - 1)));
};

const levelOf = (width: number, height: number, side: number): Level => {
  const span = side - (side - 1) * overlap;
  const scale = Math.min((tileWidth * span) / width, (tileHeight * span) / height);
  const w = Math.max(1, Math.round(width * scale));
  const h = Math.max(1, Math.round(height * scale));
  const tiles = starts(h, tileHeight).flatMap((y) =>
    starts(w, tileWidth).map((x) => ({
      x,
      y,
      inner: { left: x > 0, top: y > 0, right: x + tileWidth < w, bottom: y + tileHeight < h },
    })),
  );
  return { width: w, height: h, tiles };
};

const smallFacesFrom = 1000;

/** Levels 1 and 2, and 4 for large pictures: faces of 24 pixels in a class photograph are then 20 for the detector. */
export const levelsFor = (width: number, height: number): Level[] =>
  (Math.max(width, height) >= smallFacesFrom ? [1, 2, 4] : [1, 2]).map((side) => levelOf(width, height, side));

/** A face that runs over an inner side is boxed by what is seen of it, and that box ends a little before the side. */
const edge = 12;

/** Whether a box of a tile comes close to a side that lies inside the picture. */
export const isCut = (box: Rect, { inner }: Tile): boolean => {
  return (
    (inner.left && box.x < edge) ||
    (inner.top && box.y < edge) ||
    (inner.right && box.x + box.width > tileWidth - edge) ||
    (inner.bottom && box.y + box.height > tileHeight - edge)
  );
};
