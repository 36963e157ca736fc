import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { ensureTable } from '../../connectors/dynamodb/ensure-table.ts';
import { sdkTable } from '../../connectors/dynamodb/sdk-table.ts';
import type { Table } from '../../connectors/table.ts';

/**
 * DynamoDB's API as an account has it: nothing looks through the table for what has expired, as the embedded one must do
 * by itself every minute.
 */
export const openBareDynamoDb = async (): Promise<{
  readonly table: Table;
  readonly client: DynamoDBClient;
  close(): Promise<void>;
}> => {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'local',
    credentials: { accessKeyId: 'bare', secretAccessKey: 'bare' },
  });
  await ensureTable(client, 'muster');
  return {
    table: sdkTable(client, 'muster'),
    client,
    async close() {
      client.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
