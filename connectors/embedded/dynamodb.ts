import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { ensureTable } from '../dynamodb/ensure-table.ts';
import { sdkTable } from '../dynamodb/sdk-table.ts';
import type { Table } from '../table.ts';

export interface EmbeddedDynamoDb {
  readonly table: Table;
  readonly client: DynamoDBClient;
  close(): Promise<void>;
}

const tableName = 'muster';

/**
 * DynamoDB's API in this process (dynalite), on loopback, kept in a folder (LevelDB: survives a restart and a SIGKILL)
 * or in memory when `folder` is null. Talked to through the same SDK as the real one.
 */
export const startEmbeddedDynamoDb = async (folder: string | null): Promise<EmbeddedDynamoDb> => {
  if (folder !== null) await mkdir(folder, { recursive: true });
  const server = dynalite({ createTableMs: 0, ...(folder === null ? {} : { path: folder }) });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'local',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
    maxAttempts: 3,
  });
  await ensureTable(client, tableName);
  return {
    table: sdkTable(client, tableName),
    client,
    close: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
