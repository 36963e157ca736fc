import type { PictureCheck } from '../../lti-server/http/api-schema/student.ts';

/** Looks in a row that must be good before a picture takes itself. */
export const looksNeeded = 2;

const msBetweenLooks = 350;
const [leastMs, mostMs] = [3_000, 24_000];

/**
 * Milliseconds until the next look, after so many in a row that came to nothing: doubling, and by chance up to twice as long. A
 * class that enrols together shares one quota of detections, and must not ask for it in step.
 */
export const pauseAfter = (troubles: number, random: () => number): number =>
  troubles === 0 ? msBetweenLooks : Math.min(mostMs, leastMs * 2 ** (troubles - 1)) * (1 + random());

/** How the camera view stands: pictures taken so far, good looks in a row, and what to say now. */
export interface Coaching {
  readonly taken: number;
  readonly good: number;
  readonly fault: PictureCheck['fault'];
}

export const coachingStart: Coaching = { taken: 0, good: 0, fault: null };

/** Small differences between the pictures make the person easier to recognise. */
const poses = [
  'Look straight at the camera',
  'Turn your head a little to the left',
  'Turn your head a little to the right',
];

const faultWords: Readonly<Record<NonNullable<PictureCheck['fault']>, string>> = {
  FACE_NOT_FOUND: 'Put your face into the oval',
  SEVERAL_FACES: 'Somebody else is in the picture: be alone in it',
  FACE_TOO_SMALL: 'Come a little closer',
  FACE_TOO_DARK: 'It is too dark: turn towards the light',
  FACE_TOO_BRIGHT: 'It is too bright: turn away from the light',
  FACE_TURNED: 'Turn back a little, towards the camera',
  FACE_BLURRED: 'Hold still',
};

/** One instruction at a time. */
export const instruction = ({ taken, good, fault }: Coaching): string => {
  if (fault !== null) return faultWords[fault];
  return good > 0 ? 'Good. Hold still' : (poses[taken] ?? 'Done');
};

/** After one look of the server at the camera's picture. */
export const afterLook = (before: Coaching, fault: PictureCheck['fault']): Coaching =>
  fault === null ? { ...before, fault, good: before.good + 1 } : { ...before, fault, good: 0 };

export const shouldTake = ({ good }: Coaching): boolean => good >= looksNeeded;

export const afterTaking = ({ taken }: Coaching): Coaching => ({ taken: taken + 1, good: 0, fault: null });
