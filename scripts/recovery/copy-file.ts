import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { type Families, familyCounter, itemsOf, type StoredItem } from './families.ts';
import { writeAll } from './put-back.ts';

/** A copy of a table as lines of JSON: what it is, an item a line as DynamoDB writes them, and in the end the counts. */
const first = z.object({ muster: z.literal('table copy'), format: z.literal(1), takenAt: z.string() });
const last = z.object({ families: z.record(z.string(), z.object({ items: z.number(), checksum: z.string() })) });

export interface Copied {
  readonly takenAt: string;
  readonly families: Families;
}

/** Binary values become base64 under a name that no attribute type has. */
const toLine = (item: StoredItem): string =>
  JSON.stringify(item, (_, value: unknown) =>
    value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString('base64') } : value,
  );
const fromLine = (line: string): StoredItem =>
  JSON.parse(line, (_, value: unknown) => {
    const bytes = (value as { $bytes?: unknown } | null)?.$bytes;
    return typeof bytes === 'string' ? Uint8Array.from(Buffer.from(bytes, 'base64')) : value;
  }) as Record<string, AttributeValue>;

/** Whoever can read this file reads names and, with the embedded engine, faces: it is its owner's alone. */
export const writeCopy = async (
  client: DynamoDBClient,
  tableName: string,
  path: string,
  takenAt: string,
): Promise<Copied> => {
  const file = createWriteStream(path, { mode: 0o600, flags: 'wx' });
  const write = async (line: string) => {
    if (!file.write(`${line}\n`)) await once(file, 'drain');
  };
  await once(file, 'open');
  const counter = familyCounter();
  await write(JSON.stringify({ muster: 'table copy', format: 1, takenAt }));
  for await (const item of itemsOf(client, tableName)) {
    counter.add(item);
    await write(toLine(item));
  }
  const families = counter.families();
  await write(JSON.stringify({ families }));
  file.end();
  await once(file, 'close');
  return { takenAt, families };
};

const atOnce = 100;

const putAll = (client: DynamoDBClient, tableName: string, items: readonly StoredItem[]): Promise<void> =>
  writeAll(
    client,
    tableName,
    items.map((Item) => ({ PutRequest: { Item } })),
  );

/** Fills an empty table, and counts what the file says against what it held. @throws Error for a file that was cut off */
export const readCopy = async (client: DynamoDBClient, tableName: string, path: string): Promise<Copied> => {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  let takenAt: string | null = null;
  let previous: string | null = null;
  let items: StoredItem[] = [];
  for await (const line of lines) {
    if (takenAt === null) {
      takenAt = first.parse(JSON.parse(line)).takenAt;
      continue;
    }
    if (previous !== null) items.push(fromLine(previous));
    previous = line;
    if (items.length < atOnce) continue;
    await putAll(client, tableName, items);
    items = [];
  }
  await putAll(client, tableName, items);
  const end = last.safeParse(previous === null ? null : JSON.parse(previous));
  if (takenAt === null || !end.success) throw new Error('the copy was cut off: it has no counts at its end');
  return { takenAt, families: end.data.families };
};
