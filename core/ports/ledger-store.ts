import type { ColumnId } from '../attendance/grade-column.ts';
import type { LedgerEntry } from '../attendance/ledger.ts';
import type { CourseId } from '../ids.ts';

export interface LedgerStore {
  /** Each column has a ledger of its own; the one over all sessions unless said otherwise. */
  list(course: CourseId, column?: ColumnId): Promise<LedgerEntry[]>;
  /** One conditional write. `version` is the one being written. @throws MusterError RECORD_CHANGED */
  put(course: CourseId, entry: LedgerEntry, column?: ColumnId): Promise<void>;
}
