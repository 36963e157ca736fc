import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { sdkTable } from '../../connectors/dynamodb/sdk-table.ts';
import type { Table } from '../../connectors/table.ts';

type Answer = { readonly status: number; readonly body: unknown };
interface BatchWrite {
  readonly RequestItems: Readonly<Record<string, readonly unknown[]>>;
}

const fault = (name: string): Answer => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'a message nobody branches on' },
});

/** A DynamoDB on the wire that answers what it is told to. */
describe('the table on a DynamoDB that is not well', () => {
  let server: Server;
  let client: DynamoDBClient;
  let table: Table;
  let answer: (request: unknown) => Answer;
  let requests: unknown[];
  beforeEach(async () => {
    requests = [];
    server = createServer(async (req, res) => {
      const request: unknown = JSON.parse(await text(req));
      requests.push(request);
      const { status, body } = answer(request);
      res.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'test',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
    table = sdkTable(client, 'muster', { firstPause: 1 });
  });
  afterEach(async () => {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it.each([
    ['ProvisionedThroughputExceededException', 'THROTTLED', true],
    ['ThrottlingException', 'THROTTLED', true],
    ['RequestLimitExceeded', 'THROTTLED', true],
    ['AccessDeniedException', 'DENIED', false],
    ['ValidationException', 'RESPONSE_INVALID', false],
    ['ResourceNotFoundException', 'RESPONSE_INVALID', false],
  ])('says of %s: %s', async (name, code, retryable) => {
    answer = () => fault(name);
    await expect(table.get('p', 's')).rejects.toMatchObject({ code, retryable, details: { operation: 'get' } });
    await expect(table.putAll([{ pk: 'p', sk: 's' }])).rejects.toMatchObject({ code });
  });

  it('says "later" of a 500, and of no answer at all', async () => {
    answer = () => ({ status: 500, body: { __type: 'InternalServerError' } });
    await expect(table.query('p')).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    await expect(table.query('p')).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  });

  it('keeps names and values out of what it throws', async () => {
    answer = () => fault('ValidationException');
    const error = await table.put({ pk: 'p', sk: 's', data: 'Ada Example' }).catch((caught: unknown) => caught);
    const { message, details } = error as { message: string; details: unknown };
    expect(JSON.stringify({ message, details })).toBe(
      '{"message":"RESPONSE_INVALID","details":{"port":"table","operation":"put"}}',
    );
  });

  it('sends again what a batch left over, and only that', async () => {
    answer = (request) => {
      const items = (request as BatchWrite).RequestItems.muster ?? [];
      const left = items.slice(10);
      return { status: 200, body: { UnprocessedItems: left.length === 0 ? {} : { muster: left } } };
    };
    await table.putAll(Array.from({ length: 25 }, (_, n) => ({ pk: 'p', sk: `${n}` })));
    const sizes = requests.map((request) => (request as BatchWrite).RequestItems.muster?.length);
    expect(sizes).toEqual([25, 15, 5]);
  });

  it('asks again for the keys that a batch left over', async () => {
    const key = (n: number) => ({ pk: { S: 'p' }, sk: { S: `${n}` } });
    const answers = [
      { Responses: { muster: [key(0)] }, UnprocessedKeys: { muster: { Keys: [key(1)], ConsistentRead: true } } },
      { Responses: { muster: [key(1)] }, UnprocessedKeys: {} },
    ];
    answer = () => ({ status: 200, body: answers[requests.length - 1] });
    const keys = [0, 1].map((n) => ({ pk: 'p', sk: `${n}` }));
    expect(await table.batchGet(keys)).toEqual(keys);
  });

  it('gives up a batch that takes nothing in, and says "later"', async () => {
    answer = (request) => ({ status: 200, body: { UnprocessedItems: (request as BatchWrite).RequestItems } });
    await expect(table.putAll([{ pk: 'p', sk: 's' }])).rejects.toMatchObject({ code: 'THROTTLED' });
    expect(requests).toHaveLength(8);
  });
});
