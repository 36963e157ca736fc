import sharp from 'sharp';
import { portraitPath } from './compose.ts';

/** Five pictures, of which three will do, as a student's camera would take them: a margin around, a little turned, lit a little differently. */
const takes = [
  { turn: 0, light: 1 },
  { turn: 3, light: 1.06 },
  { turn: -3, light: 0.95 },
  { turn: 1.5, light: 1.1 },
  { turn: -1.5, light: 0.92 },
] as const;

const side = 512;
const margin = 64;

export const enrolmentPictures = async (portrait: string): Promise<Buffer[]> => {
  const large = await sharp(portraitPath(portrait)).resize(side, side, { kernel: 'cubic' }).toBuffer();
  return Promise.all(
    takes.map(({ turn, light }) =>
      sharp(large)
        .rotate(turn, { background: '#9a9a9a' })
        .resize(side, side, { fit: 'cover' })
        .extend({ top: margin, bottom: margin, left: margin, right: margin, background: '#9a9a9a' })
        .modulate({ brightness: light })
        .jpeg({ quality: 90 })
        .toBuffer(),
    ),
  );
};
