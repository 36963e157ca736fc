import type { Table } from '../../connectors/table.ts';

/** A table whose process dies right after its write number `dieAfter`: the write has come about, and nothing is answered from then on. */
export const dyingTable = (inner: Table, dieAfter: number): { readonly table: Table; writes(): number } => {
  let writes = 0;
  const assertAlive = () => {
    if (writes >= dieAfter) throw new Error('died');
  };
  const read = async <T>(answer: () => Promise<T>): Promise<T> => {
    assertAlive();
    return answer();
  };
  const write = async <T>(effect: () => Promise<T>): Promise<T> => {
    assertAlive();
    const answer = await effect();
    writes += 1;
    assertAlive();
    return answer;
  };
  return {
    table: {
      get: (pk, sk) => read(() => inner.get(pk, sk)),
      batchGet: (keys) => read(() => inner.batchGet(keys)),
      query: (pk, options) => read(() => inner.query(pk, options)),
      due: (dueQueue, before, limit) => read(() => inner.due(dueQueue, before, limit)),
      put: (item, condition) => write(() => inner.put(item, condition)),
      putAll: (items) => write(() => inner.putAll(items)),
      remove: (pk, sk, condition) => write(() => inner.remove(pk, sk, condition)),
    },
    writes: () => writes,
  };
};
