import { toLookAt } from '../../../face-engine/second-look.ts';

const hint = (height: number, score = 0.5) => ({ x: 0, y: 0, width: height, height, score });

describe('hints of faces that are looked at again', () => {
  it('are those that were seen small', () => {
    expect(toLookAt([hint(30), hint(400), hint(160)])).toEqual([hint(30), hint(160)]);
  });

  it('are the best forty, so that a picture full of patterns costs no more', () => {
    const hints = Array.from({ length: 300 }, (_, index) => hint(20, 0.69 - index / 1000));
    expect(toLookAt(hints)).toEqual(hints.slice(0, 40));
  });
});
