import type { MemberId } from '../ids.ts';
import type { CourseRole } from '../lti/roles.ts';

/** One person of a course, from NRPS or from their own launch. */
export interface Member {
  readonly id: MemberId;
  readonly sub: string;
  /** What lists show; "Student 3f2a" when the platform sends no names. */
  readonly name: string;
  /** What lists sort by: family name first when the platform sends it. */
  readonly sortName: string;
  readonly role: CourseRole;
  readonly testUser: boolean;
  readonly state: 'active' | 'gone';
  /** The days (ISO date) of complete reads in which an active member was missing; two make them gone. */
  readonly missingOn: readonly string[];
  /** A verified launch said teacher or TA: NRPS does not take that back (Moodle calls such people Learner). */
  readonly launchRole: CourseRole | null;
}

export interface Roster {
  readonly members: readonly Member[];
  /** Of the last complete read; null before the first. */
  readonly readAt: string | null;
}

/** Attendance is taken of them: an active student who is no test user. */
export const isStudent = ({ role, state, testUser }: Member): boolean =>
  role === 'student' && state === 'active' && !testUser;

/** Those attendance is taken of. */
export const students = (roster: Roster): Member[] =>
  roster.members.filter(isStudent).sort((a, b) => a.sortName.localeCompare(b.sortName, 'en') || (a.id < b.id ? -1 : 1));
