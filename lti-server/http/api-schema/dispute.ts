import { z } from 'zod';
import { checkIn } from './check-in.ts';
import { recordEntry } from './record.ts';
import { remark, status } from './status.ts';

export const wantedStatus = status.exclude(['absent']);
export type WantedStatus = z.infer<typeof wantedStatus>;

/** POST /api/my/sessions/:id/dispute says it, or says it otherwise; DELETE takes it back. Both answer mySession. */
export const disputeRequest = z.object({ wanted: wantedStatus, reason: remark.min(1) });
export type DisputeRequest = z.infer<typeof disputeRequest>;

/** What a student said of an entry, for the student and for the teacher. */
export const dispute = z.object({
  wanted: wantedStatus,
  reason: z.string(),
  at: z.string(),
  state: z.enum(['open', 'corrected', 'kept']),
  answer: z.object({ byName: z.string(), at: z.string(), words: z.string().nullable() }).nullable(),
});
export type DisputeView = z.infer<typeof dispute>;

/** GET /api/disputes: those that wait for an answer, the oldest first. */
export const disputesPage = z.object({
  timeZone: z.string(),
  disputes: z.array(
    z.object({
      session: z.string(),
      title: z.string(),
      startsAt: z.string(),
      member: z.string(),
      name: z.string(),
      current: recordEntry,
      recordVersion: z.number().int(),
      /** What they said themselves at the time, whatever was recorded. */
      checkIn: checkIn.nullable(),
      wanted: wantedStatus,
      reason: z.string(),
      at: z.string(),
      version: z.number().int(),
    }),
  ),
});
export type DisputesPage = z.infer<typeof disputesPage>;

/**
 * PUT /api/disputes/:session/:member answers disputesPage. `version` and `recordVersion` are of what the teacher looked at; refused
 * with RECORD_CHANGED when they are not the ones stored.
 */
export const disputeAnswerRequest = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('correct'), version: z.number().int(), recordVersion: z.number().int() }),
  z.object({ decision: z.literal('keep'), version: z.number().int(), words: remark.nullable() }),
]);
export type DisputeAnswerRequest = z.infer<typeof disputeAnswerRequest>;
