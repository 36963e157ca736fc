import { afterStep, type Drawing, type DrawingStep, emptyDrawing } from '../../../launch-ui/teacher/cover-drawing.ts';

const area = { left: 0.1, top: 0.2, width: 0.3, height: 0.4 };
const elsewhere = { ...area, left: 0.5 };
const drawn = (...steps: readonly DrawingStep[]): Drawing => steps.reduce(afterStep, emptyDrawing);
const numbers = ({ areas }: Drawing) => areas.map(({ number }) => number);

describe('given nothing covered', () => {
  it('has nothing to take back', () => {
    expect(drawn({ kind: 'undo' })).toEqual(emptyDrawing);
  });

  it('covers an area and says so', () => {
    expect(drawn({ kind: 'add', area })).toEqual({
      areas: [{ ...area, number: 1 }],
      before: [[]],
      said: 'Area 1 is covered',
    });
  });
});

describe('given two covered areas', () => {
  const two: readonly DrawingStep[] = [
    { kind: 'add', area },
    { kind: 'add', area },
  ];

  it('changes the one it is told to', () => {
    const { areas, said } = drawn(...two, { kind: 'change', number: 1, area: elsewhere });
    expect(areas).toEqual([
      { ...elsewhere, number: 1 },
      { ...area, number: 2 },
    ]);
    expect(said).toBe('Area 1: 50 % from the left, 20 % from the top, 30 % wide, 40 % high');
  });

  it('never gives the number of a removed area to another', () => {
    const removed = drawn(...two, { kind: 'remove', number: 2 });
    expect(numbers(removed)).toEqual([1]);
    expect(numbers(afterStep(removed, { kind: 'add', area }))).toEqual([1, 3]);
  });

  it('takes back one step at a time, the last one first', () => {
    const changed = drawn(...two, { kind: 'change', number: 1, area: elsewhere }, { kind: 'remove', number: 1 });
    const once = afterStep(changed, { kind: 'undo' });
    expect(once.areas[0]).toEqual({ ...elsewhere, number: 1 });
    const twice = afterStep(once, { kind: 'undo' });
    expect(twice.areas[0]).toEqual({ ...area, number: 1 });
    expect(twice.said).toBe('Taken back');
    expect(numbers(afterStep(twice, { kind: 'undo' }))).toEqual([1]);
  });
});
