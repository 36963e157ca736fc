import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startEmbeddedDynamoDb } from '../connectors/embedded/dynamodb.ts';
import type { Table } from '../connectors/table.ts';
import { countingCalls } from './counting-calls.ts';

/** What a child tells its parent: where it listens, and how often it has asked its store. */
export interface ChildTold {
  readonly port?: number;
  readonly calls?: number;
  readonly megabytes?: number;
}

/**
 * A tool in a process of its own, since ltijs is one to a process: on an empty embedded DynamoDB whose calls are counted.
 * The parent asks for the counts by any message.
 */
export const runChild = async (listen: (table: Table, platformUrl: string) => Promise<Server>): Promise<void> => {
  const { table: inner } = await startEmbeddedDynamoDb(null);
  const { table, calls } = countingCalls(inner);
  const server = await listen(table, process.argv[2] ?? '');
  if (!server.listening) await once(server, 'listening');
  const tell = (told: ChildTold) => process.send?.(told);
  process.on('message', () => tell({ calls: calls(), megabytes: Math.round(process.memoryUsage().rss / 1024 / 1024) }));
  tell({ port: (server.address() as AddressInfo).port });
};
