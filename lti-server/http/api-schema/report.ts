import { z } from 'zod';

/** POST /api/course/reports: in which zone its times are to be written; the course's when left out. */
export const reportRequest = z.object({ timeZone: z.string().min(1).max(64).optional() });

/** GET and POST /api/course/reports: the file that the person who asks has asked for last; null: none, or none any more. */
export const courseReport = z.object({
  report: z
    .object({
      state: z.enum(['asked', 'ready', 'failed']),
      askedAt: z.string(),
      expiresAt: z.string(),
    })
    .nullable(),
});
export type CourseReport = z.infer<typeof courseReport>;

/** POST /api/course/reports/link: opens the file, once, for some minutes. */
export const reportLink = z.object({ url: z.string() });
export type ReportLink = z.infer<typeof reportLink>;
