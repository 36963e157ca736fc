import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  DynamoDBServiceException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { type ErrorCode, MusterError } from '../../core/errors.ts';
import { chunks } from '../chunks.ts';
import { type Condition, ConditionFailed, type Item, type QueryOptions, type Table } from '../table.ts';

/** Limits of DynamoDB's batch operations: docs.aws.amazon.com/amazondynamodb/latest/APIReference. */
const batchGetMaximum = 100;
const batchWriteMaximum = 25;
const batchTries = 8;
/** Batches on their way at once: a lecture of five hundred is twenty, and one after another each waits for the last. */
const batchesAtOnce = 4;

const throttling = new Set(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded']);
const denied = new Set(['AccessDeniedException', 'UnrecognizedClientException', 'MissingAuthenticationTokenException']);

/** What may be asked again: throttling, 5xx and no answer at all. Any other answer would be the same the next time. */
const codeOf = (error: unknown): ErrorCode => {
  const name = error instanceof Error ? error.name : '';
  if (throttling.has(name)) return 'THROTTLED';
  if (denied.has(name)) return 'DENIED';
  const refused = error instanceof DynamoDBServiceException && error.$fault === 'client';
  return refused ? 'RESPONSE_INVALID' : 'UNAVAILABLE';
};

/** DynamoDB's words stop here. */
const mapped = async <T>(operation: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new ConditionFailed(operation, { cause: error });
    throw new MusterError(codeOf(error), { port: 'table', operation }, { cause: error });
  }
};

const conditionInput = (condition: Condition | undefined) => {
  switch (condition?.kind) {
    case undefined:
      return {};
    case 'absent':
      return { ConditionExpression: 'attribute_not_exists(pk)' };
    case 'present':
      return { ConditionExpression: 'attribute_exists(pk)' };
    case 'equals':
      return {
        ConditionExpression: '#a = :v',
        ExpressionAttributeNames: { '#a': condition.attribute },
        ExpressionAttributeValues: { ':v': condition.value },
      };
  }
};

/** Twice as long each time; half of it random, so that those refused together do not come back together. */
const pause = (milliseconds: number, attempt: number) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds * 2 ** attempt * (0.5 + Math.random() / 2)));

/** A batch that names a key twice is refused as a whole; of two items with one key the later one stands. */
const onePerKey = <T extends { readonly pk: string; readonly sk: string }>(list: readonly T[]): T[] => [
  ...new Map(list.map((keyed) => [JSON.stringify([keyed.pk, keyed.sk]), keyed])).values(),
];

/**
 * The table on DynamoDB, or on anything that speaks its protocol. `tableName` exists already (ensure-table.ts). A batch
 * that was not taken in waits `firstPause` milliseconds, then twice as long, and so on.
 */
export const sdkTable = (client: DynamoDBClient, tableName: string, { firstPause = 50 } = {}): Table => {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

  /** Sends until nothing is left over; gives up after several answers in a row that took nothing in. */
  const drain = async <T>(operation: string, all: T[], send: (left: T[]) => Promise<T[]>): Promise<void> => {
    let left = all;
    for (let idle = 0; left.length > 0; ) {
      if (idle === batchTries) throw new MusterError('THROTTLED', { port: 'table', operation });
      if (idle > 0) await pause(firstPause, idle - 1);
      const before = left.length;
      left = await mapped(operation, () => send(left));
      idle = left.length < before ? 0 : idle + 1;
    }
  };

  const getSome = async (keys: readonly { pk: string; sk: string }[]): Promise<Item[]> => {
    const items: Item[] = [];
    await drain('batchGet', [...keys], async (left) => {
      const request = { RequestItems: { [tableName]: { Keys: left, ConsistentRead: true } } };
      const answer = await documents.send(new BatchGetCommand(request));
      items.push(...((answer.Responses?.[tableName] ?? []) as Item[]));
      return (answer.UnprocessedKeys?.[tableName]?.Keys ?? []) as typeof left;
    });
    return items;
  };

  const putSome = async (items: readonly Item[]): Promise<void> => {
    const requests = items.map((Item) => ({ PutRequest: { Item } }));
    await drain('putAll', requests, async (left) => {
      const answer = await documents.send(new BatchWriteCommand({ RequestItems: { [tableName]: left } }));
      return (answer.UnprocessedItems?.[tableName] ?? []) as typeof left;
    });
  };

  const queryAll = async (input: QueryCommandInput, limit: number | undefined): Promise<Item[]> => {
    const items: Item[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const page: QueryCommandInput = {
        ...input,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        ...(limit === undefined ? {} : { Limit: limit - items.length }),
      };
      const answer = await mapped('query', () => documents.send(new QueryCommand(page)));
      items.push(...((answer.Items ?? []) as Item[]));
      start = answer.LastEvaluatedKey;
    } while (start !== undefined && (limit === undefined || items.length < limit));
    return items;
  };

  return {
    async get(pk, sk) {
      const command = new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead: true });
      const { Item: item } = await mapped('get', () => documents.send(command));
      return (item as Item | undefined) ?? null;
    },
    async batchGet(keys) {
      const items: Item[] = [];
      const bare = onePerKey(keys.map(({ pk, sk }) => ({ pk, sk })));
      for (const some of chunks(bare, batchGetMaximum)) items.push(...(await getSome(some)));
      return items;
    },
    async put(item, condition) {
      const command = new PutCommand({ TableName: tableName, Item: item, ...conditionInput(condition) });
      await mapped('put', () => documents.send(command));
    },
    async putAll(items) {
      const batches = chunks(onePerKey(items), batchWriteMaximum);
      for (const some of chunks(batches, batchesAtOnce)) await Promise.all(some.map(putSome));
    },
    async remove(pk, sk, condition) {
      const command = new DeleteCommand({
        TableName: tableName,
        Key: { pk, sk },
        ReturnValues: 'ALL_OLD',
        ...conditionInput(condition),
      });
      const { Attributes: old } = await mapped('remove', () => documents.send(command));
      return (old as Item | undefined) ?? null;
    },
    async query(pk, { prefix, after, newestFirst = false, limit }: QueryOptions = {}) {
      const range =
        prefix !== undefined ? ' AND begins_with(sk, :range)' : after !== undefined ? ' AND sk > :range' : '';
      const input: QueryCommandInput = {
        TableName: tableName,
        ConsistentRead: true,
        ScanIndexForward: !newestFirst,
        KeyConditionExpression: `pk = :pk${range}`,
        ExpressionAttributeValues: { ':pk': pk, ...(range === '' ? {} : { ':range': prefix ?? after }) },
      };
      return queryAll(input, limit);
    },
    async due(dueQueue, before, limit) {
      const input: QueryCommandInput = {
        TableName: tableName,
        IndexName: 'due',
        KeyConditionExpression: 'dueQueue = :queue AND dueAt <= :before',
        ExpressionAttributeValues: { ':queue': dueQueue, ':before': before },
      };
      return queryAll(input, limit);
    },
  };
};
