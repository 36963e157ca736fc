import { MusterError } from './errors.ts';
import type { CourseRole } from './lti/roles.ts';

/** Everything a person can do in a course. One table holds all rights (design rule 6). */
export const verbs = [
  'see-course',
  'take-attendance',
  'correct-record',
  'set-grade-policy',
  'see-gradebook-state',
  'refresh-roster',
  'see-own-record',
  'consent',
  'enrol-face',
  'withdraw-face',
  'decide-held-enrolment',
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
  'refresh-roster',
  'decide-held-enrolment',
];

export const rights: Readonly<Record<Actor, readonly Verb[]>> = {
  teacher: [...teaching, 'set-grade-policy'],
  ta: teaching,
  student: ['see-own-record', 'consent', 'enrol-face', 'withdraw-face'],
  observer: [],
  none: [],
  administrator: ['see-registration'],
};

export interface Person {
  readonly role: CourseRole;
  readonly administrator: boolean;
}

/** An administrator who also has a context role has both columns of the table. */
export const may = (person: Person, verb: Verb): boolean =>
  rights[person.role].includes(verb) || (person.administrator && rights.administrator.includes(verb));

/** @throws MusterError ROLE_NOT_ALLOWED */
export const assertMay = (person: Person, verb: Verb): void => {
  if (!may(person, verb)) throw new MusterError('ROLE_NOT_ALLOWED', { verb });
};
