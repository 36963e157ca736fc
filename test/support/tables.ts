import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import type { Table } from '../../connectors/table.ts';

/** Every adapter of the table, by name; each is opened anew for a suite and closed after it. */
export const tables: readonly [name: string, open: () => Promise<{ table: Table; close(): Promise<void> }>][] = [
  ['memory', async () => ({ table: memoryTable(), close: async () => {} })],
  ['DynamoDB API (embedded)', () => startEmbeddedDynamoDb(null)],
];
