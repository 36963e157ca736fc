import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { ensureTable } from '../../../connectors/dynamodb/ensure-table.ts';

export interface SmallServer {
  readonly url: string;
  close(): Promise<void>;
}

export const credentials = { accessKeyId: 'test', secretAccessKey: 'secret' };
export const region = 'eu-west-1';

/** DynamoDB's API on a port, with the one table. */
export const startDynamoDb = async (tableName: string): Promise<SmallServer> => {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({ endpoint: url, region, credentials });
  await ensureTable(client, tableName);
  client.destroy();
  return {
    url,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

/** Secrets Manager's GetSecretValue, of one secret. */
export const startSecrets = async (secret: object): Promise<SmallServer> => {
  const server = createServer((_req, res) => {
    res.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.1' });
    res.end(JSON.stringify({ SecretString: JSON.stringify(secret) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

export interface MetricsServer extends SmallServer {
  /** The bodies that were put. */
  readonly put: string[];
}

/** CloudWatch's PutMetricData, as JSON. */
export const startMetrics = async (): Promise<MetricsServer> => {
  const put: string[] = [];
  const server = createServer(async (req, res) => {
    const body = await buffer(req);
    put.push((req.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('latin1'));
    res.writeHead(200, { 'content-type': req.headers['content-type'] ?? '' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    put,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
