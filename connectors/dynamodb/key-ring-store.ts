import type { KeyRing } from '../../core/lti/key-ring.ts';
import type { KeyRingStore } from '../../core/ports/key-ring-store.ts';
import type { Table } from '../table.ts';
import { getData, putVersion, removeItem } from './items.ts';
import { key } from './keys.ts';

export const keyRingStore = (table: Table): KeyRingStore => ({
  find: (registration) => getData<KeyRing>(table, key.keyRing(registration)),
  put: (ring) => putVersion(table, key.keyRing(ring.registration), ring),
  remove: (registration) => removeItem(table, key.keyRing(registration)),
});
