import type { LedgerEntry } from './ledger.ts';
import { holds } from './ledger-plan.ts';

/** Why the gradebook holds something other than the records ask for; the sentences are in the UI. */
export type Difference = 'on-its-way' | 'changed-there' | 'removed-there' | 'kept' | 'refused' | 'not-ours';

/**
 * What a difference means, of an entry that asks for what the records do; null when the gradebook agrees. Moodle leaves out
 * the result of a grade of 0: none, where 0 is wanted, agrees.
 */
export const differenceOf = (entry: LedgerEntry, result: number | undefined): Difference | null => {
  const found = result ?? null;
  if (holds(found, entry.wanted)) return null;
  if (entry.state === 'kept') return 'kept';
  if (entry.state === 'changed') return found === null ? 'removed-there' : 'changed-there';
  const asSent = holds(found, entry.confirmed?.score ?? null);
  if (entry.state === 'refused' && asSent) return 'refused';
  if (asSent || entry.inFlight !== null) return 'on-its-way';
  if (entry.confirmed === null && entry.wanted === null) return 'not-ours';
  return found === null ? 'removed-there' : 'changed-there';
};
