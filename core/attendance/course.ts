import type { CourseId, RegistrationId } from '../ids.ts';
import type { GradeService, RosterService } from '../lti/launch.ts';
import type { GradePolicy } from './grade-policy.ts';

/** What Muster knows of one context of a deployment. Refreshed by each launch of a teacher. */
export interface Course {
  readonly id: CourseId;
  readonly registration: RegistrationId;
  readonly deployment: string;
  readonly contextId: string;
  readonly title: string;
  /** IANA name; UTC until a launch says better. */
  readonly timeZone: string;
  readonly rosterService: RosterService | null;
  readonly gradeService: GradeService | null;
  readonly gradePolicy: GradePolicy;
  readonly gradeColumn: GradeColumn;
  readonly rosterReadAt: string | null;
  readonly version: number;
}

/** The line item over all sessions. Made only when a teacher switches it on; switching off stops sending and keeps it. */
export interface GradeColumn {
  readonly on: boolean;
  readonly lineItemUrl: string | null;
  /** A column for each session as well. */
  readonly perSession?: boolean;
}

/** Prefixed with the tool's name: several tools share a course. */
export const lineItemResourceId = (course: CourseId): string => `muster:attendance:${course}`;
export const lineItemTag = 'muster-attendance';
export const gradeColumnLabel = 'Attendance (Muster)';
