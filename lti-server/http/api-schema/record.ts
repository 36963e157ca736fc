import { z } from 'zod';
import { box } from './board.ts';
import { checkIn } from './check-in.ts';
import { sessionSummary } from './course.ts';
import { remark, status } from './status.ts';

export const evidence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hand') }),
  /** The person checked in with the code that was shown. */
  z.object({ kind: z.literal('code'), at: z.string() }),
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

const gradebookState = z.object({
  state: z.enum(['none', 'pending', 'confirmed', 'refused', 'changed', 'kept']),
  wanted: z.number().nullable(),
  confirmed: z.number().nullable(),
  refusal: z
    .enum(['not-a-student', 'not-allowed', 'line-item-gone', 'newer-there', 'refused', 'unreachable'])
    .nullable(),
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
      /** What they said themselves, whatever was recorded. */
      checkIn: checkIn.nullable(),
      /** What the student says of it, while nobody has answered. */
      dispute: z.object({ wanted: status, reason: z.string(), at: z.string() }).nullable(),
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

/** Why nothing more is sent to a column, until somebody says "send again". */
const columnTrouble = z.object({
  reason: z.enum(['not-allowed', 'concluded', 'unpublished', 'line-item-gone', 'unreachable']),
  at: z.string(),
});
export type ColumnTrouble = z.infer<typeof columnTrouble>;

/**
 * GET /api/gradebook. POST /api/gradebook/send {member?} tries again; POST /api/gradebook/members/:id/overwrite {session?}
 * sends over a value changed there, and .../keep {session?} keeps it.
 */
export const gradebookPage = z.object({
  on: z.boolean(),
  available: z.boolean(),
  /** Whether this person may send again, send over and keep. */
  /** Whether there is a column, and the right to read its results back. */
  comparable: z.boolean(),
  trouble: columnTrouble.nullable(),
  /** When the column was made anew after somebody had deleted it. */
  remadeAt: z.string().nullable(),
  rows: z.array(z.object({ member: z.string(), name: z.string(), gradebook: gradebookState })),
  /** Of those sessions that have a column of their own. */
  sessionColumns: z.array(
    z.object({
      session: z.string(),
      title: z.string(),
      startsAt: z.string(),
      trouble: columnTrouble.nullable(),
      remadeAt: z.string().nullable(),
      pending: z.number().int(),
      confirmed: z.number().int(),
      refused: z.number().int(),
      changed: z.number().int(),
    }),
  ),
  timeZone: z.string(),
});
export type GradebookPage = z.infer<typeof gradebookPage>;

export const sendScoresRequest = z.object({ member: z.string().optional() });

/** Without a session: of the column over all sessions. */
export const ofColumn = z.object({ session: z.string().optional() });

/** POST /api/gradebook/compare {session?}: reads the results back; each student whose result is not what the records ask for. */
export const gradebookComparison = z.object({
  readAt: z.string(),
  students: z.number().int(),
  differences: z.array(
    z.object({
      member: z.string(),
      name: z.string(),
      difference: z.enum(['on-its-way', 'changed-there', 'removed-there', 'kept', 'refused', 'not-ours']),
      wanted: z.number().nullable(),
      confirmed: z.number().nullable(),
      held: z.number().nullable(),
      decision: z.object({ choice: z.enum(['keep', 'send']), byName: z.string(), at: z.string() }).nullable(),
    }),
  ),
});
export type GradebookComparison = z.infer<typeof gradebookComparison>;
