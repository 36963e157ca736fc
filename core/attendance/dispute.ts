import type { MemberId, SessionId } from '../ids.ts';
import type { AttendanceRecord, RecordEntry } from './record.ts';
import type { Status } from './status.ts';

/** What a student may say that it should be: nobody disputes their way to an absence. */
export type WantedStatus = Exclude<Status, 'absent'>;

/**
 * A student's word that their record is not right. It changes nothing in the record: a person decides (design rule 1).
 * One for each member and session; what was said last stands in it. The record's own history tells of corrections.
 */
export interface Dispute {
  readonly session: SessionId;
  readonly member: MemberId;
  readonly wanted: WantedStatus;
  /** Why. Empty once it is taken back. */
  readonly reason: string;
  /** When it was said, or said otherwise. */
  readonly at: string;
  /** Which entry of the record it is about, by how many stood before that one. */
  readonly entry: number;
  /** open: nobody has decided. corrected: the record says something else since. kept: a teacher left it as it is. */
  readonly state: 'open' | 'corrected' | 'kept' | 'withdrawn';
  readonly answer: Answer | null;
  readonly version: number;
}

/** Who decided, and when; of a correction the record has the words. */
export interface Answer {
  readonly by: MemberId;
  readonly byName: string;
  readonly at: string;
  readonly words: string | null;
}

/** What stands in the record when a teacher agrees by pressing one button. */
export const agreedReason = 'As the student said';

/** Newest first. An erasure rewrites entries, but neither adds one nor takes one away. */
const entriesOf = (record: AttendanceRecord): readonly RecordEntry[] => [record, ...record.history];

/**
 * The dispute as it stands beside its record. An open one is corrected by the first entry after its own that says another
 * status, whoever wrote it and for whatever reason: so a correction needs to know nothing of disputes, and who died before
 * noting it here left nothing wrong. One that only words the reason anew leaves it open.
 */
export const standingDispute = (dispute: Dispute, record: AttendanceRecord): Dispute => {
  if (dispute.state !== 'open') return dispute;
  const entries = entriesOf(record);
  const own = record.history.length - dispute.entry;
  const other = entries.slice(0, Math.max(0, own)).findLast(({ status }) => status !== entries[own]?.status);
  if (other === undefined) return dispute;
  const { by, byName, at } = other;
  return { ...dispute, state: 'corrected', answer: { by, byName, at, words: null }, version: dispute.version + 1 };
};

/**
 * Whether the student may say it now. What a teacher has looked at and left is not asked again until somebody writes a new
 * entry; after a correction another entry stands than the one that was disputed, so it may be.
 */
export const mayDispute = (before: Dispute | null, record: AttendanceRecord): boolean =>
  before === null || before.state !== 'kept' || record.history.length > before.entry;

export interface Said {
  readonly wanted: WantedStatus;
  readonly reason: string;
}

/** Saying the same thing again changes nothing. Only where `mayDispute` and `wanted` is not what stands. */
export const disputed = (before: Dispute | null, record: AttendanceRecord, said: Said, at: string): Dispute => {
  const { session, member, history } = record;
  const isSame = before?.state === 'open' && before.wanted === said.wanted && before.reason === said.reason;
  if (before !== null && isSame && before.entry === history.length) return before;
  const version = (before?.version ?? 0) + 1;
  return { session, member, ...said, at, entry: history.length, state: 'open', answer: null, version };
};

/** Taken back: the words go, and that it was said once is all that stays. */
export const withdrawn = (dispute: Dispute): Dispute => ({
  ...dispute,
  reason: '',
  state: 'withdrawn',
  version: dispute.version + 1,
});

export const kept = (dispute: Dispute, answer: Answer): Dispute => ({
  ...dispute,
  state: 'kept',
  answer,
  version: dispute.version + 1,
});

/** Whether it still says something about what stands: not once taken back, nor an old answer beside a newer entry. */
export const tellsOfNow = (dispute: Dispute, record: AttendanceRecord): boolean => {
  if (dispute.state === 'kept') return dispute.entry === record.history.length;
  return dispute.state === 'open' || (dispute.state === 'corrected' && dispute.answer?.at === record.at);
};
