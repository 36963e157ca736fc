import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import express from 'express';
import { type Logger, pino } from 'pino';
import { keyRingStore } from '../connectors/dynamodb/key-ring-store.ts';
import { storesOn } from '../connectors/dynamodb/stores.ts';
import { startEmbeddedDynamoDb } from '../connectors/embedded/dynamodb.ts';
import { idSource } from '../connectors/embedded/ids.ts';
import { secretKeyVault } from '../connectors/embedded/key-vault.ts';
import { systemClock } from '../connectors/embedded/system-clock.ts';
import { prometheusMetrics } from '../connectors/prometheus/metrics.ts';
import { openLtijsStore } from './compose-ltijs-store.ts';
import type { Config } from './config.ts';
import { dataKey } from './data-key.ts';
import { adminApi } from './http/admin-api.ts';
import { problemHandler } from './http/problem-answer.ts';
import { platformKeys } from './lti/platform-keys.ts';
import { openPrivateFolder } from './private-folder.ts';
import { stopListening } from './stop-listening.ts';

export interface AdminServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The administrator's API alone, on a free port of this machine, for commands while no server runs on the data folder.
 * No recogniser, no worker, no pages. @throws DataFolderInUse when a server does run
 */
export const startAdminServer = async (
  config: Config,
  logger: Logger = pino({ level: 'silent' }),
): Promise<AdminServer> => {
  const folder = resolve(config.dataFolder);
  await openPrivateFolder(folder);
  const secrets = await dataKey(folder, config.secrets);
  const database = await startEmbeddedDynamoDb(join(folder, 'dynamodb'));
  const ltijsStore = await openLtijsStore(config.ltiStore);
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { publicUrl, allowHttpLoopback } = config;
  const app = express();
  app.use(
    '/api/admin',
    adminApi({
      ...storesOn(database.table),
      clock: systemClock,
      ids: idSource(),
      keys: platformKeys({
        ltijs: ltijsStore.database(database.table),
        rings: keyRingStore(database.table),
        vault: secretKeyVault(secrets),
        clock: systemClock,
      }),
      operatorSecret: secrets.current,
      origins: [url],
      publicUrl,
      allowHttpLoopback,
      signIn: null,
      metrics: prometheusMetrics(),
      logger,
    }),
  );
  app.use(problemHandler(logger));
  server.on('request', app);
  return {
    url,
    async close() {
      await stopListening(server);
      await ltijsStore.close();
      await database.close();
    },
  };
};
