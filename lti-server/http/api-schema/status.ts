import { z } from 'zod';

export const status = z.enum(['present', 'late', 'absent', 'excused']);
export type Status = z.infer<typeof status>;

export const statusCounts = z.object({
  present: z.number().int(),
  late: z.number().int(),
  absent: z.number().int(),
  excused: z.number().int(),
});

/**
 * What people type: plain text. Control characters other than the end of a line and the ones that turn the direction of
 * writing have no place in it, nor have halves of surrogate pairs.
 */
export const plainText = (maximum: number) =>
  z
    .string()
    .trim()
    .max(maximum)
    .regex(/^(?:[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]|\r?\n)*$/u);

export const longestRemark = 500;

/** What somebody says about a person, or about themselves: short. */
export const remark = plainText(longestRemark);
