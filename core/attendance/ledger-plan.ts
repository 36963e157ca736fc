import type { MemberId } from '../ids.ts';
import type { PostAnswer } from '../ports/gradebook.ts';
import { type GradeDecision, isDue, type LedgerEntry } from './ledger.ts';

const nothingSent = (member: MemberId, sub: string): LedgerEntry => ({
  member,
  sub,
  wanted: null,
  inFlight: null,
  confirmed: null,
  state: 'none',
  found: null,
  refusal: null,
  attempts: 0,
  version: 0,
});

/** The entry at rest: what is due is pending; nothing sent, or a sent one cleared, is none. */
const settled = (entry: LedgerEntry): LedgerEntry => {
  const atRest = (entry.confirmed?.score ?? null) === null ? 'none' : 'confirmed';
  return { ...entry, state: isDue(entry) ? 'pending' : atRest };
};

/** The entry once it asks for this score. Asking for something else lifts a refusal: the platform is asked anew. */
export const want = (
  before: LedgerEntry | undefined,
  member: MemberId,
  sub: string,
  wanted: number | null,
): LedgerEntry => {
  const entry = before ?? nothingSent(member, sub);
  if (entry.wanted === wanted) return entry;
  const asked: LedgerEntry = { ...entry, wanted, refusal: null, attempts: 0 };
  return entry.state === 'changed' || entry.state === 'kept' ? asked : settled(asked);
};

/** The entry as it stands for this line item: what was sent to another one, since deleted, is not in it. */
export const inLineItem = (entry: LedgerEntry, lineItem: string): LedgerEntry => {
  if (entry.lineItem === lineItem) return entry;
  if (entry.lineItem === undefined) return { ...entry, lineItem };
  const { member, sub, wanted, version, decision } = entry;
  const anew = { ...nothingSent(member, sub), wanted, version, lineItem };
  return settled(decision === undefined ? anew : { ...anew, decision });
};

/** Two decimals are what we send; platforms store floats. */
const sameScore = (a: number | null, b: number | null): boolean =>
  a === null || b === null ? a === b : Math.abs(a - b) < 0.006;

/** Whether a result that was found (null: none) is this score. */
export const holds = (found: number | null, score: number | null): boolean =>
  sameScore(found, score) || (found === null && score === 0);

/** One that differed before: put back as it was, it is ours again; else what is there now is what a teacher decides on. */
const stillChanged = (entry: LedgerEntry, found: number | null): LedgerEntry => {
  if (entry.state === 'changed' && holds(found, entry.confirmed?.score ?? null)) {
    return settled({ ...entry, state: 'pending', found: null });
  }
  return sameScore(found, entry.found) ? entry : { ...entry, found };
};

/**
 * Holds an entry against what the gradebook has (`undefined`: no result). A value that is not the last confirmed one was
 * changed there, and is kept until the teacher says otherwise. While a score is in flight nothing can be said. Moodle
 * leaves out the result of a grade of 0, so a missing result of 0 is no change.
 */
export const compareWithGradebook = (entry: LedgerEntry, result: number | undefined): LedgerEntry => {
  if (entry.inFlight !== null) return entry;
  const found = result ?? null;
  if (entry.state === 'changed' || entry.state === 'kept') return stillChanged(entry, found);
  if (holds(found, entry.confirmed?.score ?? null) || sameScore(found, entry.wanted)) return entry;
  return { ...entry, state: 'changed', found, refusal: null };
};

/** An entry that is due, when the gradebook holds its score already: a column found again keeps what was sent to it. */
export const adoptHeld = (entry: LedgerEntry, result: number | undefined, now: string): LedgerEntry =>
  result === undefined || entry.inFlight !== null || !isDue(entry) || !sameScore(result, entry.wanted)
    ? entry
    : settled({
        ...entry,
        confirmed: { score: entry.wanted, timestamp: entry.confirmed?.timestamp ?? now, at: now },
        attempts: 0,
      });

/** A teacher's "send over it": what the gradebook holds now is taken for known, so that the wanted score is sent. */
export const overwriteChanged = (entry: LedgerEntry, now: string, decision?: GradeDecision): LedgerEntry =>
  entry.state !== 'changed' && entry.state !== 'kept'
    ? entry
    : settled({
        ...entry,
        ...(decision === undefined ? {} : { decision }),
        state: 'pending',
        found: null,
        refusal: null,
        attempts: 0,
        confirmed: { score: entry.found, timestamp: entry.confirmed?.timestamp ?? now, at: now },
      });

/** A teacher's "keep theirs": nothing is sent for this member until the teacher says otherwise. */
export const keepChanged = (entry: LedgerEntry, decision: GradeDecision): LedgerEntry =>
  entry.state === 'changed' ? { ...entry, state: 'kept', decision } : entry;

/** What a look at the result made of a score that the platform called stale. */
export const afterStale = (entry: LedgerEntry, found: number | null, now: string): LedgerEntry | 'newer-needed' => {
  const { inFlight } = entry;
  if (inFlight === null) return entry;
  if (holds(found, inFlight.score)) return afterAnswer(entry, { outcome: 'accepted' }, now);
  // Our own older value, under a newer time: the platform's clock is ahead.
  if (holds(found, entry.confirmed?.score ?? null)) return 'newer-needed';
  return { ...entry, inFlight: null, state: 'changed', found };
};

export const maxAttempts = 8;

/** The entry after an answer to its score in flight. */
export const afterAnswer = (entry: LedgerEntry, answer: PostAnswer, now: string): LedgerEntry => {
  const { inFlight } = entry;
  if (inFlight === null) return entry;
  switch (answer.outcome) {
    case 'accepted':
      return settled({
        ...entry,
        inFlight: null,
        confirmed: { score: inFlight.score, timestamp: inFlight.timestamp, at: now },
        refusal: null,
        attempts: 0,
      });
    case 'refused':
      return {
        ...entry,
        inFlight: null,
        state: 'refused',
        refusal: { reason: answer.reason, httpStatus: answer.httpStatus, permanent: true },
      };
    // Of the whole column, not of this score: it waits as it is.
    case 'stopped':
    case 'line-item-gone':
      return entry;
    case 'stale':
      return {
        ...entry,
        inFlight: null,
        state: 'refused',
        refusal: { reason: 'newer-there', httpStatus: null, permanent: true },
      };
    case 'retry': {
      const attempts = entry.attempts + 1;
      if (attempts < maxAttempts) return { ...entry, attempts, state: 'pending' };
      // An hour or days pass until it is tried again: then the gradebook is looked at first, not written over.
      return {
        ...entry,
        attempts,
        inFlight: null,
        state: 'refused',
        refusal: {
          reason: 'unreachable',
          httpStatus: answer.httpStatus,
          permanent: true,
          since: entry.refusal?.since ?? now,
          at: now,
        },
      };
    }
  }
};

/** 1, 2, 4 … up to `most`, after so many tries. */
export const doubling = (attempts: number, most: number): number => Math.min(most, 2 ** Math.max(0, attempts - 1));

const longestDoubling = 300;
/** A platform that asks for more is asked again after this all the same. */
const longestPause = 3600;

/** Seconds until the next try: doubling up to five minutes; never less than the platform asked for (RFC 9110, 10.2.3). */
export const retryDelaySeconds = (attempts: number, asked: number | null): number =>
  Math.min(longestPause, Math.max(asked ?? 0, doubling(attempts, longestDoubling)));

/** Four parts of five fixed, one by chance, so that courses that were turned away together do not come back together. */
export const withJitter = (seconds: number, random: () => number): number => seconds * (1 + random() / 4);
