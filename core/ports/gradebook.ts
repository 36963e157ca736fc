import type { RegistrationId } from '../ids.ts';
import type { GradeService } from '../lti/launch.ts';

export interface LineItem {
  readonly id: string;
  readonly label: string;
  readonly scoreMaximum: number;
  readonly resourceId: string | null;
  readonly tag: string | null;
}

/** What came of posting one score. LTI AGS 2.0, section 3.4. */
export type PostAnswer =
  | { readonly outcome: 'accepted' }
  /** The platform holds something newer, or this very score already: ask for the result. */
  | { readonly outcome: 'stale' }
  | {
      readonly outcome: 'refused';
      readonly reason: 'not-a-student' | 'refused';
      readonly httpStatus: number;
    }
  /** The gradebook of the course is closed to us: nobody's score can be sent. */
  | {
      readonly outcome: 'stopped';
      readonly reason: 'not-allowed' | 'concluded' | 'unpublished';
      readonly httpStatus: number | null;
    }
  | { readonly outcome: 'line-item-gone' }
  /** No answer, or one that says "later": send the same body again. */
  | { readonly outcome: 'retry'; readonly afterSeconds: number | null; readonly httpStatus: number | null };

/** LTI AGS 2.0. URLs come from verified launches; the bearer token never leaves their origin. */
export interface Gradebook {
  /** By resource id and tag, also when it was renamed; null when there is none. */
  findLineItem(
    registration: RegistrationId,
    service: GradeService,
    wanted: { readonly resourceId: string; readonly tag: string },
  ): Promise<LineItem | null>;
  /** Whether there still is one at this URL. */
  lineItemStands(registration: RegistrationId, service: GradeService, lineItemUrl: string): Promise<boolean>;
  /** Finds the line item, or makes it when there is none. `endDateTime` counts only then. */
  ensureLineItem(
    registration: RegistrationId,
    service: GradeService,
    wanted: {
      readonly label: string;
      readonly scoreMaximum: number;
      readonly resourceId: string;
      readonly tag: string;
      readonly endDateTime?: string;
    },
  ): Promise<LineItem>;
  /** `body` is sent byte for byte. Never throws for what the platform answers. */
  postScore(registration: RegistrationId, lineItemUrl: string, body: string): Promise<PostAnswer>;
  /**
   * What the platform holds, of everybody or of one `sub`: sub -> score scaled to our maximum; a member without a result is
   * absent. Null when the line item is gone.
   */
  results(
    registration: RegistrationId,
    lineItemUrl: string,
    scoreMaximum: number,
    sub?: string,
  ): Promise<Map<string, number> | null>;
}
