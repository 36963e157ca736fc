import type { Course } from '../attendance/course.ts';
import type { CourseId, MemberId, RegistrationId } from '../ids.ts';
import type { Registration } from '../lti/registration.ts';
import type { Member } from '../roster/roster.ts';

export interface LaunchFacts {
  readonly registration: Registration | null;
  readonly course: Course | null;
  readonly member: Member | null;
}

/** What stands about those whom a launch names, in one consistent batch read: a launch must be cheap. */
export interface LaunchStore {
  read(registration: RegistrationId, course: CourseId | null, member: MemberId): Promise<LaunchFacts>;
}
