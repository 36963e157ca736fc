import type { CourseId, MemberId, RegistrationId, SessionId } from '../ids.ts';

/** Makes ids. Derived ones are the same for the same input, and tell nothing of it. */
export interface IdSource {
  /** A new random id that sorts by time, lower-case letters and digits. */
  next(): string;
  member(registration: RegistrationId, sub: string): MemberId;
  course(registration: RegistrationId, deployment: string, contextId: string): CourseId;
  /** Of a request with an idempotency key: the same person's same key in the same course is the same session. */
  session(course: CourseId, by: MemberId, key: string): SessionId;
}
