import { suppress } from '../../../face-engine/boxes.ts';

const box = (x: number, y: number, side: number, score: number) => ({ x, y, width: side, height: side, score });

describe('boxes that mean the same face', () => {
  it('are one, the best', () => {
    expect(suppress([box(10, 10, 40, 0.8), box(12, 10, 40, 1)])).toEqual([box(12, 10, 40, 1)]);
  });

  it('are one where the smaller lies in the larger', () => {
    expect(suppress([box(10, 10, 40, 0.9), box(20, 20, 10, 0.9)])).toEqual([box(10, 10, 40, 0.9)]);
  });

  it('are kept where they stand beside each other', () => {
    expect(suppress([box(10, 10, 40, 0.9), box(60, 10, 40, 0.9)])).toHaveLength(2);
  });

  it('give way to one that stands already, whatever they score', () => {
    const standing = [box(10, 10, 40, 0.7)];
    expect(suppress([box(12, 10, 40, 1), box(90, 10, 40, 1)], standing)).toEqual([box(90, 10, 40, 1)]);
  });
});
