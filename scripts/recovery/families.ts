import { createHash } from 'node:crypto';
import { type AttributeValue, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';

export type StoredItem = Record<string, AttributeValue>;

/** What a family of keys holds: how many items, and a sum of their checksums that no order changes. */
export interface Family {
  readonly items: number;
  readonly checksum: string;
}
export type Families = Readonly<Record<string, Family>>;

/** Every item, page by page: a script may scan, the product never does. */
export async function* itemsOf(client: DynamoDBClient, tableName: string): AsyncGenerator<StoredItem> {
  for await (const { Items: items = [] } of paginateScan({ client }, { TableName: tableName, ConsistentRead: true }))
    yield* items;
}

const head = (key: string): string => key.split('#')[0] ?? '';

/** `COURSE/MEMBER`: what stands before the first # of both keys. Where that is an id of its own, one family holds them all. */
export const familyOf = (pk: string, sk: string): string => {
  const [partition, sort] = [head(pk), head(sk)];
  const inSession = partition === 'COURSE' && pk.includes('#SESSION#');
  const named = /^[A-Z]+$/.test(sort) ? sort : partition === 'WORK' ? sort : '';
  const place = inSession ? 'COURSE SESSION' : partition;
  return named === '' || named === place ? place : `${place}/${named}`;
};

/** The same text for the same item, whatever the order of its attributes. */
const canonical = (value: unknown): string => {
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`;
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([name, is]) => `${JSON.stringify(name)}:${canonical(is)}`).join()}}`;
  }
  return JSON.stringify(value);
};

const sumOf = (item: StoredItem): bigint =>
  createHash('sha256').update(canonical(item)).digest().subarray(0, 16).readBigUInt64BE(0);

const modulus = 1n << 64n;

/** Counts as items go by: nothing of them is kept. */
export const familyCounter = () => {
  const all = new Map<string, { items: number; sum: bigint }>();
  return {
    add(item: StoredItem): void {
      const family = familyOf(item.pk?.S ?? '?', item.sk?.S ?? '?');
      const before = all.get(family) ?? { items: 0, sum: 0n };
      all.set(family, { items: before.items + 1, sum: (before.sum + sumOf(item)) % modulus });
    },
    families: (): Families =>
      Object.fromEntries(
        [...all]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([family, { items, sum }]) => [family, { items, checksum: sum.toString(16).padStart(16, '0') }]),
      ),
  };
};

export const countFamilies = async (client: DynamoDBClient, tableName: string): Promise<Families> => {
  const counter = familyCounter();
  for await (const item of itemsOf(client, tableName)) counter.add(item);
  return counter.families();
};

/** A line for each family that differs; none when all are equal. */
export const differences = (wanted: Families, found: Families): string[] =>
  [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort().flatMap((family) => {
    const [a, b] = [wanted[family], found[family]];
    if (a?.items !== b?.items) return [`${family}: ${a?.items ?? 0} items expected, ${b?.items ?? 0} found`];
    return a?.checksum === b?.checksum ? [] : [`${family}: ${a?.items ?? 0} items, and not the same ones`];
  });
