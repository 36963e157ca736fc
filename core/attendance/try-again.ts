import { day, hour, later, second } from '../later.ts';
import type { ColumnState } from './grade-column.ts';
import type { LedgerEntry, Refusal } from './ledger.ts';

/**
 * A gradebook that could not be reached, many times, is asked again by itself: an LMS that is down for an evening must
 * cost no teacher a click. A call or two each hour, for two weeks; then only a teacher's "send again" begins anew.
 */
const againMs = hour;
const longestMs = 14 * day;
/** A confirmation in between tries as well, but not at once. */
export const restSeconds = 300;

const isWorthAsking = (since: string, now: string) => later(since, longestMs) > now;

/** When it is tried again; null: not by itself. What older releases refused stands without times, and is due. */
const againAt = ({ reason, since, at }: Refusal, now: string): string | null =>
  reason !== 'unreachable' || !isWorthAsking(since ?? now, now) ? null : at === undefined ? now : later(at, againMs);

/** Given up an hour ago, it is due again. Its count of tries stays, so that one more failure is enough. */
export const awake = (entry: LedgerEntry, now: string): LedgerEntry => {
  if (entry.state !== 'refused' || entry.refusal === null) return entry;
  const at = againAt(entry.refusal, now);
  return at === null || at > now
    ? entry
    : { ...entry, state: 'pending', refusal: { ...entry.refusal, permanent: false } };
};

/** Whether a column that stopped may be tried again all the same. */
export const mayWake = ({ trouble }: Pick<ColumnState, 'trouble'>, now: string): boolean =>
  trouble?.reason === 'unreachable' && isWorthAsking(trouble.at, now);

/** Seconds until the first of a column's scores, or the column itself, is to be tried again; null: nothing is. */
export const wakesIn = (
  entries: readonly Pick<LedgerEntry, 'state' | 'refusal'>[],
  column: Pick<ColumnState, 'trouble'>,
  now: string,
): number | null => {
  const times = entries.flatMap(({ state, refusal }) =>
    state === 'refused' && refusal !== null ? (againAt(refusal, now) ?? []) : [],
  );
  if (mayWake(column, now)) times.push(later(now, againMs));
  const [first] = times.sort();
  return first === undefined ? null : Math.max(0, Date.parse(first) - Date.parse(now)) / second;
};
