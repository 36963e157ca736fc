import { z } from 'zod';
import { plainText, statusCounts } from './status.ts';

export const sessionSummary = z.object({
  id: z.string(),
  title: z.string(),
  startsAt: z.string(),
  state: z.enum(['open', 'confirming', 'confirmed']),
  counts: statusCounts.nullable(),
  confirmedAt: z.string().nullable(),
  /** Until when the whole confirmation can be taken back; null when it cannot. */
  undoableUntil: z.string().nullable(),
});
export type SessionSummary = z.infer<typeof sessionSummary>;

const gradeCounts = z.object({
  pending: z.number().int(),
  confirmed: z.number().int(),
  refused: z.number().int(),
  changed: z.number().int(),
});
export type GradeCounts = z.infer<typeof gradeCounts>;

const gradebookSummary = gradeCounts.extend({
  on: z.boolean(),
  /** False when the launch gave no right to make a column or send scores. */
  available: z.boolean(),
});
export type GradebookSummary = z.infer<typeof gradebookSummary>;

/** GET /api/course: the teacher's first page. POST /api/course/roster/refresh answers the same. */
export const coursePage = z.object({
  title: z.string(),
  timeZone: z.string(),
  facesOn: z.boolean(),
  /** How many of the students can be matched; never who. */
  coverage: z.object({ matchable: z.number().int(), students: z.number().int() }),
  rosterReadAt: z.string().nullable(),
  /** Why the last read of the roster was not taken over, as an error code; null when it was. */
  rosterProblem: z.string().nullable(),
  gradebook: gradebookSummary,
  heldEnrolments: z.number().int(),
  /** How many entries students say are not right. */
  disputes: z.number().int(),
  /** The open session that is on now, or the next one of today; null: there is none, and the next press opens one. */
  present: z.string().nullable(),
  /** Newest first, each with where the grades of those it counts for stand; null: not confirmed, or no grade column. */
  sessions: z.array(sessionSummary.extend({ gradebook: gradeCounts.nullable() })),
});
export type CoursePage = z.infer<typeof coursePage>;

/** POST /api/sessions answers a sessionSummary. Without startsAt the session is now. One key opens one session. */
export const openSessionRequest = z.object({
  title: plainText(120).optional(),
  startsAt: z.iso
    .datetime()
    .refine((at) => at >= '2000' && at < '2100')
    .optional(),
  key: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
});
export type OpenSessionRequest = z.infer<typeof openSessionRequest>;

/** GET /api/people */
export const people = z.object({
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: z.enum(['teacher', 'ta', 'student', 'observer', 'none']),
      /** Of confirmed sessions; null for those attendance is not taken of. */
      counts: statusCounts.nullable(),
      score: z.number().nullable(),
    }),
  ),
});
export type People = z.infer<typeof people>;

/** GET and PUT /api/settings; PUT sends what it read as `seen`. GET /api/settings/preview?lateCredit=0.5 answers settingsPreview. */
export const settings = z.object({
  lateCredit: z.number().min(0).max(1),
  gradeColumnOn: z.boolean(),
  /** A column for each session as well. */
  sessionColumnsOn: z.boolean(),
  gradeColumnAvailable: z.boolean(),
  maySave: z.boolean(),
  facesOn: z.boolean(),
  recognition: z.object({
    engine: z.string(),
    modelVersion: z.string(),
    match: z.number(),
    review: z.number(),
    margin: z.number(),
    scale: z.enum(['linear', 'log-odds']),
    origin: z.string(),
  }),
});
export type Settings = z.infer<typeof settings>;

export const saveSettingsRequest = z.object({
  lateCredit: z.number().min(0).max(1),
  gradeColumnOn: z.boolean(),
  sessionColumnsOn: z.boolean().optional(),
  seen: z.object({
    lateCredit: z.number(),
    gradeColumnOn: z.boolean(),
    sessionColumnsOn: z.boolean().optional(),
  }),
});
export type SaveSettingsRequest = z.infer<typeof saveSettingsRequest>;

export const settingsPreview = z.object({
  rows: z.array(
    z.object({ id: z.string(), name: z.string(), now: z.number().nullable(), after: z.number().nullable() }),
  ),
});
export type SettingsPreview = z.infer<typeof settingsPreview>;
