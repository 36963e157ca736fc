import { MusterError } from '../../core/errors.ts';
import { type Condition, ConditionFailed, type Item, type Table } from '../table.ts';

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
