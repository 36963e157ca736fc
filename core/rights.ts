import { MusterError } from './errors.ts';
import type { DeepLinkingRequest } from './lti/deep-linking.ts';
import type { CourseRole } from './lti/roles.ts';

/** Everything a person can do in a course. One table holds all rights (design rule 6). */
export const verbs = [
  'see-course',
  'take-attendance',
  'correct-record',
  'set-grade-policy',
  'see-gradebook-state',
  'export-records',
  'refresh-roster',
  'see-own-record',
  'check-in',
  'dispute-record',
  'consent',
  'enrol-face',
  'withdraw-face',
  'decide-held-enrolment',
  'place-content',
  'see-registration',
] as const;
export type Verb = (typeof verbs)[number];

export const actors = ['teacher', 'ta', 'student', 'observer', 'none', 'administrator'] as const;
export type Actor = (typeof actors)[number];

const teaching: readonly Verb[] = [
  'see-course',
  'take-attendance',
  'correct-record',
  'see-gradebook-state',
  'export-records',
  'refresh-roster',
  'decide-held-enrolment',
  'place-content',
];

export const rights: Readonly<Record<Actor, readonly Verb[]>> = {
  teacher: [...teaching, 'set-grade-policy'],
  ta: teaching,
  student: ['see-own-record', 'check-in', 'dispute-record', 'consent', 'enrol-face', 'withdraw-face'],
  observer: [],
  none: [],
  administrator: ['see-registration'],
};

export interface Person {
  readonly role: CourseRole;
  readonly administrator: boolean;
  /** Not null in the app session of a launch that places content. */
  readonly deepLinking: DeepLinkingRequest | null;
}

/** Whatever the launch was for. An administrator who also has a context role has both columns of the table. */
export const mayInCourse = (person: Pick<Person, 'role' | 'administrator'>, verb: Verb): boolean =>
  rights[person.role].includes(verb) || (person.administrator && rights.administrator.includes(verb));

/** A launch that places content is good for that alone, and no other launch is good for it. */
export const may = (person: Person, verb: Verb): boolean =>
  (person.deepLinking !== null) === (verb === 'place-content') && mayInCourse(person, verb);

/** @throws MusterError ROLE_NOT_ALLOWED */
export const assertMay = (person: Person, verb: Verb): void => {
  if (!may(person, verb)) throw new MusterError('ROLE_NOT_ALLOWED', { verb });
};
