/** A part of a picture that is to be covered: fractions of the upright picture, 0 to 1. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A place in the picture, as fractions of it. Outside of 0 to 1 when the pointer has left the picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Narrower or lower than this is a slip of the finger, and hard to find again. */
export const smallestSide = 0.02;
const step = 0.01;

const within = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** From one corner to the opposite one, whichever way they lie, cut at the picture's edges. Null: too small to be meant. */
export const areaBetween = (from: Point, to: Point): Area | null => {
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)].map((x) => within(x, 0, 1)) as [
    number,
    number,
  ];
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)].map((y) => within(y, 0, 1)) as [
    number,
    number,
  ];
  const area = { left, top, width: right - left, height: bottom - top };
  return area.width < smallestSide || area.height < smallestSide ? null : area;
};

/** The same area elsewhere; it stays whole inside the picture. */
export const movedBy = (area: Area, x: number, y: number): Area => ({
  ...area,
  left: within(area.left + x, 0, 1 - area.width),
  top: within(area.top + y, 0, 1 - area.height),
});

/** The same upper left corner with the lower right one moved. */
export const resizedBy = (area: Area, x: number, y: number): Area => ({
  ...area,
  width: within(area.width + x, smallestSide, 1 - area.left),
  height: within(area.height + y, smallestSide, 1 - area.top),
});

/** Where an area begins that is added without a pointer: in the middle, large enough for a face near the camera. */
export const middle: Area = { left: 0.4, top: 0.4, width: 0.2, height: 0.2 };

const arrows: ReadonlyMap<string, Point> = new Map([
  ['ArrowLeft', { x: -step, y: 0 }],
  ['ArrowRight', { x: step, y: 0 }],
  ['ArrowUp', { x: 0, y: -step }],
  ['ArrowDown', { x: 0, y: step }],
]);

/** Arrows move, Shift and arrows resize. Null: the key means nothing here. */
export const areaAfterKey = (area: Area, key: string, shift: boolean): Area | null => {
  const by = arrows.get(key);
  if (by === undefined) return null;
  return shift ? resizedBy(area, by.x, by.y) : movedBy(area, by.x, by.y);
};

/** In whole pixels, rounded outwards: no half-covered line is left at an edge. */
export const pixelsOf = (area: Area, width: number, height: number) => {
  const left = Math.max(0, Math.floor(area.left * width));
  const top = Math.max(0, Math.floor(area.top * height));
  return {
    left,
    top,
    width: Math.min(width, Math.ceil((area.left + area.width) * width)) - left,
    height: Math.min(height, Math.ceil((area.top + area.height) * height)) - top,
  };
};

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** For who cannot see it. */
export const areaInWords = ({ left, top, width, height }: Area): string =>
  `${percent(left)} from the left, ${percent(top)} from the top, ${percent(width)} wide, ${percent(height)} high`;
