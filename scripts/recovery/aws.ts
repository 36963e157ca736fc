import { setTimeout as pause } from 'node:timers/promises';
import {
  DescribeTableCommand,
  type DynamoDBClient,
  RestoreTableToPointInTimeCommand,
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

const untilActive = async (client: DynamoDBClient, table: string, everyMs: number): Promise<void> => {
  for (;;) {
    const { Table: described } = await client.send(new DescribeTableCommand({ TableName: table }));
    const indexes = described?.GlobalSecondaryIndexes ?? [];
    if (described?.TableStatus === 'ACTIVE' && indexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE')) return;
    await pause(everyMs);
  }
};

/**
 * Waits until it is there, and gives it what a restored table does not bring along: TTL, backups of its own, its stream, deletion protection.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
 */
export const settleTable = async (client: DynamoDBClient, table: string, everyMs = 10_000): Promise<void> => {
  await untilActive(client, table, everyMs);
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: table,
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    }),
  );
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName: table,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  await client.send(
    new UpdateTableCommand({
      TableName: table,
      DeletionProtectionEnabled: true,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
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
