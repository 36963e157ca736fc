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
  /** IANA name; UTC until a launch or the roster says better. */
  readonly timeZone: string;
  /** Most of the teachers have it, as the roster told: a launch does not move it. */
  readonly timeZoneFrom?: 'roster';
  readonly rosterService: RosterService | null;
  readonly gradeService: GradeService | null;
  readonly gradePolicy: GradePolicy;
  readonly gradeColumn: GradeColumn;
  readonly rosterReadAt: string | null;
  /** The day (UTC) of its last launch; absent from courses stored before it was noted. */
  readonly openedOn?: string;
  readonly version: number;
}

/** The line item over all sessions. Made only when a teacher switches it on; switching off stops sending and keeps it. */
export interface GradeColumn {
  readonly on: boolean;
  readonly lineItemUrl: string | null;
  /**
   * Until then the platform may still make the column, of a link that was placed with one: Muster looks for it and makes
   * none. Null otherwise. docs/decisions/0005-placed-links.md
   */
  readonly comesWithLinkUntil: string | null;
  /** A column for each session as well. */
  readonly perSession?: boolean;
}

export const noGradeColumn: GradeColumn = { on: false, lineItemUrl: null, comesWithLinkUntil: null };

/** Prefixed with the tool's name: several tools share a course. */
export const lineItemResourceId = (course: CourseId): string => `muster:attendance:${course}`;
export const lineItemTag = 'muster-attendance';
export const gradeColumnLabel = 'Attendance (Muster)';
