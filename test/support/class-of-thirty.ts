import { composePhotograph } from '../../practice-lms/class/compose.ts';
import { seeded, students, visitors } from '../../practice-lms/class/draw.ts';
import type { Photograph } from '../../practice-lms/class/photographs.ts';

/** Twenty-eight who are enrolled and two who are not. */
export const thirty = [...students.map(({ id, portrait }) => ({ id, portrait })), ...visitors.slice(0, 2)];

const [width, height, columns] = [1920, 1440, 6];
const size = 230;

/** The whole room once more: the same thirty, each a little otherwise turned, lit and blurred. */
export const shotOfThirty = async (seed: number): Promise<Uint8Array> => {
  const random = seeded(seed);
  const between = (from: number, to: number) => Math.round((from + random() * (to - from)) * 100) / 100;
  const plan: Photograph = {
    name: `thirty-${seed}`,
    title: 'Thirty',
    width,
    height,
    jpegQuality: 82,
    gloom: 0,
    people: thirty.map(({ id, portrait }, at) => ({
      person: id,
      portrait,
      tile: {
        x: 40 + (at % columns) * 315 + Math.round(between(0, 20)),
        y: 30 + Math.floor(at / columns) * 280 + Math.round(between(0, 20)),
        size,
      },
      turn: between(-7, 7),
      light: between(0.85, 1.15),
      blur: between(0.3, 0.5),
      mirrored: false,
      expected: 'anything-but-wrong',
    })),
  };
  return composePhotograph(plan);
};
