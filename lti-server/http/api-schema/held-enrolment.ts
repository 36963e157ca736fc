import { z } from 'zod';

/**
 * GET /api/held-enrolments: enrolments that resemble another member's (design rule 7). Pictures:
 * GET /api/held-enrolments/:member/picture and .../resembles. POST /api/held-enrolments/:member {decision}.
 */
export const heldEnrolments = z.object({
  held: z.array(
    z.object({
      member: z.string(),
      name: z.string(),
      resembles: z.string(),
      resemblesName: z.string(),
      similarity: z.number(),
    }),
  ),
});
export type HeldEnrolments = z.infer<typeof heldEnrolments>;

export const heldDecisionRequest = z.object({ decision: z.enum(['accept', 'reject']) });
