import type { MemberId } from '../ids.ts';
import type { PostAnswer } from '../ports/gradebook.ts';
import { isDue, type LedgerEntry } from './ledger.ts';

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
  return entry.state === 'changed' ? asked : settled(asked);
};

/** Two decimals are what we send; platforms store floats. */
const sameScore = (a: number | null, b: number | null): boolean =>
  a === null || b === null ? a === b : Math.abs(a - b) < 0.006;

/**
 * Holds an entry against what the gradebook has (`undefined`: no result). A value that is not the last confirmed one was
 * changed there, and is kept until the teacher says otherwise. While a score is in flight nothing can be said. Moodle
 * leaves out the result of a grade of 0, so a missing result of 0 is no change.
 */
export const compareWithGradebook = (entry: LedgerEntry, result: number | undefined): LedgerEntry => {
  if (entry.inFlight !== null || entry.state === 'changed') return entry;
  const found = result ?? null;
  const last = entry.confirmed?.score ?? null;
  if (sameScore(found, last) || (found === null && last === 0)) return entry;
  if (sameScore(found, entry.wanted)) return entry;
  return { ...entry, state: 'changed', found };
};

/** A teacher's "send over it": what the gradebook holds now is taken for known, so that the wanted score is sent. */
export const overwriteChanged = (entry: LedgerEntry, now: string): LedgerEntry =>
  entry.state !== 'changed'
    ? entry
    : settled({
        ...entry,
        state: 'pending',
        found: null,
        refusal: null,
        attempts: 0,
        confirmed: { score: entry.found, timestamp: entry.confirmed?.timestamp ?? now, at: now },
      });

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
    case 'line-item-gone':
      return {
        ...entry,
        inFlight: null,
        state: 'refused',
        refusal: { reason: 'line-item-gone', httpStatus: 404, permanent: true },
      };
    case 'stale':
    case 'retry': {
      const attempts = entry.attempts + 1;
      if (attempts < maxAttempts) return { ...entry, attempts, state: 'pending' };
      const httpStatus = answer.outcome === 'retry' ? answer.httpStatus : 409;
      // Days may pass until somebody tries again: then the gradebook is looked at first, not written over.
      return {
        ...entry,
        attempts,
        inFlight: null,
        state: 'refused',
        refusal: { reason: 'unreachable', httpStatus, permanent: true },
      };
    }
  }
};

const longestDoubling = 300;
/** A platform that asks for more is asked again after this all the same. */
const longestPause = 3600;

/** Seconds until the next try: doubling up to five minutes; never less than the platform asked for (RFC 9110, 10.2.3). */
export const retryDelaySeconds = (attempts: number, asked: number | null): number =>
  Math.min(longestPause, Math.max(asked ?? 0, Math.min(longestDoubling, 2 ** Math.max(0, attempts - 1))));
