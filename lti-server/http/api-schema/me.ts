import { z } from 'zod';

/** Which page a launch opens. `link-ignored`: its link is not one that was placed in this course; the course's own page opens. */
export const landing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('home') }),
  z.object({ kind: z.literal('session'), session: z.string() }),
  z.object({ kind: z.literal('own-record') }),
  z.object({ kind: z.literal('place-content') }),
  z.object({ kind: z.literal('link-ignored') }),
]);
export type Landing = z.infer<typeof landing>;

/** GET /api/me: who is here, and which page they get. */
export const me = z.object({
  role: z.enum(['teacher', 'ta', 'student', 'observer', 'none']),
  administrator: z.boolean(),
  /** The student that a teacher is when they look at the course as one (Canvas: Student View). */
  testUser: z.boolean(),
  name: z.string().nullable(),
  verbs: z.array(z.string()),
  course: z.object({ id: z.string(), title: z.string(), timeZone: z.string() }).nullable(),
  facesOn: z.boolean(),
  returnUrl: z.string().nullable(),
  landing,
});
export type Me = z.infer<typeof me>;

/** Stands as JSON in the body of the launch answer; the page keeps it for the tab. Never in a URL. */
export const launchHandover = z.object({
  bearer: z.string(),
  expiresAt: z.string(),
  landing,
  /** The origins that may frame what the launch opened, and what a reload makes of it. */
  framedBy: z.array(z.string()).optional(),
});
export type LaunchHandover = z.infer<typeof launchHandover>;
