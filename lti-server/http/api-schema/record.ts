import { z } from 'zod';
import { box } from './board.ts';
import { sessionSummary } from './course.ts';
import { remark, status } from './status.ts';

export const evidence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hand') }),
  /** The person has withdrawn: the numbers are gone. */
  z.object({ kind: z.literal('photo-erased') }),
  z.object({
    kind: z.literal('photo'),
    captureHash: z.string(),
    box,
    engine: z.string(),
    modelVersion: z.string(),
    matchThreshold: z.number(),
    reviewThreshold: z.number(),
    similarity: z.number(),
    decision: z.enum(['match', 'review', 'unknown']),
  }),
]);
export type Evidence = z.infer<typeof evidence>;

export const recordEntry = z.object({
  status,
  evidence,
  byName: z.string(),
  at: z.string(),
  reason: z.string().nullable(),
});
export type RecordEntry = z.infer<typeof recordEntry>;

export const gradebookState = z.object({
  state: z.enum(['none', 'pending', 'confirmed', 'refused', 'changed']),
  wanted: z.number().nullable(),
  confirmed: z.number().nullable(),
  refusal: z.enum(['not-a-student', 'not-allowed', 'line-item-gone', 'refused', 'unreachable']).nullable(),
});
export type GradebookState = z.infer<typeof gradebookState>;

/** GET /api/sessions/:id/records: a confirmed session with its history and the gradebook per person. */
export const sessionRecords = z.object({
  session: sessionSummary,
  timeZone: z.string(),
  gradeColumnOn: z.boolean(),
  records: z.array(
    z.object({
      member: z.string(),
      name: z.string(),
      current: recordEntry,
      history: z.array(recordEntry),
      version: z.number().int(),
      gradebook: gradebookState,
    }),
  ),
});
export type SessionRecords = z.infer<typeof sessionRecords>;

/** PUT /api/sessions/:id/records/:member; refused with RECORD_CHANGED when `version` is not the one stored. */
export const correctRecordRequest = z.object({
  status,
  reason: remark.min(1),
  version: z.number().int(),
});
export type CorrectRecordRequest = z.infer<typeof correctRecordRequest>;

/** GET /api/gradebook; POST /api/gradebook/send {member?} tries again; POST /api/gradebook/members/:id/overwrite {} sends over a changed value. */
export const gradebookPage = z.object({
  on: z.boolean(),
  available: z.boolean(),
  rows: z.array(z.object({ member: z.string(), name: z.string(), gradebook: gradebookState })),
});
export type GradebookPage = z.infer<typeof gradebookPage>;

export const sendScoresRequest = z.object({ member: z.string().optional() });
