import type { ColumnState } from '../attendance/grade-column.ts';
import type { CourseId } from '../ids.ts';

export interface GradeColumnStore {
  list(course: CourseId): Promise<ColumnState[]>;
  /** One conditional write. `version` is the one being written. @throws MusterError RECORD_CHANGED */
  put(course: CourseId, state: ColumnState): Promise<void>;
}
