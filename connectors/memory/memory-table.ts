import { MusterError } from '../../core/errors.ts';
import { type Condition, ConditionFailed, type Item, type Table } from '../table.ts';

const holds = (condition: Condition | undefined, old: Item | undefined): boolean => {
  switch (condition?.kind) {
    case undefined:
      return true;
    case 'absent':
      return old === undefined;
    case 'present':
      return old !== undefined;
    case 'equals':
      return old?.[condition.attribute] === condition.value;
  }
};

const byKey = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** What an item becomes on its way over a network: a copy, without what is undefined; bytes stay bytes. */
const copied = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([name, part]) => [name, copied(part)]));
};

/** 400 kB an item, as DynamoDB has it; measured here on the JSON, which is close enough to stop what it would stop. */
const maximumItemSize = 400 * 1024;

const assertSize = (item: Item, operation: string): void => {
  if (JSON.stringify(item).length > maximumItemSize) {
    throw new MusterError('RESPONSE_INVALID', { port: 'table', operation });
  }
};

/** The table in plain memory: for tests and for whoever wants nothing kept. Copies in and out, like a network would. */
export const memoryTable = (): Table => {
  const partitions = new Map<string, Map<string, Item>>();
  const find = (pk: string, sk: string) => partitions.get(pk)?.get(sk);
  const store = (item: Item) => {
    const partition = partitions.get(item.pk) ?? new Map<string, Item>();
    partition.set(item.sk, copied(item) as Item);
    partitions.set(item.pk, partition);
  };
  return {
    async get(pk, sk) {
      return structuredClone(find(pk, sk) ?? null);
    },
    async batchGet(keys) {
      const found = new Set(keys.flatMap(({ pk, sk }) => find(pk, sk) ?? []));
      return structuredClone([...found]);
    },
    async put(item, condition) {
      assertSize(item, 'put');
      if (!holds(condition, find(item.pk, item.sk))) throw new ConditionFailed('put');
      store(item);
    },
    async putAll(items) {
      for (const item of items) assertSize(item, 'putAll');
      for (const item of items) store(item);
    },
    async remove(pk, sk, condition) {
      const old = find(pk, sk);
      if (!holds(condition, old)) throw new ConditionFailed('remove');
      partitions.get(pk)?.delete(sk);
      return old ?? null;
    },
    async query(pk, { prefix = '', after = '', newestFirst = false, limit } = {}) {
      const items = [...(partitions.get(pk)?.values() ?? [])]
        .filter(({ sk }) => sk.startsWith(prefix) && sk > after)
        .sort((a, b) => byKey(a.sk, b.sk));
      if (newestFirst) items.reverse();
      return structuredClone(items.slice(0, limit));
    },
    async due(dueQueue, before, limit) {
      const items = [...partitions.values()]
        .flatMap((partition) => [...partition.values()])
        .filter((item) => item.dueQueue === dueQueue && item.dueAt !== undefined && item.dueAt <= before)
        .sort((a, b) => byKey(a.dueAt ?? '', b.dueAt ?? ''));
      return structuredClone(items.slice(0, limit));
    },
  };
};
