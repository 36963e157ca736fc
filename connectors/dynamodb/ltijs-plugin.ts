import type { LtijsDatabase } from 'ltijs';
import { type LtijsItem, type LtijsItems, ltijsDatabase } from '../ltijs-database.ts';
import type { Condition, Item, Table } from '../table.ts';
import { dataOf, putWhere, removeItem, toItem, ttl } from './items.ts';
import { key, partition } from './keys.ts';

const stored = (id: string, item: Item): LtijsItem => ({
  id,
  fields: item.fields as LtijsItem['fields'],
  data: dataOf<object | string>(item),
  createdAt: item.createdAt as number,
  expiresAt: item.expiresAt === undefined ? null : item.expiresAt * 1000,
});

/** ltijs' store contract on the one table. */
const itemsOn = (table: Table): LtijsItems => ({
  async get(collection, id) {
    const { pk, sk } = key.ltijs(collection, id);
    const item = await table.get(pk, sk);
    return item === null ? null : stored(id, item);
  },
  async list(collection, fields) {
    const all = (await table.query(partition.ltijs(collection))).map((item) => stored(item.sk, item));
    return all.filter((item) => Object.entries(fields).every(([name, value]) => item.fields[name] === value));
  },
  async put(collection, { id, fields, data, createdAt, expiresAt }, when) {
    const condition: Condition | undefined = when === 'always' ? undefined : { kind: when };
    const life = expiresAt === null ? {} : { expiresAt: ttl(new Date(expiresAt).toISOString()) };
    return putWhere(table, toItem(key.ltijs(collection, id), data, { fields, createdAt, ...life }), condition);
  },
  remove: (collection, id) => removeItem(table, key.ltijs(collection, id)),
});

export const ltijsPlugin = (table: Table, now: () => number = Date.now): LtijsDatabase =>
  ltijsDatabase(itemsOn(table), now);
