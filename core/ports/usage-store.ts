import type { SessionUsage } from '../attendance/usage.ts';
import type { RegistrationId } from '../ids.ts';

export interface UsageStore {
  find(usage: Pick<SessionUsage, 'registration' | 'month' | 'course' | 'session'>): Promise<SessionUsage | null>;
  /** Of one registration in one month; what has expired at `now` left out. */
  list(registration: RegistrationId, month: string, now: string): Promise<SessionUsage[]>;
  /** Versions: the one being written, 1 for new; a put over another version throws MusterError RECORD_CHANGED. */
  put(usage: SessionUsage): Promise<void>;
}
