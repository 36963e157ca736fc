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
  if (entry.state === 'changed') return asked;
  return { ...asked, state: isDue(asked) ? 'pending' : asked.confirmed === null ? 'none' : 'confirmed' };
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
    : {
        ...entry,
        state: 'pending',
        found: null,
        refusal: null,
        attempts: 0,
        confirmed: { score: entry.found, timestamp: entry.confirmed?.timestamp ?? now, at: now },
      };

export const maxAttempts = 8;

/** The entry after an answer to its score in flight. */
export const afterAnswer = (entry: LedgerEntry, answer: PostAnswer, now: string): LedgerEntry => {
  const { inFlight } = entry;
  if (inFlight === null) return entry;
  switch (answer.outcome) {
    case 'accepted': {
      const confirmed: LedgerEntry = {
        ...entry,
        inFlight: null,
        confirmed: { score: inFlight.score, timestamp: inFlight.timestamp, at: now },
        refusal: null,
        attempts: 0,
      };
      return { ...confirmed, state: isDue(confirmed) ? 'pending' : 'confirmed' };
    }
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
      const given = attempts >= maxAttempts;
      const httpStatus = answer.outcome === 'retry' ? answer.httpStatus : 409;
      return given
        ? { ...entry, attempts, state: 'refused', refusal: { reason: 'unreachable', httpStatus, permanent: true } }
        : { ...entry, attempts, state: 'pending' };
    }
  }
};

/** Seconds until the next try: doubling from one second, at most five minutes, or what the platform asked for. */
export const retryDelaySeconds = (attempts: number, asked: number | null): number =>
  Math.min(300, Math.max(asked ?? 0, 2 ** Math.max(0, attempts - 1)));
