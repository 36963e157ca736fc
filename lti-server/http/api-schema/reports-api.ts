import { z } from 'zod';

/** Below /reports/v1, for machines: docs/admins.md, "Reports for other systems". */
const id = z.string().regex(/^[a-zA-Z0-9_.-]{1,80}$/);
const format = z.enum(['json', 'csv']).default('json');

/** GET /reports/v1/courses?after=&format= */
export const coursesQuery = z.object({ after: id.optional(), format });

const reportedCourses = z.object({
  courses: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      /** What the platform calls the course. */
      contextId: z.string(),
      deployment: z.string(),
      timeZone: z.string(),
    }),
  ),
  /** The address of the next page; null: this is the last. */
  next: z.string().nullable(),
});
export type ReportedCourses = z.infer<typeof reportedCourses>;

/** GET /reports/v1/courses/:course/records?since=&after=&format= */
export const recordsQuery = z.object({
  since: z.iso.datetime({ offset: true }).optional(),
  after: z
    .string()
    .regex(/^\d{4}-[0-9T:.Z-]{10,30}_[a-zA-Z0-9_.-]{1,80}$/)
    .optional(),
  format,
});

const reportedRecords = z.object({
  records: z.array(
    z.object({
      session: z.string(),
      sessionTitle: z.string(),
      startsAt: z.string(),
      /** The platform's own id of the person; null when they are not known to the course any more. */
      person: z.string().nullable(),
      /** Where the key was made with names. */
      name: z.string().nullable().optional(),
      status: z.enum(['present', 'late', 'absent', 'excused']),
      at: z.string(),
      version: z.number().int(),
    }),
  ),
  /** The address of the next page; null: this is the last. A page may be empty and not the last. */
  next: z.string().nullable(),
  /** `since` of the next question. */
  asOf: z.string(),
});
export type ReportedRecords = z.infer<typeof reportedRecords>;
