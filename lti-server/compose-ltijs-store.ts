import type { LtijsDatabase } from 'ltijs';
import { ltijsPlugin } from '../connectors/dynamodb/ltijs-plugin.ts';
import { connectMongo } from '../connectors/mongodb/connection.ts';
import { mongoLtijsStore } from '../connectors/mongodb/ltijs-store.ts';
import type { Table } from '../connectors/table.ts';
import { isMusterError } from '../core/errors.ts';
import { ConfigError, type LtiStoreConfig } from './config.ts';

export interface LtijsStore {
  database(table: Table): LtijsDatabase;
  close(): Promise<void>;
}

const unusable = (error: unknown): Error => {
  if (!isMusterError(error)) return error instanceof Error ? error : new Error('unknown', { cause: error });
  const why =
    error.code === 'DENIED'
      ? 'the MongoDB server there refuses this name and password'
      : 'no MongoDB server answers there. Is it running, and reachable from here?';
  return new ConfigError(`These settings are wrong:\n  LTI_STORE: ${why}`, { cause: error });
};

/** The LTI library's store. A MongoDB that is away stops the start, in words. @throws ConfigError */
export const openLtijsStore = async (config: LtiStoreConfig): Promise<LtijsStore> => {
  if (config.kind === 'table') return { database: ltijsPlugin, close: async () => {} };
  const connection = await connectMongo(config.uri).catch((error) => {
    throw unusable(error);
  });
  try {
    const database = await mongoLtijsStore(connection);
    return { database: () => database, close: () => connection.close(true) };
  } catch (error) {
    await connection.close(true);
    throw unusable(error);
  }
};
