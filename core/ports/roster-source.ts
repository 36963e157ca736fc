import type { RegistrationId } from '../ids.ts';
import type { RosterService } from '../lti/launch.ts';

/** A member as the platform tells it, before ids are derived. */
export interface ReportedMember {
  readonly sub: string;
  readonly name: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly roles: readonly string[];
  readonly status: 'Active' | 'Inactive' | 'Deleted';
  /** The custom parameter `person_timezone`, where the list tells it. */
  readonly timeZone: string | null;
}

/** LTI NRPS 2.0. All pages or an error: half a roster is never returned. */
export interface RosterSource {
  /** @throws MusterError UNAVAILABLE, THROTTLED, DENIED, RESPONSE_INVALID */
  read(registration: RegistrationId, service: RosterService): Promise<ReportedMember[]>;
}
