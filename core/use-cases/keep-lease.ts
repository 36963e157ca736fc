import type { Clock } from '../ports/clock.ts';
import { leaseSeconds } from './run-due-work.ts';

/** Prolongs a lease that was taken just now whenever half of it is over: nothing is written for work that is soon done. */
export const whenHalfOver = (clock: Clock, keepLease: () => Promise<void>): (() => Promise<void>) => {
  const now = () => Date.parse(clock.now());
  let since = now();
  return async () => {
    if (now() - since < (leaseSeconds * 1000) / 2) return;
    // Before it is prolonged: of several that ask at once one does it.
    since = now();
    await keepLease();
  };
};
