import type { Table } from '../../connectors/table.ts';
import { isMusterError } from '../../core/errors.ts';

/** How many of these came through; every other must have been refused as changed meanwhile, and for nothing else. */
export const winners = async (writes: readonly Promise<void>[]): Promise<number> => {
  const ends = await Promise.allSettled(writes);
  for (const end of ends) {
    if (end.status === 'rejected' && !isMusterError(end.reason, 'RECORD_CHANGED')) throw end.reason;
  }
  return ends.filter(({ status }) => status === 'fulfilled').length;
};

/** Does something else as a whole right before operation number `at` of whoever uses the table, reads among them. */
export const interposed = (
  inner: Table,
  at: number,
  act: () => Promise<unknown>,
): { readonly table: Table; operations(): number } => {
  let operations = 0;
  const next = async <T>(operation: () => Promise<T>): Promise<T> => {
    operations += 1;
    if (operations === at) await act();
    return operation();
  };
  return {
    table: {
      get: (pk, sk) => next(() => inner.get(pk, sk)),
      batchGet: (keys) => next(() => inner.batchGet(keys)),
      query: (pk, options) => next(() => inner.query(pk, options)),
      due: (dueQueue, before, limit) => next(() => inner.due(dueQueue, before, limit)),
      put: (item, condition) => next(() => inner.put(item, condition)),
      putAll: (items) => next(() => inner.putAll(items)),
      remove: (pk, sk, condition) => next(() => inner.remove(pk, sk, condition)),
    },
    operations: () => operations,
  };
};
