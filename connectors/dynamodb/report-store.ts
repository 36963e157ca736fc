import type { Report } from '../../core/attendance/report.ts';
import type { ReportStore } from '../../core/ports/report-store.ts';
import type { Table } from '../table.ts';
import { getData, putVersion, removeItem, ttl } from './items.ts';
import { key } from './keys.ts';

/** It goes when its file was erased, which is due work; should that never be done, it does not stay for ever. */
const graceSeconds = 30 * 86_400;

export const reportStore = (table: Table): ReportStore => ({
  find: (course, askedBy) => getData<Report>(table, key.report(course, askedBy)),
  put: (report) =>
    putVersion(table, key.report(report.course, report.askedBy), report, {
      expiresAt: ttl(report.expiresAt) + graceSeconds,
    }),
  remove: (course, askedBy) => removeItem(table, key.report(course, askedBy)),
});
