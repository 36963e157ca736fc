import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { restoreToPoint, settleTable } from '../../scripts/recovery/aws.ts';

/** The part of DynamoDB's control plane that a restore speaks to: a table takes three looks to become active. */
describe('restoring a point in time to a new table', () => {
  let server: Server;
  let asked: { readonly operation: string; readonly body: Record<string, unknown> }[] = [];
  let looks = 0;
  let refusal: string | null = null;
  /** What the table has; nothing of it can be switched on twice. */
  let has: Set<string>;
  const switchedOn = (what: string): boolean => {
    const isNew = !has.has(what);
    has.add(what);
    return isNew;
  };
  /** Why DynamoDB would not do this; null when it does. */
  const faultOf = (operation: string, body: Record<string, unknown>): string | null => {
    if (refusal !== null) return refusal;
    if (operation === 'UpdateTimeToLive' && !switchedOn('expiry')) return 'ValidationException';
    if (operation === 'UpdateTable' && 'StreamSpecification' in body && !switchedOn('stream'))
      return 'ValidationException';
    if (operation === 'UpdateContinuousBackups' && switchedOn('asked once'))
      return 'ContinuousBackupsUnavailableException';
    return null;
  };
  beforeAll(async () => {
    server = createServer(async (req, res) => {
      const body = await text(req);
      const operation = String(req.headers['x-amz-target']).split('.')[1] ?? '';
      const said = JSON.parse(body) as Record<string, unknown>;
      asked.push({ operation, body: said });
      res.setHeader('Content-Type', 'application/x-amz-json-1.0');
      const fault = faultOf(operation, said);
      if (fault !== null) {
        res.statusCode = 400;
        return void res.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${fault}` }));
      }
      if (operation === 'DescribeTimeToLive') {
        const TimeToLiveStatus = has.has('expiry') ? 'ENABLED' : 'DISABLED';
        return void res.end(JSON.stringify({ TimeToLiveDescription: { TimeToLiveStatus } }));
      }
      if (operation === 'DescribeTable') looks += 1;
      const IndexStatus = looks < 3 ? 'CREATING' : 'ACTIVE';
      const TableStatus = looks < 2 ? 'CREATING' : 'ACTIVE';
      const Table = {
        TableStatus,
        GlobalSecondaryIndexes: [{ IndexName: 'due', IndexStatus }],
        ...(has.has('stream') ? { StreamSpecification: { StreamEnabled: true } } : {}),
      };
      res.end(JSON.stringify({ Table }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server?.close());
  beforeEach(() => {
    asked = [];
    looks = 0;
    refusal = null;
    has = new Set();
  });

  const client = () =>
    new DynamoDBClient({
      region: 'eu-west-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
  const place = { table: 'muster-prod', to: 'muster-prod-2', at: '2026-11-25T10:00:00.000Z' };
  const told = (operation: string) => asked.find((one) => one.operation === operation)?.body;

  it('asks for that instant, waits for table and index, then gives it what a restored table lacks', async () => {
    await restoreToPoint(client(), place, 1);
    expect(told('RestoreTableToPointInTime')).toEqual({
      SourceTableName: 'muster-prod',
      TargetTableName: 'muster-prod-2',
      RestoreDateTime: Date.parse(place.at) / 1000,
    });
    const order = asked.map(({ operation }) => operation);
    expect(order.slice(1, 4)).toEqual(['DescribeTable', 'DescribeTable', 'DescribeTable']);
    expect(told('UpdateTimeToLive')).toMatchObject({
      TableName: 'muster-prod-2',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
    expect(told('UpdateContinuousBackups')).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(told('UpdateTable')).toMatchObject({
      DeletionProtectionEnabled: true,
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });

  it('gives the same to a table that was restored in another way, once it is there', async () => {
    await settleTable(client(), 'muster-prod', 1);
    const order = asked.map(({ operation }) => operation);
    expect(order.slice(0, 3)).toEqual(['DescribeTable', 'DescribeTable', 'DescribeTable']);
    expect(order).toEqual(expect.arrayContaining(['UpdateTimeToLive', 'UpdateContinuousBackups', 'UpdateTable']));
    expect(asked.every(({ body }) => body.TableName === 'muster-prod')).toBe(true);
  });

  it('asks again for backups of a table that has only just become active', async () => {
    await settleTable(client(), 'muster-prod', 1);
    expect(asked.filter(({ operation }) => operation === 'UpdateContinuousBackups')).toHaveLength(2);
  });

  it('leaves what it has given before, so that what broke off can be repeated', async () => {
    await settleTable(client(), 'muster-prod', 1);
    asked = [];
    await settleTable(client(), 'muster-prod', 1);
    expect(asked.map(({ operation }) => operation)).not.toContain('UpdateTimeToLive');
    expect(told('UpdateTable')).not.toHaveProperty('StreamSpecification');
  });

  it('asks for the last second there is when no instant is given', async () => {
    await restoreToPoint(client(), { ...place, at: undefined }, 1);
    expect(told('RestoreTableToPointInTime')).toMatchObject({ UseLatestRestorableTime: true });
  });

  it('changes nothing when AWS refuses', async () => {
    refusal = 'TableAlreadyExistsException';
    await expect(restoreToPoint(client(), place, 1)).rejects.toMatchObject({ name: 'TableAlreadyExistsException' });
    expect(asked).toHaveLength(1);
  });
});
