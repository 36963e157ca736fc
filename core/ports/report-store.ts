import type { Report } from '../attendance/report.ts';
import type { CourseId, MemberId } from '../ids.ts';

export interface ReportStore {
  find(course: CourseId, askedBy: MemberId): Promise<Report | null>;
  /** `version` is the one being written, 1 for new. @throws MusterError RECORD_CHANGED */
  put(report: Report): Promise<void>;
  remove(course: CourseId, askedBy: MemberId): Promise<void>;
}
