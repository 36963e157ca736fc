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
      readonly reason: 'not-a-student' | 'not-allowed' | 'refused';
      readonly httpStatus: number;
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
  /** Finds the line item, or makes it when there is none. */
  ensureLineItem(
    registration: RegistrationId,
    service: GradeService,
    wanted: {
      readonly label: string;
      readonly scoreMaximum: number;
      readonly resourceId: string;
      readonly tag: string;
    },
  ): Promise<LineItem>;
  /** `body` is sent byte for byte. Never throws for what the platform answers. */
  postScore(registration: RegistrationId, lineItemUrl: string, body: string): Promise<PostAnswer>;
  /** What the platform holds: sub -> score scaled to our maximum; a member without a result is absent. */
  results(registration: RegistrationId, lineItemUrl: string, scoreMaximum: number): Promise<Map<string, number>>;
}
