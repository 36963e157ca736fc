import type { FaceId, MemberId, SessionId } from '../ids.ts';
import type { Status } from './status.ts';

/** What a teacher said of one face. Kept apart from proposals, and never moved by a later shot. */
export type FaceVerdict =
  | { readonly kind: 'member'; readonly member: MemberId }
  | { readonly kind: 'visitor' }
  | { readonly kind: 'not-a-face' };

/** A teacher's choices for one session before it is confirmed. What is not in here follows from proposals. */
export interface Review {
  readonly session: SessionId;
  readonly verdicts: Readonly<Record<FaceId, FaceVerdict>>;
  /** Statuses set by hand, and remarks. A remark may stand alone: the status then follows from the pictures, or is open. */
  readonly statuses: Readonly<Record<MemberId, { readonly status: Status | null; readonly remark: string | null }>>;
  readonly version: number;
}
