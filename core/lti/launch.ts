import type { CourseId, MemberId, RegistrationId } from '../ids.ts';
import type { DeepLinkingRequest } from './deep-linking.ts';
import type { CourseRole } from './roles.ts';

/** Where NRPS answers for this course, as the launch said. LTI NRPS 2.0, section 3.6.1.1. */
export interface RosterService {
  readonly membershipsUrl: string;
  /**
   * The resource link id that stands for the whole course, where a platform has one (Canvas): asked with it, the list is no
   * shorter, and tells each member's custom parameters. LTI NRPS 2.0, section 3.
   */
  readonly courseLink?: string;
}

/** What the launch allows us at the gradebook. LTI AGS 2.0, section 3.1. */
export interface GradeService {
  readonly lineItemsUrl: string | null;
  /** The one line item coupled to this link, when the platform names it. */
  readonly lineItemUrl: string | null;
  readonly scopes: readonly string[];
}

/** A *verified* LTI 1.3 message. Nothing constructs one but the guard. */
export interface Launch {
  readonly registration: RegistrationId;
  readonly deployment: string;
  readonly member: MemberId;
  readonly sub: string;
  readonly role: CourseRole;
  /** Institution or system administrator: opens the registration's own page, read-only (design rule 6). */
  readonly administrator: boolean;
  readonly testUser: boolean;
  /** Somebody acts as this person (Canvas.masqueradingUser.id): no biometric enrolment, nor where it is unknown. */
  readonly masquerading: boolean | 'unknown';
  readonly name: string | null;
  readonly email: string | null;
  readonly locale: string | null;
  readonly timeZone: string | null;
  /** Null when the launch carries no context: there is no course to show. */
  readonly course: LaunchedCourse | null;
  readonly returnUrl: string | null;
  /** Set when somebody places content: there is no resource to open then. */
  readonly deepLinking: DeepLinkingRequest | null;
  /** The custom value `muster` of a link that we placed; teachers can edit it, so it is checked before it is used. */
  readonly placedLink: string | null;
}

export interface LaunchedCourse {
  readonly id: CourseId;
  readonly contextId: string;
  readonly title: string;
  readonly rosterService: RosterService | null;
  readonly gradeService: GradeService | null;
}
