import type { Erasure } from '../../core/biometrics/erasure.ts';
import { day, later } from '../../core/later.ts';
import type { ErasureLog } from '../../core/ports/erasure-log.ts';
import type { Table } from '../table.ts';
import { listData, toItem, ttl } from './items.ts';
import { key, partition } from './keys.ts';

/** Longer than any backup lives, and no longer: who erased themselves is forgotten by this as well. */
const keptDays = 400;

const monthsBetween = (from: string, to: string): string[] => {
  const months: string[] = [];
  const month = new Date(`${from.slice(0, 7)}-01T00:00:00.000Z`);
  for (; month.toISOString() <= to; month.setUTCMonth(month.getUTCMonth() + 1))
    months.push(month.toISOString().slice(0, 7));
  return months;
};

/** A partition a month, in the order of time. */
export const erasureLog = (table: Table): ErasureLog => ({
  async add(erasure) {
    const until = later(erasure.at, keptDays * day);
    await table.put(toItem(key.erasure(erasure.at, erasure.id), erasure, { expiresAt: ttl(until) }));
  },
  async list(from, to) {
    const found: Erasure[] = [];
    for (const month of monthsBetween(from, to)) {
      found.push(...(await listData<Erasure>(table, partition.erasures(month))));
    }
    return found.filter(({ at }) => at >= from && at <= to);
  },
});
