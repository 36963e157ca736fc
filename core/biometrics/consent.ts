import type { CourseId, MemberId } from '../ids.ts';

/** The text shown is versioned: a consent says to which text, in which language, and when. */
export const consentTextVersion = '2026-11';

export type ConsentState = 'consented' | 'declined' | 'withdrawn';

/** Of one member of a registration; it names the courses it serves. No consent is the state before any answer. */
export interface Consent {
  readonly member: MemberId;
  readonly state: ConsentState;
  readonly textVersion: string;
  readonly language: string;
  readonly at: string;
  readonly courses: readonly CourseId[];
  readonly version: number;
}
