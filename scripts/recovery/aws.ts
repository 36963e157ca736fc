import { setTimeout as pause } from 'node:timers/promises';
import {
  ContinuousBackupsUnavailableException,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { type Replayed, replayErasures, storesOf } from './replay.ts';

export interface PointInTime {
  readonly table: string;
  /** A new table: nothing is restored over one that is there. */
  readonly to: string;
  /** ISO 8601; the last restorable second when left out. */
  readonly at: string | undefined;
}

const untilActive = async (
  client: DynamoDBClient,
  table: string,
  everyMs: number,
): Promise<TableDescription | undefined> => {
  for (;;) {
    const { Table: described } = await client.send(new DescribeTableCommand({ TableName: table }));
    const indexes = described?.GlobalSecondaryIndexes ?? [];
    if (described?.TableStatus === 'ACTIVE' && indexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE'))
      return described;
    await pause(everyMs);
  }
};

/** DynamoDB refuses to switch on what is on. */
const switchOnExpiry = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  const { TimeToLiveDescription: now } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  if (now?.TimeToLiveStatus === 'ENABLED' || now?.TimeToLiveStatus === 'ENABLING') return;
  const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
};

/** A table that has just become active is refused for some seconds. */
const switchOnBackups = async (client: DynamoDBClient, TableName: string, everyMs: number): Promise<void> => {
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  for (let tries = 1; ; tries += 1) {
    try {
      await client.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
      return;
    } catch (error) {
      if (!(error instanceof ContinuousBackupsUnavailableException) || tries === 60) throw error;
      await pause(everyMs);
    }
  }
};

/**
 * Waits until it is there, and gives it what a restored table does not bring along: TTL, backups of its own, its stream, deletion
 * protection. What it has is left as it is, so this can be repeated.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
 */
export const settleTable = async (client: DynamoDBClient, table: string, everyMs = 10_000): Promise<void> => {
  const found = await untilActive(client, table, everyMs);
  await switchOnExpiry(client, table);
  await switchOnBackups(client, table, everyMs);
  const stream = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;
  const missing = {
    ...(found?.DeletionProtectionEnabled === true ? {} : { DeletionProtectionEnabled: true }),
    ...(found?.StreamSpecification?.StreamEnabled === true ? {} : { StreamSpecification: stream }),
  };
  if (Object.keys(missing).length > 0) await client.send(new UpdateTableCommand({ TableName: table, ...missing }));
  await untilActive(client, table, everyMs);
};

/** Minutes to hours: AWS makes the new table, then it is given what the old one had. */
export const restoreToPoint = async (
  client: DynamoDBClient,
  { table, to, at }: PointInTime,
  everyMs = 10_000,
): Promise<void> => {
  await client.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: table,
      TargetTableName: to,
      ...(at === undefined ? { UseLatestRestorableTime: true } : { RestoreDateTime: new Date(at) }),
    }),
  );
  await settleTable(client, to, everyMs);
};

/** The log is read where it goes on: in the table that was damaged, which is still there. */
export const replayFrom = (client: DynamoDBClient, { table, to }: PointInTime, copiedAt: string): Promise<Replayed> =>
  replayErasures(storesOf(client, to), storesOf(client, table).erasures, copiedAt);
