import type { FaceQuality, QualityLimits } from '../biometrics/enrolment.ts';
import type { Box, Thresholds } from '../biometrics/identification.ts';

/** What recognises, and where its numbers become decisions. Goes into the evidence of each record. */
export interface EngineDescription {
  readonly engine: string;
  readonly modelVersion: string;
  readonly thresholds: Thresholds;
  readonly qualityLimits: QualityLimits;
  /** Where the thresholds come from: data set, counts, operating point. */
  readonly origin: string;
}

export interface InspectedFace {
  readonly box: Box;
  readonly quality: FaceQuality;
}

export interface IdentifiedFace {
  readonly box: Box;
  readonly heightPx: number;
  /** Best first, at most five, one entry a person. */
  readonly candidates: readonly { readonly person: string; readonly similarity: number }[];
}

/** A picture of the same session that this gallery, as it stands now, has answered for. */
export interface EarlierShot {
  readonly image: Uint8Array;
  readonly faces: readonly IdentifiedFace[];
}

/** Answered calls of a service that is paid by the call, by its own name of the operation. */
export type ServiceCalls = Readonly<Record<string, number>>;

export interface IdentifyOptions {
  /**
   * Read only by an engine that is paid by the search: it may give a face the candidates that the same person's face got
   * in an earlier shot, instead of searching again.
   */
  readonly earlier?: () => Promise<readonly EarlierShot[]>;
  /** Faces compared of faces found. It is waited for, and what it throws ends the identification. */
  readonly onProgress?: (compared: number, found: number) => Promise<void>;
  /** What this picture has cost, told once at the end, also of an identification that failed. */
  readonly onCalls?: (calls: ServiceCalls) => void;
}

export interface PersonReference {
  readonly id: string;
  /** JPEG, upright. */
  readonly image: Uint8Array;
}

/**
 * The engine that holds the galleries of courses and answers for them. Persons are named by random ids. Pictures
 * are JPEG bytes that were cleaned on arrival (upright, no metadata, longest side at most 2000 px).
 *
 * @throws MusterError UNAVAILABLE or THROTTLED when the engine cannot answer now; IMAGE_UNREADABLE for bytes that
 *   are no picture. A face that matches nobody is an answer with no candidate, not an error.
 */
export interface FaceGallery {
  describe(): Promise<EngineDescription>;
  /** Detection and quality only; nothing is stored or compared. Largest face first. */
  inspect(image: Uint8Array): Promise<InspectedFace[]>;
  /** Similarity (0-100) of the largest faces of two pictures; null when one of them shows none. */
  compare(a: Uint8Array, b: Uint8Array): Promise<number | null>;
  /** Makes the person's place in this gallery equal to these references. Saying it twice changes nothing. */
  put(gallery: string, person: string, references: readonly PersonReference[]): Promise<void>;
  /** Erases the person's vectors in this gallery. Of an unknown person or gallery: nothing to do. */
  remove(gallery: string, person: string): Promise<void>;
  list(gallery: string): Promise<string[]>;
  /** Erases a gallery and everything in it. */
  drop(gallery: string): Promise<void>;
  /**
   * Finds all faces of a class picture and compares each with this gallery alone (design rule 3). Largest first.
   * Nothing of the picture is stored.
   */
  identify(gallery: string, image: Uint8Array, options?: IdentifyOptions): Promise<IdentifiedFace[]>;
}
