import { z } from 'zod';
import { sessionSummary } from './course.ts';

/** GET /api/deep-linking: what a teacher can place where the platform asks. */
export const placing = z.object({
  /** Null when the platform's request names no course: then there is nothing to place. */
  course: z
    .object({
      title: z.string(),
      timeZone: z.string(),
      /** Newest first. */
      sessions: z.array(sessionSummary.pick({ id: true, title: true, startsAt: true, state: true })),
      gradeColumn: z.enum(['offered', 'there-already', 'not-here', 'teacher-only']),
    })
    .nullable(),
  /** False when the platform takes no links to tools in this place. */
  accepted: z.boolean(),
  severalSessions: z.boolean(),
});
export type Placing = z.infer<typeof placing>;

const maxSessions = 50;

/** POST /api/deep-linking, once: the app session ends with the answer. */
export const placeRequest = z.union([
  z.strictObject({
    choice: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('course'), gradeColumn: z.boolean() }),
      z.object({ kind: z.literal('sessions'), sessions: z.array(z.string().max(80)).min(1).max(maxSessions) }),
      z.object({ kind: z.literal('own-record') }),
    ]),
  }),
  z.strictObject({ cancel: z.literal(true) }),
]);
export type PlaceRequest = z.infer<typeof placeRequest>;

/** What the page posts to the platform, as the form field `JWT`. */
export const placeAnswer = z.object({ returnUrl: z.string(), jwt: z.string() });
export type PlaceAnswer = z.infer<typeof placeAnswer>;
