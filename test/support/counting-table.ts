import type { Table } from '../../connectors/table.ts';

export interface TableCounts {
  /** Items written or removed, by the kind of their sort key ("RECORD", "SESSION", ...). */
  readonly writes: Readonly<Record<string, number>>;
  /** Items asked for by key, by kind, whether they were there or not. */
  readonly reads: Readonly<Record<string, number>>;
  /** Queries on a partition or the due index; one counts once, however many items it answers. */
  readonly queries: number;
  readonly itemsWritten: number;
  readonly itemsRead: number;
}

export interface CountingTable {
  readonly table: Table;
  counts(): TableCounts;
  /** Begins again at nothing. */
  reset(): void;
}

/** `RECORD#m_1` is a RECORD; so is a key that is its kind alone. */
const kindOf = (sk: string): string => sk.split('#')[0] ?? sk;

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);

/** Counts what is asked of a table: what a use case costs in items, whatever the adapter makes of it. */
export const countingTable = (inner: Table): CountingTable => {
  let writes: Record<string, number> = {};
  let reads: Record<string, number> = {};
  let queries = 0;
  const add = (counts: Record<string, number>, sk: string) => {
    counts[kindOf(sk)] = (counts[kindOf(sk)] ?? 0) + 1;
  };
  return {
    table: {
      get(pk, sk) {
        add(reads, sk);
        return inner.get(pk, sk);
      },
      batchGet(keys) {
        for (const { sk } of keys) add(reads, sk);
        return inner.batchGet(keys);
      },
      put(item, condition) {
        add(writes, item.sk);
        return inner.put(item, condition);
      },
      putAll(items) {
        for (const { sk } of items) add(writes, sk);
        return inner.putAll(items);
      },
      remove(pk, sk, condition) {
        add(writes, sk);
        return inner.remove(pk, sk, condition);
      },
      query(pk, options) {
        queries += 1;
        return inner.query(pk, options);
      },
      due(dueQueue, before, limit) {
        queries += 1;
        return inner.due(dueQueue, before, limit);
      },
    },
    counts: () => ({
      writes: { ...writes },
      reads: { ...reads },
      queries,
      itemsWritten: sum(writes),
      itemsRead: sum(reads),
    }),
    reset() {
      writes = {};
      reads = {};
      queries = 0;
    },
  };
};
