import { MusterError } from '../../core/errors.ts';
import { type Condition, ConditionFailed, type Item, type QueryOptions, type Table } from '../table.ts';

/** Every item says which release's shape it has; a newer one than we know is refused, never guessed at. */
export const schema = 1;

export type Key = { readonly pk: string; readonly sk: string };

/** Seconds since 1970, as DynamoDB's TTL wants them. */
export const ttl = (iso: string): number => Math.ceil(Date.parse(iso) / 1000);

export const toItem = (key: Key, data: unknown, extra: Partial<Item> = {}): Item => ({
  ...key,
  ...extra,
  schema,
  data,
});

/** @throws MusterError RESPONSE_INVALID for an item of a newer release */
export const dataOf = <T>(item: Item): T => {
  if (item.schema !== schema) throw new MusterError('RESPONSE_INVALID', { port: 'table', schema: Number(item.schema) });
  return item.data as T;
};

export const getData = async <T>(table: Table, { pk, sk }: Key): Promise<T | null> => {
  const item = await table.get(pk, sk);
  return item === null ? null : dataOf<T>(item);
};

export const listData = async <T>(table: Table, pk: string, options?: QueryOptions): Promise<T[]> => {
  const items = await table.query(pk, options);
  return items.map((item) => dataOf<T>(item));
};

/** In one batch; missing ones left out, in no order. */
export const getAllData = async <T>(table: Table, keys: readonly Key[]): Promise<T[]> => {
  const items = await table.batchGet(keys);
  return items.map((item) => dataOf<T>(item));
};

/** DynamoDB deletes what ran out when it comes to it: until then readers must not see it. */
export const alive = <Kept extends { readonly expiresAt: string }>(kept: Kept | null, now: string): Kept | null =>
  kept === null || kept.expiresAt <= now ? null : kept;

/** Takes it away and answers it. DeleteItem answers the old item to exactly one caller: that is the atomic "once". */
export const takeData = async <T>(table: Table, { pk, sk }: Key): Promise<T | null> => {
  const item = await table.remove(pk, sk);
  return item === null ? null : dataOf<T>(item);
};

export const removeItem = async (table: Table, { pk, sk }: Key): Promise<void> => {
  await table.remove(pk, sk);
};

/** What does not fulfil the condition, or is gone, is left as it is. */
export const removeWhere = async (table: Table, { pk, sk }: Key, condition: Condition): Promise<void> => {
  try {
    await table.remove(pk, sk, condition);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
};

/** Whether it was written: what does not fulfil the condition is left as it is. */
export const putWhere = async (table: Table, item: Item, condition?: Condition): Promise<boolean> => {
  try {
    await table.put(item, condition);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
};

/** One conditional write: version 1 must be new, any other must follow the stored one. @throws MusterError RECORD_CHANGED */
export const putVersion = async (
  table: Table,
  key: Key,
  data: { readonly version: number },
  extra: Partial<Item> = {},
): Promise<void> => {
  const condition: Condition =
    data.version === 1 ? { kind: 'absent' } : { kind: 'equals', attribute: 'version', value: data.version - 1 };
  try {
    await table.put({ ...toItem(key, data, extra), version: data.version }, condition);
  } catch (error) {
    if (error instanceof ConditionFailed) throw new MusterError('RECORD_CHANGED', {}, { cause: error });
    throw error;
  }
};
