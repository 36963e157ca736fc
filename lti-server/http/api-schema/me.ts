import { z } from 'zod';

/** GET /api/me: who is here, and which page they get. */
export const me = z.object({
  role: z.enum(['teacher', 'ta', 'student', 'observer', 'none']),
  administrator: z.boolean(),
  /** The platform's own try-out student: never in statistics or the gradebook. */
  testUser: z.boolean(),
  name: z.string().nullable(),
  verbs: z.array(z.string()),
  course: z.object({ id: z.string(), title: z.string(), timeZone: z.string() }).nullable(),
  facesOn: z.boolean(),
  returnUrl: z.string().nullable(),
});
export type Me = z.infer<typeof me>;

/** Stands as JSON in the body of the launch answer; the page keeps it for the tab. Never in a URL. */
export const launchHandover = z.object({ bearer: z.string(), expiresAt: z.string() });
export type LaunchHandover = z.infer<typeof launchHandover>;
