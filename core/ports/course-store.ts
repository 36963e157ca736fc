import type { Course } from '../attendance/course.ts';
import type { CourseId, RegistrationId } from '../ids.ts';
import type { Member, Roster } from '../roster/roster.ts';

export interface CourseStore {
  find(id: CourseId): Promise<Course | null>;
  /** `version` is the one being written: 1 for a new one. @throws MusterError RECORD_CHANGED */
  put(course: Course): Promise<void>;
  /** Of one registration, in the order of their ids, at most `limit` after `after`; `next` is null on the last page. */
  listOf(
    registration: RegistrationId,
    after: CourseId | null,
    limit: number,
  ): Promise<{ courses: Course[]; next: CourseId | null }>;
}

export interface RosterStore {
  read(course: CourseId): Promise<Roster>;
  findMember(course: CourseId, member: Member['id']): Promise<Member | null>;
  /** Writes these members and leaves the others as they are. */
  putMembers(course: CourseId, members: readonly Member[]): Promise<void>;
}
