import type { CourseId, MemberId, RegistrationId } from '../ids.ts';

/** Makes ids. Derived ones are the same for the same input, and tell nothing of it. */
export interface IdSource {
  /** A new random id that sorts by time, lower-case letters and digits. */
  next(): string;
  member(registration: RegistrationId, sub: string): MemberId;
  course(registration: RegistrationId, deployment: string, contextId: string): CourseId;
}
