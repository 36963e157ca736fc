import type { KeyRing, SharedKeySet } from '../../core/lti/key-ring.ts';
import type { KeyRingStore } from '../../core/ports/key-ring-store.ts';
import type { Table } from '../table.ts';
import { dataOf, getData, putVersion } from './items.ts';
import { key } from './keys.ts';

export const keyRingStore = (table: Table): KeyRingStore => ({
  find: (registration) => getData<KeyRing>(table, key.keyRing(registration)),
  async findMany(registrations) {
    if (registrations.length === 0) return [];
    return (await table.batchGet(registrations.map(key.keyRing))).map((item) => dataOf<KeyRing>(item));
  },
  put: (ring) => putVersion(table, key.keyRing(ring.registration), ring),
  async remove(registration) {
    const { pk, sk } = key.keyRing(registration);
    await table.remove(pk, sk);
  },
  findShared: () => getData<SharedKeySet>(table, key.sharedKeySet()),
  putShared: (shared) => putVersion(table, key.sharedKeySet(), shared),
});
