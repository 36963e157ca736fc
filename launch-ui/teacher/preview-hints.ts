/** The camera's picture, a few pixels large: brightness of each, 0 to 255. */
export type Frame = Uint8Array;
export type Hint = 'dark' | 'moving' | 'coarse';

export const hintText: Readonly<Record<Hint, string>> = {
  dark: 'It is dark. Switch the lights on, or turn away from the windows.',
  moving: 'Hold the camera still.',
  coarse: 'This camera’s picture is small: take several from close by, or upload pictures of a phone’s own camera.',
};

/** The last frame, what it suggested, and the hint that stands. */
export interface Preview {
  readonly frame: Frame | null;
  readonly suggested: Hint | null;
  readonly hint: Hint | null;
}

export const previewStart: Preview = { frame: null, suggested: null, hint: null };

/** Of 255, the middle of the picture's brightness: below it faces have no features left. */
const darkBelow = 45;
/** Of 255, from frame to frame: people who move in a room stay far below, a hand that swings stays above. */
const movingAbove = 14;

/**
 * Pixels of the longer side. A lens that sees 70 degrees shows 1.4 m of a room for each metre of distance; a face, 22 cm
 * high, has there the 40 pixels that it takes to be sure (`warnBelowPx`) no further away than 5 m. Faces themselves are not
 * looked for before the shutter: no browser finds them by itself, and a preview is sent to nobody.
 */
const coarseBelow = 1280;

/** Too few pixels for the back of a room, whatever stands in it. */
export const isCoarse = (width: number, height: number): boolean => Math.max(width, height) < coarseBelow;

const meanOf = (values: Frame) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const meanDifference = (a: Frame, b: Frame) =>
  a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / Math.max(1, a.length);

/** A hint comes and goes when two frames in a row say so: one alone may be a flash, or somebody walking past. */
export const afterFrame = ({ frame: last, suggested: before, hint }: Preview, frame: Frame): Preview => {
  const isMoving = last !== null && meanDifference(last, frame) > movingAbove;
  const suggested = meanOf(frame) < darkBelow ? 'dark' : isMoving ? 'moving' : null;
  return { frame, suggested, hint: suggested === before ? suggested : hint };
};
