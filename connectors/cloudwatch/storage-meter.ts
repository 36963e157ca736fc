import { type CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { MusterError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { StorageMeter } from '../../core/ports/storage-meter.ts';

export interface StoredPlaces {
  readonly dynamodb: DynamoDBClient;
  readonly cloudwatch: CloudWatchClient;
  readonly clock: Clock;
  readonly tableName: string;
  readonly buckets: readonly string[];
}

const dayMs = 86_400_000;

/**
 * What AWS has counted. A table's size is brought up to date about every six hours, its indexes are counted beside it; a
 * bucket's size once a day, so the last of three days is taken, and a bucket without any has nothing in it yet.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
 */
export const awsStorageMeter = ({ dynamodb, cloudwatch, clock, tableName, buckets }: StoredPlaces): StorageMeter => {
  const tableBytes = async (): Promise<number> => {
    const { Table: table } = await dynamodb.send(new DescribeTableCommand({ TableName: tableName }));
    const indexes = table?.GlobalSecondaryIndexes ?? [];
    return indexes.reduce((sum, { IndexSizeBytes = 0 }) => sum + IndexSizeBytes, table?.TableSizeBytes ?? 0);
  };
  const bucketBytes = async (bucket: string): Promise<number> => {
    const now = Date.parse(clock.now());
    const { Datapoints: points = [] } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/S3',
        MetricName: 'BucketSizeBytes',
        Dimensions: [
          { Name: 'BucketName', Value: bucket },
          { Name: 'StorageType', Value: 'StandardStorage' },
        ],
        StartTime: new Date(now - 3 * dayMs),
        EndTime: new Date(now),
        Period: dayMs / 1000,
        Statistics: ['Average'],
      }),
    );
    const [last] = [...points].sort((a, b) => Number(b.Timestamp) - Number(a.Timestamp));
    return last?.Average ?? 0;
  };
  return {
    async bytes() {
      try {
        const all = await Promise.all([tableBytes(), ...buckets.map(bucketBytes)]);
        return all.reduce((sum, bytes) => sum + bytes, 0);
      } catch (error) {
        throw new MusterError('UNAVAILABLE', { port: 'storage-meter' }, { cause: error });
      }
    },
  };
};
