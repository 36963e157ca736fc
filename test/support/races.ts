import { isMusterError } from '../../core/errors.ts';

/** How many of these came through; every other must have been refused as changed meanwhile, and for nothing else. */
export const winners = async (writes: readonly Promise<void>[]): Promise<number> => {
  const ends = await Promise.allSettled(writes);
  for (const end of ends) {
    if (end.status === 'rejected' && !isMusterError(end.reason, 'RECORD_CHANGED')) throw end.reason;
  }
  return ends.filter(({ status }) => status === 'fulfilled').length;
};
