import type { CheckIn, CheckInPeriod, CheckInTries } from '../attendance/check-in.ts';
import type { CourseId, MemberId, SessionId } from '../ids.ts';

/** Versions: the one being written, 1 for new; a put over another version throws MusterError RECORD_CHANGED. */
export interface CheckInPeriodStore {
  /** Of a session; also one that is over. */
  find(course: CourseId, session: SessionId): Promise<CheckInPeriod | null>;
  /** Of a course: those that are open, and those that closed within a day. Few. */
  list(course: CourseId, now: string): Promise<CheckInPeriod[]>;
  put(course: CourseId, period: CheckInPeriod): Promise<void>;
  remove(course: CourseId, session: SessionId): Promise<void>;
}

export interface CheckInStore {
  /** In no order. */
  list(course: CourseId, session: SessionId): Promise<CheckIn[]>;
  /** The member's in these sessions; missing ones left out. */
  listOfMember(course: CourseId, member: MemberId, sessions: readonly SessionId[]): Promise<CheckIn[]>;
  /** Answers the one that stands then: of several of one member and session, the first. */
  add(course: CourseId, checkIn: CheckIn): Promise<CheckIn>;
  remove(course: CourseId, session: SessionId, member: MemberId): Promise<void>;
  /** Takes away all of a session. */
  removeAll(course: CourseId, session: SessionId): Promise<void>;
  findTries(course: CourseId, session: SessionId, member: MemberId): Promise<CheckInTries | null>;
  /** @throws MusterError RECORD_CHANGED */
  putTries(course: CourseId, tries: CheckInTries): Promise<void>;
}
