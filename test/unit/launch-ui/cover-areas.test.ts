import fc from 'fast-check';
import {
  type Area,
  areaAfterKey,
  areaBetween,
  areaInWords,
  movedBy,
  pixelsOf,
  resizedBy,
  smallestSide,
} from '../../../launch-ui/teacher/cover-areas.ts';

const bounded = { numRuns: 300, seed: 20261124 };
const share = fc.double({ min: 0, max: 1, noNaN: true });
/** A pointer may leave the picture. */
const anywhere = fc.record({
  x: fc.double({ min: -3, max: 4, noNaN: true }),
  y: fc.double({ min: -3, max: 4, noNaN: true }),
});
const areas = fc
  .tuple(share, share, share, share)
  .map(([ax, ay, bx, by]) => areaBetween({ x: ax, y: ay }, { x: bx, y: by }))
  .filter((area): area is Area => area !== null);

const isWhole = ({ left, top, width, height }: Area) =>
  left >= 0 &&
  top >= 0 &&
  width >= smallestSide - 1e-9 &&
  height >= smallestSide - 1e-9 &&
  left + width <= 1 + 1e-9 &&
  top + height <= 1 + 1e-9;

describe('an area drawn from corner to corner', () => {
  it('is the same from whichever corner it was begun', () => {
    const area = { left: 0.25, top: 0.5, width: 0.25, height: 0.25 };
    expect(areaBetween({ x: 0.25, y: 0.5 }, { x: 0.5, y: 0.75 })).toEqual(area);
    expect(areaBetween({ x: 0.5, y: 0.75 }, { x: 0.25, y: 0.5 })).toEqual(area);
    expect(areaBetween({ x: 0.5, y: 0.5 }, { x: 0.25, y: 0.75 })).toEqual(area);
  });

  it('ends at the edge of the picture when the pointer leaves it', () => {
    expect(areaBetween({ x: 0.75, y: 0.5 }, { x: 3, y: 2 })).toEqual({
      left: 0.75,
      top: 0.5,
      width: 0.25,
      height: 0.5,
    });
  });

  it('is none when it is a tap, or lies outside', () => {
    expect(areaBetween({ x: 0.5, y: 0.5 }, { x: 0.501, y: 0.501 })).toBeNull();
    expect(areaBetween({ x: 0.1, y: 0.5 }, { x: 0.9, y: 0.505 })).toBeNull();
    expect(areaBetween({ x: 2, y: 2 }, { x: 3, y: 3 })).toBeNull();
  });

  it('lies inside the picture, wherever the pointer was', () => {
    fc.assert(
      fc.property(anywhere, anywhere, (from, to) => {
        const area = areaBetween(from, to);
        expect(area === null || isWhole(area)).toBe(true);
      }),
      bounded,
    );
  });
});

describe('an area that is there', () => {
  const area = { left: 0.5, top: 0.5, width: 0.25, height: 0.25 };

  it('moves by arrows and grows and shrinks by Shift and arrows', () => {
    expect(areaAfterKey(area, 'ArrowLeft', false)).toEqual({ ...area, left: 0.49 });
    expect(areaAfterKey(area, 'ArrowDown', false)).toEqual({ ...area, top: 0.51 });
    expect(areaAfterKey(area, 'ArrowRight', true)).toEqual({ ...area, width: 0.26 });
    expect(areaAfterKey(area, 'ArrowUp', true)).toEqual({ ...area, height: 0.24 });
  });

  it('is left alone by every other key', () => {
    for (const key of ['Enter', ' ', 'Tab', 'a', 'Shift', 'constructor'])
      expect(areaAfterKey(area, key, false)).toBeNull();
  });

  it('keeps its size when it is moved against an edge', () => {
    expect(movedBy(area, 5, -5)).toEqual({ left: 0.75, top: 0, width: 0.25, height: 0.25 });
  });

  it('stays whole through any moves and changes of size', () => {
    const steps = fc.array(fc.record({ by: anywhere, resize: fc.boolean() }), { maxLength: 20 });
    fc.assert(
      fc.property(areas, steps, (start, all) => {
        const end = all.reduce((before, { by, resize }) => (resize ? resizedBy : movedBy)(before, by.x, by.y), start);
        expect(isWhole(end)).toBe(true);
      }),
      bounded,
    );
  });

  it('tells where it is', () => {
    expect(areaInWords(area)).toBe('50 % from the left, 50 % from the top, 25 % wide, 25 % high');
  });
});

describe('the pixels of an area', () => {
  it('are whole, and none that the area touches is left out', () => {
    expect(pixelsOf({ left: 0.105, top: 0.2, width: 0.1, height: 0.1 }, 100, 10)).toEqual({
      left: 10,
      top: 2,
      width: 11,
      height: 2,
    });
  });

  it('cover the area and stay in the picture, whatever its size', () => {
    const side = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(areas, side, side, (area, width, height) => {
        const pixels = pixelsOf(area, width, height);
        expect(pixels.left).toBeLessThanOrEqual(area.left * width);
        expect(pixels.left + pixels.width).toBeGreaterThanOrEqual((area.left + area.width) * width - 1e-6);
        expect(pixels.top + pixels.height).toBeGreaterThanOrEqual((area.top + area.height) * height - 1e-6);
        expect(pixels.left + pixels.width).toBeLessThanOrEqual(width);
        expect(pixels.top + pixels.height).toBeLessThanOrEqual(height);
      }),
      bounded,
    );
  });
});
