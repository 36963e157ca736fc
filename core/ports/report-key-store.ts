import type { RegistrationId } from '../ids.ts';
import type { ReportKey } from '../lti/report-key.ts';

export interface ReportKeyStore {
  put(key: ReportKey): Promise<void>;
  find(registration: RegistrationId, digest: string): Promise<ReportKey | null>;
  /** In the order they were made. */
  list(registration: RegistrationId): Promise<ReportKey[]>;
  remove(registration: RegistrationId, digest: string): Promise<void>;
}
