import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { MusterError } from '../../core/errors.ts';

const pollMilliseconds = 50;
const polls = 400;

/** A table takes its first item only once it is active. */
const waitUntilActive = async (client: DynamoDBClient, tableName: string): Promise<void> => {
  for (let poll = 0; poll < polls; poll += 1) {
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    if (table?.TableStatus === 'ACTIVE') return;
    await pause(pollMilliseconds);
  }
  throw new MusterError('UNAVAILABLE', { port: 'table', operation: 'ensureTable' });
};

/** dynalite does not know the operation; what it holds is swept instead (embedded/expiry-sweeper.ts). */
const deleteExpired = async (client: DynamoDBClient, tableName: string): Promise<void> => {
  const { TimeToLiveDescription: life } = await client.send(new DescribeTimeToLiveCommand({ TableName: tableName }));
  if (life?.TimeToLiveStatus === 'ENABLED' || life?.TimeToLiveStatus === 'ENABLING') return;
  try {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: tableName,
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      }),
    );
  } catch (error) {
    if ((error as Error).name !== 'UnknownOperationException') throw error;
  }
};

/** Makes the one table where it is missing. In production the template makes it; this is for one machine. */
export const ensureTable = async (client: DynamoDBClient, tableName: string): Promise<void> => {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk', 'dueQueue', 'dueAt'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'due',
            KeySchema: [
              { AttributeName: 'dueQueue', KeyType: 'HASH' },
              { AttributeName: 'dueAt', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilActive(client, tableName);
  await deleteExpired(client, tableName);
};
