import { z } from 'zod';

/** "2026-11": a month, UTC. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

const counts = {
  captures: z.number(),
  faces: z.number(),
  /** Answered calls of the paid service, by its name of the operation. */
  calls: z.record(z.string(), z.number()),
};

/** GET /api/admin/usage?month= */
export const monthlyUsage = z.object({
  month,
  registrations: z.array(z.object({ id: z.string(), name: z.string(), sessions: z.number(), ...counts })),
});
export type MonthlyUsage = z.infer<typeof monthlyUsage>;

/** GET /api/admin/registrations/:id/usage?month=: by session, whose ids tell nothing about a person. */
export const sessionUsage = z.object({
  month,
  name: z.string(),
  sessions: z.array(z.object({ course: z.string(), session: z.string(), ...counts })),
});
export type SessionUsage = z.infer<typeof sessionUsage>;
