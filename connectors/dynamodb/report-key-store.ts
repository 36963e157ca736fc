import type { ReportKey } from '../../core/lti/report-key.ts';
import type { ReportKeyStore } from '../../core/ports/report-key-store.ts';
import type { Table } from '../table.ts';
import { dataOf, getData, toItem } from './items.ts';
import { key, partition, prefix } from './keys.ts';

/** A few lie beside their registration: found by digest, and listed. */
export const reportKeyStore = (table: Table): ReportKeyStore => ({
  put: (kept) => table.put(toItem(key.reportKey(kept.registration, kept.digest), kept)),
  find: (registration, digest) => getData<ReportKey>(table, key.reportKey(registration, digest)),
  async list(registration) {
    const items = await table.query(partition.registration(registration), { prefix: prefix.reportKey });
    return items.map((item) => dataOf<ReportKey>(item)).sort((a, b) => (a.id < b.id ? -1 : 1));
  },
  async remove(registration, digest) {
    const { pk, sk } = key.reportKey(registration, digest);
    await table.remove(pk, sk);
  },
});
