import { BatchGetItemCommand, BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { itemsOf, type StoredItem } from './families.ts';

/** AWS' limits of one BatchWriteItem and one BatchGetItem. */
const [writesAtOnce, readsAtOnce] = [25, 100];
const triesWithoutEnd = 50;

type Request = { PutRequest: { Item: StoredItem } } | { DeleteRequest: { Key: StoredItem } };

async function* inGroups<T>(all: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const one of all) {
    group.push(one);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

const keyOf = ({ pk, sk }: StoredItem): StoredItem => ({ ...(pk && { pk }), ...(sk && { sk }) });
const nameOf = ({ pk, sk }: StoredItem): string => JSON.stringify([pk?.S, sk?.S]);

export const writeAll = async (client: DynamoDBClient, table: string, requests: readonly Request[]): Promise<void> => {
  for (let from = 0; from < requests.length; from += writesAtOnce) {
    let left: Request[] = requests.slice(from, from + writesAtOnce);
    for (let tries = 0; left.length > 0; tries += 1) {
      if (tries === triesWithoutEnd) throw new Error('the table does not take the items');
      const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: left } }));
      left = (answer.UnprocessedItems?.[table] ?? []) as Request[];
    }
  }
};

const standingIn = async (client: DynamoDBClient, table: string, keys: StoredItem[]): Promise<Set<string>> => {
  const found = new Set<string>();
  let left = keys;
  for (let tries = 0; left.length > 0; tries += 1) {
    if (tries === triesWithoutEnd) throw new Error('the table does not answer');
    const request = { RequestItems: { [table]: { Keys: left, ConsistentRead: true, ProjectionExpression: 'pk, sk' } } };
    const answer = await client.send(new BatchGetItemCommand(request));
    for (const item of answer.Responses?.[table] ?? []) found.add(nameOf(item));
    left = (answer.UnprocessedKeys?.[table]?.Keys ?? []) as StoredItem[];
  }
  return found;
};

export interface PutBack {
  readonly removed: number;
  readonly written: number;
}

/**
 * Makes the stack's own table hold what a restored one holds: what is not there goes, everything else is written. The table keeps its
 * name, its rights, its alarms and its backups. Nobody may write meanwhile; safe to repeat when it was broken off.
 */
export const putBack = async (client: DynamoDBClient, restored: string, table: string): Promise<PutBack> => {
  let [removed, written] = [0, 0];
  for await (const group of inGroups(itemsOf(client, table), readsAtOnce)) {
    const standing = await standingIn(client, restored, group.map(keyOf));
    const gone = group.filter((item) => !standing.has(nameOf(item)));
    await writeAll(
      client,
      table,
      gone.map((item) => ({ DeleteRequest: { Key: keyOf(item) } })),
    );
    removed += gone.length;
  }
  for await (const group of inGroups(itemsOf(client, restored), writesAtOnce)) {
    await writeAll(
      client,
      table,
      group.map((Item) => ({ PutRequest: { Item } })),
    );
    written += group.length;
  }
  return { removed, written };
};
