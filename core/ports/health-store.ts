import type { ErrorCode } from '../errors.ts';
import type { RegistrationId } from '../ids.ts';
import type { HealthKind, RegistrationHealth } from '../lti/registration-health.ts';

/** Each way of ending is kept apart, so that many who note at once lose nothing but one another's minute. */
export interface HealthStore {
  /** `code` null: it went well. */
  note(registration: RegistrationId, kind: HealthKind, at: string, code: ErrorCode | null): Promise<void>;
  read(registration: RegistrationId): Promise<RegistrationHealth>;
}
