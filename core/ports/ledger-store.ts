import type { LedgerEntry } from '../attendance/ledger.ts';
import type { CourseId } from '../ids.ts';

export interface LedgerStore {
  list(course: CourseId): Promise<LedgerEntry[]>;
  /** One conditional write. `version` is the one being written. @throws MusterError RECORD_CHANGED */
  put(course: CourseId, entry: LedgerEntry): Promise<void>;
}
