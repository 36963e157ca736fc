import { randomUUID } from 'node:crypto';
import { ltijsPlugin } from '../../connectors/dynamodb/ltijs-plugin.ts';
import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { connectMongo } from '../../connectors/mongodb/connection.ts';
import { mongoLtijsStore } from '../../connectors/mongodb/ltijs-store.ts';
import type { Table } from '../../connectors/table.ts';
import { MusterError } from '../../core/errors.ts';
import { type MongoDouble, startMongoDouble } from '../support/mongo/server.ts';
import { describeLtijsStore, type OpenLtijsStore, type OpenStore } from './ltijs-store-contract.ts';

const collections = ['platform', 'platformStatus', 'publickey', 'privatekey', 'accesstoken'];

const rawOf = async (table: Table): Promise<string> =>
  JSON.stringify(await Promise.all(collections.map((name) => table.query(`LTI#${name}`))));

const losable = (inner: Table): { table: Table; lose(): Promise<void> } => {
  let lost = false;
  const table = new Proxy(inner, {
    get: (target, name: keyof Table) =>
      lost
        ? () => Promise.reject(new MusterError('UNAVAILABLE', { port: 'table', operation: name }))
        : target[name].bind(target),
  });
  return {
    table,
    async lose() {
      lost = true;
    },
  };
};

describeLtijsStore('a table in memory', async (now) => {
  const { table, lose } = losable(memoryTable());
  return { database: ltijsPlugin(table, now), raw: () => rawOf(table), lose, close: async () => {} };
});

describeLtijsStore('the embedded DynamoDB', async (now) => {
  const { table, close } = await startEmbeddedDynamoDb(null);
  let open = true;
  const closeOnce = async () => {
    if (open) await close();
    open = false;
  };
  return { database: ltijsPlugin(table, now), raw: () => rawOf(table), lose: closeOnce, close: closeOnce };
});

const openMongo = async (uri: string, now: () => number): Promise<OpenLtijsStore> => {
  const connection = await connectMongo(uri);
  return {
    database: await mongoLtijsStore(connection, now),
    async raw() {
      const found = await connection.db.listCollections().toArray();
      return JSON.stringify(
        await Promise.all(found.map(({ name }) => connection.db.collection(name).find().toArray())),
      );
    },
    lose: () => connection.close(true),
    async close() {
      const after = await connectMongo(uri).catch(() => null);
      await after?.dropDatabase();
      await after?.close(true);
      await connection.close(true);
    },
  };
};

const newDatabase = () => `muster_test_${randomUUID().slice(0, 8)}`;

describe('over the wire', () => {
  let double: MongoDouble;
  beforeAll(async () => {
    double = await startMongoDouble();
  });
  afterAll(() => double.stop());
  describeLtijsStore('MongoDB (a double that speaks its protocol)', (now) => openMongo(double.uri(newDatabase()), now));
});

/** A database of its own on the server, dropped afterwards; who signs in names the place in `authSource`. */
const onServer =
  (uri: string): OpenStore =>
  (now) =>
    openMongo(uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${newDatabase()}`), now);

const { MONGODB_URI } = process.env;
if (MONGODB_URI !== undefined) describeLtijsStore('the MongoDB server of MONGODB_URI', onServer(MONGODB_URI));
