import type { CourseId, MemberId } from '../ids.ts';
import { day, later } from '../later.ts';
import type { Consent } from './consent.ts';

/**
 * That something was erased at somebody's word: whoever restores an older copy of the table must erase it again. It names nobody
 * but by our derived ids.
 */
export interface Erasure {
  readonly id: string;
  readonly at: string;
  readonly member: MemberId;
  /** face: everything, in every course. course: what one course had. enrolment: one that a teacher rejected. */
  readonly kind: 'face' | 'course' | 'enrolment';
  /** Of the kind `course`. */
  readonly course: CourseId | null;
}

/**
 * DynamoDB's longest window for a point in time, and the life of every backup that the templates make; backups of one machine are
 * deleted by its operator after as long (docs/operators/restore.md).
 */
const backupDays = 35;

/** Until when a backup may still hold what was erased. */
export const backupsUntil = (erasedAt: string): string => later(erasedAt, backupDays * day);

/** Whether a consent that came back with a copy is one that was taken back; a later yes is another one. */
export const undoes = (consent: Consent | null, { at }: Erasure): consent is Consent =>
  consent?.state === 'consented' && consent.at <= at;
