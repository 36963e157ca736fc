import type { Capture } from '../attendance/capture.ts';
import type { Review } from '../attendance/review.ts';
import type { Session } from '../attendance/session.ts';
import type { CaptureId, CourseId, SessionId } from '../ids.ts';

/** Versions: the one being written, 1 for new; a put over another version throws MusterError RECORD_CHANGED. */
export interface SessionStore {
  find(course: CourseId, session: SessionId): Promise<Session | null>;
  /** By id, last first. Sort by `startsAt` what is shown. */
  list(course: CourseId): Promise<Session[]>;
  put(session: Session): Promise<void>;
  /** Takes away a session that was opened by mistake. */
  remove(course: CourseId, session: SessionId): Promise<void>;
}

export interface CaptureStore {
  find(course: CourseId, session: SessionId, capture: CaptureId): Promise<Capture | null>;
  /** In the order they were taken; expired ones at `now` left out. */
  list(course: CourseId, session: SessionId, now: string): Promise<Capture[]>;
  put(course: CourseId, capture: Capture): Promise<void>;
  remove(course: CourseId, session: SessionId, capture: CaptureId): Promise<void>;
}

export interface ReviewStore {
  /** An empty review of version 0 when there is none. */
  read(course: CourseId, session: SessionId): Promise<Review>;
  put(course: CourseId, review: Review): Promise<void>;
  remove(course: CourseId, session: SessionId): Promise<void>;
}
