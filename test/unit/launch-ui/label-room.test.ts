import { labelRoom, numberHeight } from '../../../launch-ui/teacher/label-room.ts';

const shown = { width: 1000, height: 1000 };
const face = (id: string, left: number, top: number) => ({ id, box: { left, top, width: 0.04, height: 0.06 } });
const middle = face('middle', 0.5, 0.5);

describe('the room for the labels of a face', () => {
  it('ends at the next face above and below', () => {
    const room = labelRoom(
      middle,
      [middle, face('above', 0.5, 0.4), face('below', 0.51, 0.6), face('far', 0.5, 0.9)],
      shown,
    );
    expect(room.above).toBeCloseTo(40);
    expect(room.below).toBeCloseTo(40);
  });

  it('is not narrowed by a face at the side', () => {
    const alone = labelRoom(middle, [middle], shown);
    expect(labelRoom(middle, [middle, face('side', 0.6, 0.52)], shown)).toEqual(alone);
  });

  it('ends at the edge of the picture, where no other number needs room', () => {
    const { above, below } = labelRoom(face('low', 0.5, 0.93), [], shown);
    expect(above).toBeCloseTo(930);
    expect(below).toBeCloseTo(10 + numberHeight);
  });

  it('grows with the picture', () => {
    const { below } = labelRoom(middle, [middle, face('below', 0.5, 0.6)], { width: 2000, height: 2000 });
    expect(below).toBeCloseTo(80);
  });
});
