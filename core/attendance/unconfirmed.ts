import { hour, later } from '../later.ts';
import type { ColumnTrouble } from './grade-column.ts';
import { isDue, type LedgerEntry } from './ledger.ts';

/** After so long somebody should look why a gradebook does not take what it is sent. */
const unconfirmedHours = 24;

type Entry = Pick<LedgerEntry, 'state' | 'inFlight' | 'refusal' | 'wanted' | 'confirmed'>;

/** Since when a score waits for a platform that does not take it; null: it does not. */
const waitsSince = (entry: Entry, trouble: ColumnTrouble | null): string | null => {
  const { state, inFlight, refusal } = entry;
  const isUnreached = refusal?.reason === 'unreachable' && (state === 'pending' || state === 'refused');
  if (isUnreached && refusal.since !== undefined) return refusal.since;
  const since = trouble?.reason === 'unreachable' && (isUnreached || isDue(entry)) ? trouble.at : null;
  return state === 'pending' && inFlight !== null && (since === null || inFlight.timestamp < since)
    ? inFlight.timestamp
    : since;
};

/**
 * Scores of a column that the platform has not taken for so long, whether they are on their way or it could not be reached. Not
 * what it refused with a reason, nor a course that is closed there: of those the teacher decides.
 */
export const unconfirmedOf = (entries: readonly Entry[], trouble: ColumnTrouble | null, now: string): number => {
  const before = later(now, -unconfirmedHours * hour);
  return entries.filter((entry) => {
    const since = waitsSince(entry, trouble);
    return since !== null && since <= before;
  }).length;
};
