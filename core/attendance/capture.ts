import type { Face } from '../biometrics/identification.ts';
import type { CaptureId, SessionId } from '../ids.ts';
import type { InstitutionPolicy } from '../lti/registration.ts';
import type { EngineDescription } from '../ports/face-gallery.ts';

/**
 * awaited: a ticket was given, no picture yet. stored: waits for recognition. identifying: being compared.
 * identified: faces are there. failed: cannot be compared; `failure` says why. Deleted captures are gone.
 * A `failure` of one that is stored or identifying is what has kept it from being compared so far: it is tried again.
 */
export type CaptureState = 'awaited' | 'stored' | 'identifying' | 'identified' | 'failed';

/** A photograph of the room. The picture lives under `mediaKey` until the review is confirmed, or it expires. */
export interface Capture {
  readonly id: CaptureId;
  readonly session: SessionId;
  readonly state: CaptureState;
  readonly mediaKey: string;
  readonly takenAt: string;
  readonly width: number;
  readonly height: number;
  readonly hash: string | null;
  readonly facesCompared: number;
  readonly facesFound: number;
  readonly faces: readonly Face[];
  readonly engine: Pick<EngineDescription, 'engine' | 'modelVersion' | 'thresholds'> | null;
  /** What stood in the gallery when it was compared (`gallery-stamp.ts`); not there in captures of older releases. */
  readonly galleryStamp?: string;
  readonly failure: string | null;
  readonly expiresAt: string;
  readonly version: number;
}

/** A confirmation waits for it. Not so for one that could not be compared so far: nobody knows for how long. */
export const isWaitedFor = ({ state, failure }: Pick<Capture, 'state' | 'failure'>): boolean =>
  (state === 'stored' || state === 'identifying') && failure === null;

/** Captures that nobody confirmed are erased after this long at most (design rule 4); an institution may want less. */
export const maxCaptureHours = 12;

export const captureHoursOf = ({ captureHours = maxCaptureHours }: Pick<InstitutionPolicy, 'captureHours'>): number =>
  Math.min(maxCaptureHours, captureHours);

/** When the first of these pictures is erased if nobody confirms; null when there is none. */
export const picturesUntil = (captures: readonly Capture[]): string | null =>
  captures.reduce<string | null>(
    (first, { state, expiresAt }) =>
      state === 'awaited' || (first !== null && first <= expiresAt) ? first : expiresAt,
    null,
  );
