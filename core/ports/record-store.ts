import type { AttendanceRecord } from '../attendance/record.ts';
import type { Status } from '../attendance/status.ts';
import type { CourseId, MemberId, SessionId } from '../ids.ts';

export interface RecordStore {
  listOfSession(course: CourseId, session: SessionId): Promise<AttendanceRecord[]>;
  find(course: CourseId, session: SessionId, member: MemberId): Promise<AttendanceRecord | null>;
  /** The member's records in these sessions; missing ones left out. */
  listOfMember(course: CourseId, member: MemberId, sessions: readonly SessionId[]): Promise<AttendanceRecord[]>;
  /** Of several members in several sessions; missing ones left out. */
  findAll(
    course: CourseId,
    of: readonly { readonly session: SessionId; readonly member: MemberId }[],
  ): Promise<AttendanceRecord[]>;
  /** One conditional write. `version` is the one being written. @throws MusterError RECORD_CHANGED */
  put(course: CourseId, record: AttendanceRecord): Promise<void>;
  /** One write each, without a read. Only for a session that this process has put into `confirming`. */
  putAll(course: CourseId, records: readonly AttendanceRecord[]): Promise<void>;
}

export interface Digest {
  readonly session: SessionId;
  readonly statuses: ReadonlyMap<MemberId, Status>;
}

/**
 * A compact projection of a session's records (member -> status), so that percentages over a hundred sessions are
 * a few reads. Always rebuilt from the records themselves, and only for confirmed sessions.
 */
export interface DigestStore {
  put(course: CourseId, session: SessionId, statuses: ReadonlyMap<MemberId, Status>): Promise<void>;
  remove(course: CourseId, session: SessionId): Promise<void>;
  list(course: CourseId): Promise<Digest[]>;
}
