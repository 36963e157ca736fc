import type { Course } from '../attendance/course.ts';
import type { CourseId } from '../ids.ts';
import type { Member, Roster } from '../roster/roster.ts';

export interface CourseStore {
  find(id: CourseId): Promise<Course | null>;
  /** `version` is the one being written: 1 for a new one. @throws MusterError RECORD_CHANGED */
  put(course: Course): Promise<void>;
}

export interface RosterStore {
  read(course: CourseId): Promise<Roster>;
  findMember(course: CourseId, member: Member['id']): Promise<Member | null>;
  /** Writes these members and leaves the others as they are. */
  putMembers(course: CourseId, members: readonly Member[]): Promise<void>;
}
