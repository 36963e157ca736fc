import { z } from 'zod';
import { checkIn } from './check-in.ts';
import { sessionSummary } from './course.ts';
import { remark, status } from './status.ts';

export const box = z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() });

export const candidate = z.object({ member: z.string(), name: z.string(), similarity: z.number() });

export const verdict = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('member'), member: z.string() }),
  z.object({ kind: z.literal('visitor') }),
  z.object({ kind: z.literal('not-a-face') }),
]);
export type Verdict = z.infer<typeof verdict>;

/**
 * One face of a capture with the proposal and the teacher's word. `attention` says why a person must look:
 * uncertain: a review or an ambiguous face, to be settled before confirming; new: first match of a new enrolment,
 * to be looked at once; null: nothing to do. An unknown face asks for nothing: it is left unnamed.
 */
const boardFace = z.object({
  id: z.string(),
  capture: z.string(),
  /** 1, 2, 3 ... over the whole session, as drawn on the photograph. */
  number: z.number().int(),
  box,
  heightPx: z.number(),
  tooSmall: z.boolean(),
  decision: z.enum(['match', 'review', 'unknown']),
  /** Whom the face counts for now: the verdict if there is one, else the match; null for nobody. */
  member: z.string().nullable(),
  verdict: verdict.nullable(),
  attention: z.enum(['uncertain', 'new']).nullable(),
  /** Best first, at most three; only those at or above the review threshold. */
  candidates: z.array(candidate),
});
export type BoardFace = z.infer<typeof boardFace>;

const boardCapture = z.object({
  id: z.string(),
  state: z.enum(['awaited', 'stored', 'identifying', 'identified', 'failed']),
  width: z.number(),
  height: z.number(),
  facesCompared: z.number().int(),
  facesFound: z.number().int(),
  tooSmall: z.number().int(),
  failure: z.string().nullable(),
});
export type BoardCapture = z.infer<typeof boardCapture>;

/** A student's line. `status` null: not decided yet. Nothing here tells whether a face is enrolled. */
const boardMember = z.object({
  id: z.string(),
  name: z.string(),
  status: status.nullable(),
  /** hand: a teacher set it; photo: follows from a face; code: from their own check-in. Null when not decided. */
  source: z.enum(['hand', 'photo', 'code']).nullable(),
  /** Of the face the status comes from. */
  face: z.string().nullable(),
  /** A face that needs a look and may be theirs: such a person is not part of "the rest". */
  maybe: z.string().nullable(),
  /** Whatever the status comes from. */
  checkIn: checkIn.nullable(),
  remark: z.string().nullable(),
});
export type BoardMember = z.infer<typeof boardMember>;

/** GET /api/sessions/:id, and the answer to every change of the review. */
export const board = z.object({
  session: sessionSummary,
  timeZone: z.string(),
  facesOn: z.boolean(),
  /** After how many hours a picture is erased, confirmed or not. */
  captureHours: z.number().int(),
  /** When the first picture of this session is erased if nobody confirms; null without pictures. */
  picturesUntil: z.string().nullable(),
  reviewVersion: z.number().int(),
  /** Until when students can check in; null while they cannot. */
  checkInClosesAt: z.string().nullable(),
  captures: z.array(boardCapture),
  faces: z.array(boardFace),
  members: z.array(boardMember),
  /** What stops Confirm: faces that need a look, members without status, captures still being compared. */
  open: z.object({ faces: z.number().int(), members: z.number().int(), captures: z.number().int() }),
});
export type Board = z.infer<typeof board>;

/** POST /api/sessions/:id/captures: a place for one picture. The picture is then posted as multipart to `url`, `fields` first, the file last as `file`. */
export const captureTicket = z.object({
  capture: z.string(),
  upload: z.object({
    url: z.string(),
    fields: z.record(z.string(), z.string()),
    maxBytes: z.number().int(),
    expiresAt: z.string(),
  }),
});
export type CaptureTicket = z.infer<typeof captureTicket>;

/** PUT /api/sessions/:id/review/faces/:face; null takes the verdict back. Undo is sending what stood before. */
export const faceVerdictRequest = z.object({ verdict: verdict.nullable() });

/**
 * PUT /api/sessions/:id/review/members; a null status takes the choice back. With `before`, only where that still is what
 * stands by hand.
 */
export const memberStatusesRequest = z.object({
  changes: z
    .array(
      z.object({
        member: z.string(),
        status: status.nullable(),
        remark: remark.nullable().optional(),
        before: status.nullable().optional(),
      }),
    )
    .min(1)
    .max(5000),
});

/** PUT /api/sessions/:id/review/rest: everybody who has no status then, but for those who may be in the pictures. */
export const restStatusRequest = z.object({ status });

/**
 * POST /api/sessions/:id/confirm answers 200 with the board; refused when the review moved on meanwhile, or somebody has checked
 * in since so many had.
 */
export const confirmRequest = z.object({ reviewVersion: z.number().int(), checkedIn: z.number().int().optional() });

/** Lines of GET /api/sessions/:id/events (server-sent events, read by fetch). */
export const sessionEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('capture'),
    capture: z.string(),
    state: z.string(),
    compared: z.number(),
    found: z.number(),
  }),
  z.object({ kind: z.literal('review'), session: z.string(), version: z.number().int() }),
  checkIn.extend({ kind: z.literal('check-in'), session: z.string(), member: z.string() }),
  z.object({ kind: z.literal('check-in-period'), session: z.string() }),
  z.object({ kind: z.literal('session'), session: z.string(), state: z.string() }),
  z.object({ kind: z.literal('gradebook'), pending: z.number(), confirmed: z.number(), refused: z.number() }),
]);
