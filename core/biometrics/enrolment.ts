import type { MemberId, ReferenceId } from '../ids.ts';

/** An enrolled picture: upright, without metadata, cropped to the face with a margin. */
export interface Reference {
  readonly id: ReferenceId;
  readonly mediaKey: string;
  readonly addedAt: string;
}

/**
 * held: resembles another member's face (twins, proxies); a teacher decides (design rule 7). A held enrolment is
 * in no gallery.
 */
export type EnrolmentState = 'active' | 'held';

/** The face record of one member of a registration. Lives as long as the consent does. */
export interface Enrolment {
  readonly member: MemberId;
  readonly state: EnrolmentState;
  readonly references: readonly Reference[];
  readonly enrolledAt: string;
  /** Of a held one: whom it resembles, and how much on the engine's scale. */
  readonly resembles: { readonly member: MemberId; readonly similarity: number } | null;
  /** Whom a teacher has told apart from this person, looking at these very pictures. */
  readonly distinctFrom?: readonly MemberId[];
  /** Names the person at the engine. Random: carries no personal data. */
  readonly enginePerson: string;
  readonly version: number;
}

export const referencesNeeded = 3;

/** What was measured on a picture of one learner. Angles in degrees, brightness and sharpness 0-100. */
export interface FaceQuality {
  readonly heightPx: number;
  readonly brightness: number;
  readonly sharpness: number;
  readonly yaw: number;
  readonly pitch: number;
}

export type QualityFault =
  | 'FACE_NOT_FOUND'
  | 'SEVERAL_FACES'
  | 'FACE_TOO_SMALL'
  | 'FACE_TOO_DARK'
  | 'FACE_TOO_BRIGHT'
  | 'FACE_TURNED'
  | 'FACE_BLURRED';

/** The limits of an enrolment picture; each engine states its own beside its thresholds. */
export interface QualityLimits {
  readonly minHeightPx: number;
  readonly minBrightness: number;
  readonly maxBrightness: number;
  readonly minSharpness: number;
  readonly maxYaw: number;
  readonly maxPitch: number;
}

/** The first fault that the learner should mend, or null when the picture will do. */
export const faultOf = (faces: readonly FaceQuality[], limits: QualityLimits): QualityFault | null => {
  const [face, second] = faces;
  if (face === undefined) return 'FACE_NOT_FOUND';
  if (second !== undefined) return 'SEVERAL_FACES';
  if (face.heightPx < limits.minHeightPx) return 'FACE_TOO_SMALL';
  if (face.brightness < limits.minBrightness) return 'FACE_TOO_DARK';
  if (face.brightness > limits.maxBrightness) return 'FACE_TOO_BRIGHT';
  if (Math.abs(face.yaw) > limits.maxYaw || Math.abs(face.pitch) > limits.maxPitch) return 'FACE_TURNED';
  if (face.sharpness < limits.minSharpness) return 'FACE_BLURRED';
  return null;
};
