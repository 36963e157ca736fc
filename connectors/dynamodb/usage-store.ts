import type { SessionUsage } from '../../core/attendance/usage.ts';
import type { UsageStore } from '../../core/ports/usage-store.ts';
import type { Table } from '../table.ts';
import { getData, listData, putVersion, ttl } from './items.ts';
import { key, partition } from './keys.ts';

export const usageStore = (table: Table): UsageStore => ({
  find: (usage) => getData<SessionUsage>(table, key.usage(usage)),
  async list(registration, month, now) {
    return (await listData<SessionUsage>(table, partition.usage(registration, month))).filter(
      ({ expiresAt }) => expiresAt > now,
    );
  },
  put: (usage) => putVersion(table, key.usage(usage), usage, { expiresAt: ttl(usage.expiresAt) }),
});
