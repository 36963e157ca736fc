import { z } from 'zod';

export const checkInStatus = z.enum(['present', 'late']);

export const checkIn = z.object({ at: z.string(), status: checkInStatus });
export type CheckInView = z.infer<typeof checkIn>;

const minutes = z.number().int().min(1).max(240);

/** POST /api/sessions/:id/check-in: lets students check in. Where they can already, it changes nothing. */
export const openCheckInRequest = z.object({
  minutes,
  lateAfterMinutes: minutes.nullable(),
  changing: z.boolean(),
});
export type OpenCheckInRequest = z.infer<typeof openCheckInRequest>;

/** PUT /api/sessions/:id/check-in/end: so much later than it would close. DELETE /api/sessions/:id/check-in closes it now. */
export const prolongCheckInRequest = z.object({ moreMinutes: minutes.max(60) });

/**
 * GET /api/sessions/:id/check-in, and the answer to each of the above. Times are milliseconds from the answer: clocks of
 * classrooms are off by more than a code lasts.
 */
export const shownCode = z.object({
  /** Null while nobody can check in. */
  open: z
    .object({
      code: z.string(),
      /** Whether another code comes after it. */
      changing: z.boolean(),
      changesInMs: z.number(),
      closesInMs: z.number(),
      closesAt: z.string(),
      lateFrom: z.string().nullable(),
    })
    .nullable(),
  /** Of the last one, when it closed; null while one is open, and when there was none of late. */
  closedAt: z.string().nullable(),
});
export type ShownCode = z.infer<typeof shownCode>;

/** POST /api/my/sessions/:id/check-in answers myCheckIns. Blanks between digits are left out. */
export const checkInRequest = z.object({
  code: z
    .string()
    .max(20)
    .transform((typed) => typed.replace(/[\s-]/g, ''))
    .pipe(z.string().regex(/^\d{6}$/)),
});

/** GET /api/my/check-ins: where a student can check in now, or has and it is not confirmed. */
export const myCheckIns = z.object({
  timeZone: z.string(),
  sessions: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      startsAt: z.string(),
      /** Until when a code is asked for; null once they have checked in. */
      closesAt: z.string().nullable(),
      checkIn: checkIn.nullable(),
    }),
  ),
});
export type MyCheckIns = z.infer<typeof myCheckIns>;
