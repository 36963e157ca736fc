import type { MemberId } from '../ids.ts';

/**
 * The ledger of one course: what was sent to the gradebook for each member and what the platform answered.
 * What *should* be there is computed from records; publishing makes the second equal the first (design rule 5).
 */
export interface LedgerEntry {
  readonly member: MemberId;
  readonly sub: string;
  /** The score the records ask for; null asks for none. */
  readonly wanted: number | null;
  /** Stored before it is sent, and sent again byte for byte after a crash or a lost answer. */
  readonly inFlight: ScoreMessage | null;
  /** The last one the platform accepted; null before the first. */
  readonly confirmed: ConfirmedScore | null;
  readonly state: LedgerState;
  /** The column it was sent to. A score in one says nothing of another that was made in its place. */
  readonly lineItem?: string;
  /** Of `changed` and `kept`: what the gradebook held instead of the confirmed score; null when it held nothing. */
  readonly found: number | null;
  readonly refusal: Refusal | null;
  /** The last word of a teacher on a value changed in the gradebook. */
  readonly decision?: GradeDecision;
  readonly attempts: number;
  readonly version: number;
}

/**
 * none: nothing wanted and nothing sent. changed: somebody edited the gradebook; left alone until the teacher says. kept:
 * the teacher said that it stays as it is there.
 */
export type LedgerState = 'none' | 'pending' | 'confirmed' | 'refused' | 'changed' | 'kept';

export interface GradeDecision {
  readonly choice: 'keep' | 'send';
  /** What the gradebook held. */
  readonly found: number | null;
  readonly by: MemberId;
  readonly byName: string;
  readonly at: string;
}

export interface PublishedCounts {
  readonly pending: number;
  readonly confirmed: number;
  readonly refused: number;
  readonly changed: number;
}

/** Of one POST to the scores endpoint. LTI AGS 2.0, section 3.4.3. */
export interface ScoreMessage {
  readonly score: number | null;
  readonly timestamp: string;
  readonly body: string;
}

export interface ConfirmedScore {
  readonly score: number | null;
  readonly timestamp: string;
  readonly at: string;
}

export interface Refusal {
  /** What the teacher is told; the sentences are in the UI. */
  readonly reason: 'not-a-student' | 'not-allowed' | 'line-item-gone' | 'newer-there' | 'refused' | 'unreachable';
  readonly httpStatus: number | null;
  /** Nothing is sent: until a teacher says so, or an `unreachable` one is tried again by itself. */
  readonly permanent: boolean;
  /** Of `unreachable`: since when, and when it was tried last. */
  readonly since?: string;
  readonly at?: string;
}

/** LTI AGS 2.0, section 3.4.8: strictly increasing for each (line item, user); Moodle compares whole seconds. */
export const nextTimestamp = (now: string, last: string | null): string =>
  new Date(Math.max(Date.parse(now), last === null ? 0 : Date.parse(last) + 1000)).toISOString();

/**
 * The body of a score. FullyGraded, or the grade is erased (Canvas, Moodle); a score of null clears by leaving
 * scoreGiven out, as AGS 2.0 section 3.4.1 says. `new_submission: false` keeps Canvas from counting an attempt.
 */
export const scoreBody = (sub: string, score: number | null, maximum: number, timestamp: string): string =>
  JSON.stringify({
    userId: sub,
    timestamp,
    activityProgress: score === null ? 'Initialized' : 'Completed',
    gradingProgress: score === null ? 'NotReady' : 'FullyGraded',
    ...(score === null ? {} : { scoreGiven: score, scoreMaximum: maximum }),
    'https://canvas.instructure.com/lti/submission': { new_submission: false },
  });

/** How a member stands against what the records ask for now: the ledger learns of a change only when publishing begins. */
export const standingOf = (
  entry: LedgerEntry | undefined,
  wanted: number | null,
): Pick<LedgerEntry, 'state' | 'wanted'> => {
  if (
    entry?.state === 'changed' ||
    entry?.state === 'kept' ||
    (entry?.state === 'refused' && entry.wanted === wanted)
  ) {
    return { state: entry.state, wanted };
  }
  const sent = entry?.confirmed?.score ?? null;
  if (sent !== wanted || (entry !== undefined && entry.inFlight !== null)) return { state: 'pending', wanted };
  return { state: sent === null ? 'none' : 'confirmed', wanted };
};

/** Whether there is anything to send for this member. */
export const isDue = (entry: Pick<LedgerEntry, 'wanted' | 'inFlight' | 'confirmed' | 'state' | 'refusal'>): boolean => {
  if (entry.state === 'changed' || entry.state === 'kept') return false;
  if (entry.refusal?.permanent) return false;
  if (entry.inFlight !== null) return true;
  return (entry.confirmed?.score ?? null) !== entry.wanted;
};

export const countStates = (entries: readonly Pick<LedgerEntry, 'state'>[]): PublishedCounts => {
  const count = (state: LedgerEntry['state']) => entries.filter((entry) => entry.state === state).length;
  return {
    pending: count('pending'),
    confirmed: count('confirmed'),
    refused: count('refused'),
    changed: count('changed'),
  };
};
