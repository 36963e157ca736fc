import { z } from 'zod';

export const status = z.enum(['present', 'late', 'absent', 'excused']);
export type Status = z.infer<typeof status>;

export const statusCounts = z.object({
  present: z.number().int(),
  late: z.number().int(),
  absent: z.number().int(),
  excused: z.number().int(),
});

/** What a teacher types about a person: plain text, short. */
export const remark = z.string().trim().max(500);
