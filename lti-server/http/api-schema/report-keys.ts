import { z } from 'zod';

const reportKey = z.object({
  id: z.string(),
  name: z.string(),
  /** The first letters of the secret. */
  prefix: z.string(),
  withNames: z.boolean(),
  madeAt: z.string(),
});
export type ReportKeyView = z.infer<typeof reportKey>;

/** GET /api/admin/registrations/:id/report-keys */
export const reportKeyList = z.object({ keys: z.array(reportKey) });
export type ReportKeyList = z.infer<typeof reportKeyList>;

/** POST /api/admin/registrations/:id/report-keys: `key` is shown this once. DELETE …/report-keys/:key answers 204. */
export const makeReportKeyRequest = z.object({
  name: z.string().trim().min(1).max(100),
  withNames: z.boolean().default(false),
});
export const madeReportKey = reportKey.extend({ key: z.string() });
export type MadeReportKey = z.infer<typeof madeReportKey>;
