import { openPixelMemory } from '../../../face-engine/pixel-memory.ts';

describe('the memory of pixels', () => {
  it('is used again by what fits into it', () => {
    const memory = openPixelMemory();
    const first = memory.take(300);
    memory.giveBack(first);
    expect(memory.take(200).buffer).toBe(first.buffer);
  });

  it('is blank again after its use', () => {
    const memory = openPixelMemory();
    const picture = memory.take(3);
    picture.set([200, 150, 100]);
    memory.giveBack(picture);
    expect([...memory.take(3)]).toEqual([0, 0, 0]);
  });

  it('is never lent to two pictures at once, however large', () => {
    const memory = openPixelMemory();
    memory.giveBack(memory.take(300));
    const taken = [100, 300, 500].map((bytes) => memory.take(bytes));
    expect(new Set(taken.map(({ buffer }) => buffer)).size).toBe(3);
    expect(taken.map(({ length }) => length)).toEqual([100, 300, 500]);
  });

  it('keeps a picture and its levels, not a crowd of them', () => {
    const memory = openPixelMemory();
    const crowd = Array.from({ length: 9 }, () => memory.take(300));
    for (const one of crowd) memory.giveBack(one);
    const again = Array.from({ length: 9 }, () => memory.take(300).buffer);
    expect(crowd.filter(({ buffer }) => again.includes(buffer))).toHaveLength(4);
  });
});
