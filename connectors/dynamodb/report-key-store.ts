import type { ReportKey } from '../../core/lti/report-key.ts';
import type { ReportKeyStore } from '../../core/ports/report-key-store.ts';
import type { Table } from '../table.ts';
import { getData, listData, removeItem, toItem } from './items.ts';
import { key, partition, prefix } from './keys.ts';

/** A few lie beside their registration: found by digest, and listed. */
export const reportKeyStore = (table: Table): ReportKeyStore => ({
  put: (kept) => table.put(toItem(key.reportKey(kept.registration, kept.digest), kept)),
  find: (registration, digest) => getData<ReportKey>(table, key.reportKey(registration, digest)),
  async list(registration) {
    return (await listData<ReportKey>(table, partition.registration(registration), { prefix: prefix.reportKey })).sort(
      (a, b) => (a.id < b.id ? -1 : 1),
    );
  },
  remove: (registration, digest) => removeItem(table, key.reportKey(registration, digest)),
});
