import type { CourseId, MemberId } from '../ids.ts';

/** The text shown is versioned: a consent says to which text, in which language, and when. */
export const consentTextVersion = '2026-11-24';

export type ConsentState = 'consented' | 'declined' | 'withdrawn';

/** Of one member of a registration; it names the courses it serves. No consent is the state before any answer. */
export interface Consent {
  readonly member: MemberId;
  readonly state: ConsentState;
  readonly textVersion: string;
  readonly language: string;
  readonly at: string;
  readonly courses: readonly CourseId[];
  /** Where this person said no while consenting elsewhere: nobody asks them again and again, and what was there is found. */
  readonly declinedIn?: readonly CourseId[];
  readonly version: number;
}

/** What somebody has read, in which language, and when they answered. */
export interface Answer {
  readonly member: MemberId;
  readonly textVersion: string;
  readonly language: string;
  readonly at: string;
}

/** What the person has said about this course. A yes in one course says nothing about another. */
export const consentIn = (consent: Consent | null, course: CourseId): ConsentState | 'none' => {
  if (consent === null) return 'none';
  if (consent.state !== 'consented') return consent.state;
  if (consent.courses.includes(course)) return 'consented';
  return consent.declinedIn?.includes(course) ? 'declined' : 'none';
};

const without = (courses: readonly CourseId[] | undefined, course: CourseId) =>
  (courses ?? []).filter((other) => other !== course);

/** A yes for this course, beside those that stand. After a no or a withdrawal it begins anew. */
export const afterConsenting = (before: Consent | null, course: CourseId, answer: Answer): Consent => {
  const standing = before?.state === 'consented' ? before : null;
  return {
    ...answer,
    state: 'consented',
    courses: [...without(standing?.courses, course), course],
    declinedIn: without(standing?.declinedIn, course),
    version: (before?.version ?? 0) + 1,
  };
};

/**
 * A no for this course. A yes that stands for other courses goes on serving them; else nothing stands, and the courses
 * stay named until everything in them is erased.
 */
export const afterDeclining = (before: Consent | null, course: CourseId, answer: Answer): Consent => {
  const version = (before?.version ?? 0) + 1;
  const others = before?.state === 'consented' ? without(before.courses, course) : [];
  return before !== null && others.length > 0
    ? { ...before, courses: others, declinedIn: [...without(before.declinedIn, course), course], version }
    : { ...before, ...answer, state: 'declined', courses: before?.courses ?? [], version };
};

/** Wherever something of this person's face may be: a no in one course does not say that all there was erased. */
export const coursesNamed = ({ courses, declinedIn = [] }: Consent): CourseId[] => [
  ...new Set([...courses, ...declinedIn]),
];

/** Taken back, for every course. The courses stay named: there is something to erase in each. */
export const afterWithdrawing = (before: Consent, at: string): Consent => ({
  ...before,
  state: 'withdrawn',
  at,
  version: before.version + 1,
});
