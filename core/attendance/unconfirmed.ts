import { hour, later } from '../later.ts';
import type { LedgerEntry } from './ledger.ts';

/** After so long somebody should look why a gradebook does not take what it is sent. */
const unconfirmedHours = 24;

/** Scores that were sent for the first time so long ago and that the platform has not taken since. */
export const unconfirmedOf = (entries: readonly Pick<LedgerEntry, 'state' | 'inFlight'>[], now: string): number => {
  const before = later(now, -unconfirmedHours * hour);
  return entries.filter(
    ({ state, inFlight }) => state === 'pending' && inFlight !== null && inFlight.timestamp <= before,
  ).length;
};
