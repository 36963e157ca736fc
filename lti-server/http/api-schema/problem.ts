import { z } from 'zod';

/** RFC 9457 problem+json. `code` is one of core/errors.ts; `reference` is what the operator finds in the log. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  reference: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type Problem = z.infer<typeof problem>;
