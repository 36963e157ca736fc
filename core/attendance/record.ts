import type { MemberId, SessionId } from '../ids.ts';
import { same } from '../same.ts';
import type { Status } from './status.ts';

/**
 * How a status came about. Numbers only: the pictures are gone when the review is confirmed (design rule 4). Of a person
 * who has withdrawn even the numbers go: that it was a photograph is all that stays.
 */
export type Evidence =
  | { readonly kind: 'hand' }
  /** They checked in themselves with the code that was shown, at this instant. */
  | { readonly kind: 'code'; readonly at: string }
  | PhotoEvidence
  | { readonly kind: 'photo-erased' };

export interface PhotoEvidence {
  readonly kind: 'photo';
  /** SHA-256 of the capture, hex. */
  readonly captureHash: string;
  /** Fractions of the picture. */
  readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly engine: string;
  readonly modelVersion: string;
  readonly matchThreshold: number;
  readonly reviewThreshold: number;
  readonly similarity: number;
  /** What the engine proposed before a person looked. */
  readonly decision: 'match' | 'review' | 'unknown';
}

/** One statement about one member in one session: who said it, when, why, and on what ground. */
export interface RecordEntry {
  readonly status: Status;
  readonly evidence: Evidence;
  readonly by: MemberId;
  readonly byName: string;
  readonly at: string;
  readonly reason: string | null;
}

/** The present entry, and what it replaced, newest first. */
export interface AttendanceRecord extends RecordEntry {
  readonly session: SessionId;
  readonly member: MemberId;
  readonly history: readonly RecordEntry[];
  readonly version: number;
}

const entryOf = ({ status, evidence, by, byName, at, reason }: AttendanceRecord): RecordEntry => ({
  status,
  evidence,
  by,
  byName,
  at,
  reason,
});

const sameStatement = (a: RecordEntry, b: RecordEntry) =>
  a.status === b.status && a.by === b.by && a.reason === b.reason && same(a.evidence, b.evidence);

/**
 * The record after a new statement. Saying the same thing again, as the run after a crash does, changes nothing.
 */
export const stateRecord = (
  session: SessionId,
  member: MemberId,
  before: AttendanceRecord | null,
  entry: RecordEntry,
): AttendanceRecord => {
  if (before === null) return { session, member, ...entry, history: [], version: 1 };
  if (sameStatement(entryOf(before), entry)) return before;
  return { session, member, ...entry, history: [entryOf(before), ...before.history], version: before.version + 1 };
};

/** Whether a face was compared with theirs for it. Of one that a teacher named by themselves there is no similarity. */
export const wasMeasured = ({ evidence, history }: AttendanceRecord): boolean =>
  [evidence, ...history.map((entry) => entry.evidence)].some((one) => one.kind === 'photo' && one.similarity > 0);

const erased = <Entry extends RecordEntry>(entry: Entry): Entry =>
  entry.evidence.kind === 'photo' ? { ...entry, evidence: { kind: 'photo-erased' } } : entry;

/** The record without what was measured on the person's face, in its history as well; null when there is none of it. */
export const withoutMeasurements = (record: AttendanceRecord): AttendanceRecord | null => {
  if (![record, ...record.history].some(({ evidence }) => evidence.kind === 'photo')) return null;
  return { ...erased(record), history: record.history.map(erased), version: record.version + 1 };
};
