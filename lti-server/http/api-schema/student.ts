import { z } from 'zod';
import { checkIn } from './check-in.ts';
import { dispute } from './dispute.ts';
import { recordEntry } from './record.ts';
import { statusCounts } from './status.ts';

const mySessionRecord = z.object({
  id: z.string(),
  title: z.string(),
  startsAt: z.string(),
  current: recordEntry,
  history: z.array(recordEntry),
  /** What they said themselves, whatever was recorded. */
  checkIn: checkIn.nullable(),
  /** What they have said of this entry; null once it is taken back. */
  dispute: dispute.nullable(),
  /** Whether they may say something of it now. */
  disputable: z.boolean(),
});
export type MySessionRecord = z.infer<typeof mySessionRecord>;

/** GET /api/my/attendance */
export const myAttendance = z.object({
  courseTitle: z.string(),
  timeZone: z.string(),
  score: z.number().nullable(),
  counts: statusCounts,
  /** What a late session earns, 0 to 1. */
  lateCredit: z.number(),
  /** Newest first. */
  sessions: z.array(mySessionRecord),
});
export type MyAttendance = z.infer<typeof myAttendance>;

/** GET /api/my/sessions/:id: what a link to one session opens for a student. */
export const mySession = z.object({
  timeZone: z.string(),
  title: z.string(),
  startsAt: z.string(),
  confirmed: z.boolean(),
  /** Null before it is confirmed, and when it was taken without this person. */
  record: mySessionRecord.nullable(),
  checkIn: checkIn.nullable(),
});
export type MySession = z.infer<typeof mySession>;

/** GET /api/my/recognition, and the answer to a consent, an enrolment and a decision. */
export const myRecognition = z.object({
  facesOn: z.boolean(),
  /** Null when a face may be enrolled here; else why not. */
  notAllowed: z.enum(['faces-off', 'masquerading', 'masquerading-unknown', 'test-user', 'not-a-student']).nullable(),
  consent: z.object({
    state: z.enum(['none', 'consented', 'declined', 'withdrawn']),
    textVersion: z.string().nullable(),
    at: z.string().nullable(),
  }),
  currentTextVersion: z.string(),
  /** held: a teacher looks first, because the pictures resemble somebody else in the class. */
  enrolment: z
    .object({
      state: z.enum(['active', 'held']),
      enrolledAt: z.string(),
      references: z.array(z.object({ id: z.string(), addedAt: z.string() })),
    })
    .nullable(),
  referencesNeeded: z.number().int(),
  captureHours: z.number().int(),
  /** What the institution has published about recognition. */
  policyUrl: z.string().nullable(),
});
export type MyRecognition = z.infer<typeof myRecognition>;

/** PUT /api/my/consent */
export const consentRequest = z.object({
  choice: z.enum(['consented', 'declined']),
  textVersion: z.string(),
  language: z.string().max(35),
});
export type ConsentRequest = z.infer<typeof consentRequest>;

/** POST /api/my/enrolment/check (multipart, `file`): what the camera view tells the learner now. */
export const pictureCheck = z.object({
  fault: z
    .enum([
      'FACE_NOT_FOUND',
      'SEVERAL_FACES',
      'FACE_TOO_SMALL',
      'FACE_TOO_DARK',
      'FACE_TOO_BRIGHT',
      'FACE_TURNED',
      'FACE_BLURRED',
    ])
    .nullable(),
  faces: z.number().int(),
  box: z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }).nullable(),
});
export type PictureCheck = z.infer<typeof pictureCheck>;

/* POST /api/my/enrolment (multipart, three times `file`) answers myRecognition; replaces what stood before. */
/* GET /api/my/references/:id answers the picture. */

/** DELETE /api/my/recognition: withdraws and erases, at once. */
export const erasureReceipt = z.object({
  id: z.string(),
  at: z.string(),
  references: z.number().int(),
  templates: z.number().int(),
  galleries: z.number().int(),
  /** Of the attendance: how many records lost their numbers. The statuses stay. */
  records: z.number().int(),
  /** Galleries that could not be reached just now: their templates are erased as soon as the engine answers again. */
  galleriesPending: z.number().int(),
  /** Until when backups still hold what was erased; null where no backup is made. */
  backupsUntil: z.string().nullable(),
});
export type ErasureReceipt = z.infer<typeof erasureReceipt>;

/** GET /api/my/data is a JSON download of everything held about the person, pictures by reference. */
