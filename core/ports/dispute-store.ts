import type { Dispute } from '../attendance/dispute.ts';
import type { CourseId, MemberId, SessionId } from '../ids.ts';

export interface DisputeStore {
  find(course: CourseId, session: SessionId, member: MemberId): Promise<Dispute | null>;
  /** Of a course: those noted as open, in no order. */
  listOpen(course: CourseId): Promise<Dispute[]>;
  /** In no order. */
  listOfSession(course: CourseId, session: SessionId): Promise<Dispute[]>;
  /** The member's in these sessions; missing ones left out. */
  listOfMember(course: CourseId, member: MemberId, sessions: readonly SessionId[]): Promise<Dispute[]>;
  /** One conditional write. `version` is the one being written. @throws MusterError RECORD_CHANGED */
  put(course: CourseId, dispute: Dispute): Promise<void>;
}
