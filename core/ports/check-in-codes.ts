import type { CourseId, SessionId } from '../ids.ts';

/** What is shown in the room. Codes are computed, not kept: whoever reads the table learns none. */
export interface CheckInCodes {
  /** Six digits, the same ones each time it is asked; `step` counts the codes of the period that was opened then. */
  of(course: CourseId, session: SessionId, openedAt: string, step: number): string;
}
