import { mkdir } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ClassicLevel } from 'classic-level';
import dynalite from 'dynalite';
import { ensureTable } from '../dynamodb/ensure-table.ts';
import { expiringItems } from '../dynamodb/expiring-items.ts';
import { sdkTable } from '../dynamodb/sdk-table.ts';
import type { Table } from '../table.ts';
import { mendDueIndex } from './due-index.ts';
import { expirySweeper } from './expiry-sweeper.ts';
import { keyHeader, listenPrivately, type PrivateServer } from './private-server.ts';

export interface EmbeddedDynamoDb {
  readonly table: Table;
  readonly client: DynamoDBClient;
  /** Deletes what has expired, as happens every minute, and answers how many items that were. */
  removeExpired(): Promise<number>;
  close(): Promise<void>;
}

const tableName = 'muster';
const sweepEveryMs = 60_000;

/** Two processes must not write to one folder. For whoever starts the process: say it in words. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
}

/** dynalite never answers when its folder is locked, so the lock is tried before. @throws DataFolderInUse */
export const assertFree = async (folder: string): Promise<void> => {
  const level = new ClassicLevel(folder);
  try {
    await level.open();
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    if (cause?.code !== 'LEVEL_LOCKED') throw error;
    throw new DataFolderInUse('another process keeps its data in this folder', { cause: error });
  }
  await level.close();
};

/** dynalite checks no signature: what keeps others out is the socket and its key (private-server.ts). */
const clientOf = ({ agent, key }: PrivateServer): DynamoDBClient => {
  const client = new DynamoDBClient({
    endpoint: 'http://embedded.invalid',
    region: 'local',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
    maxAttempts: 3,
    requestHandler: { httpAgent: agent },
  });
  client.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: Record<string, string> }).headers, { [keyHeader]: key });
      return next(args);
    },
    { step: 'build' },
  );
  return client;
};

/**
 * DynamoDB's API in this process and for it alone (dynalite), kept in a folder (LevelDB: survives a restart and a SIGKILL)
 * or in memory when `folder` is null. Talked to through the same SDK as the real one.
 */
export const startEmbeddedDynamoDb = async (
  folder: string | null,
  now: () => number = Date.now,
): Promise<EmbeddedDynamoDb> => {
  if (folder !== null) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await assertFree(folder);
  }
  const server = dynalite({ createTableMs: 0, ...(folder === null ? {} : { path: folder }) });
  const open = await listenPrivately(server);
  const client = clientOf(open);
  await ensureTable(client, tableName);
  const bare = sdkTable(client, tableName);
  if (folder !== null) await mendDueIndex(bare);
  const { table, sweep, stop } = expirySweeper(bare, () => expiringItems(client, tableName), now);
  // What one run could not delete is there for the next.
  const timer = setInterval(() => void sweep().catch(() => {}), sweepEveryMs);
  timer.unref();
  return {
    table,
    client,
    removeExpired: sweep,
    close: async () => {
      clearInterval(timer);
      await stop();
      client.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await open.remove();
    },
  };
};
