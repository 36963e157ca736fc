import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsStorageMeter } from '../../connectors/cloudwatch/storage-meter.ts';

interface Asked {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
}

/** Days before now, and bytes: CloudWatch gives points in no order. */
const sizes: Readonly<Record<string, readonly (readonly [days: number, bytes: number])[]>> = {
  media: [
    [2, 100],
    [1, 300],
    [3, 900],
  ],
  reports: [],
};
const now = '2026-11-25T03:00:00.000Z';

const answer = (target: string, body: string): unknown => {
  if (target.endsWith('.DescribeTable'))
    return { Table: { TableSizeBytes: 5000, GlobalSecondaryIndexes: [{ IndexName: 'due', IndexSizeBytes: 70 }] } };
  const { Dimensions, EndTime } = JSON.parse(body) as Asked;
  const bucket = Dimensions.find(({ Name }) => Name === 'BucketName')?.Value ?? '';
  return {
    Datapoints: sizes[bucket]?.map(([days, Average]) => ({
      Timestamp: EndTime - days * 86_400,
      Average,
      Unit: 'Bytes',
    })),
  };
};

describe('the size of what AWS keeps', () => {
  let server: Server;
  let refuse = false;
  beforeAll(async () => {
    server = createServer(async (req, res) => {
      const body = await text(req);
      res.setHeader('Content-Type', 'application/x-amz-json-1.0');
      if (refuse) res.statusCode = 400;
      res.end(
        JSON.stringify(
          refuse ? { __type: 'AccessDeniedException' } : answer(String(req.headers['x-amz-target']), body),
        ),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server?.close());

  const meter = (buckets: readonly string[]) => {
    const settings = {
      region: 'eu-west-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    };
    return awsStorageMeter({
      dynamodb: new DynamoDBClient(settings),
      cloudwatch: new CloudWatchClient(settings),
      clock: { now: () => now },
      tableName: 'muster-test',
      buckets,
    });
  };

  it('is the table with its index, and the newest size of each bucket', async () => {
    expect(await meter(['media', 'reports']).bytes()).toBe(5000 + 70 + 300);
  });

  it('is not told as nothing when AWS does not tell', async () => {
    refuse = true;
    await expect(meter([]).bytes()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
