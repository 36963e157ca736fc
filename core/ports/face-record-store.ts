import type { Consent } from '../biometrics/consent.ts';
import type { Enrolment } from '../biometrics/enrolment.ts';
import type { CourseId, MemberId } from '../ids.ts';

/** Versions: the one being written, 1 for new; a put over another version throws MusterError RECORD_CHANGED. */
export interface ConsentStore {
  find(member: MemberId): Promise<Consent | null>;
  /** One batch read; members who never answered are absent. */
  findAll(members: readonly MemberId[]): Promise<Map<MemberId, Consent>>;
  put(consent: Consent): Promise<void>;
}

export interface EnrolmentStore {
  find(member: MemberId): Promise<Enrolment | null>;
  /** One batch read; members without an enrolment are absent. */
  findAll(members: readonly MemberId[]): Promise<Map<MemberId, Enrolment>>;
  put(enrolment: Enrolment): Promise<void>;
  remove(member: MemberId): Promise<void>;
}

/**
 * Who is in a course's gallery, by the engine's name for them: the projection of consents and enrolments.
 * Kept on our side so that a face can be named without asking the engine who is who.
 */
export interface GalleryIndex {
  list(course: CourseId): Promise<GalleryPlace[]>;
  put(course: CourseId, place: GalleryPlace): Promise<void>;
  remove(course: CourseId, member: MemberId): Promise<void>;
}

export interface GalleryPlace {
  readonly member: MemberId;
  readonly enginePerson: string;
  /** Of the enrolment whose references these are: the board reads it here, with one query for a whole class. */
  readonly enrolledAt: string;
  /** Of the references that the engine holds for this person here; differs when they were replaced. */
  readonly references: readonly string[];
}

/**
 * Which enrolments a teacher of this course has confirmed a match of (member -> enrolledAt): what is not in here is
 * new on the review board (design rule 7). One item a course, so that confirming a class costs one write for it.
 */
export interface SeenFaceStore {
  read(course: CourseId): Promise<ReadonlyMap<MemberId, string>>;
  put(course: CourseId, seen: ReadonlyMap<MemberId, string>): Promise<void>;
}
