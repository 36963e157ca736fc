import { createHash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Express } from 'express';
import type { LtijsDatabase } from 'ltijs';
import { ConditionFailed, type Item, type Table } from '../connectors/table.ts';
import { runChild } from './launch-child.ts';
import { clientId } from './launch-platform.ts';

/** ltijs as its own documentation shows it; what is used of it here goes beyond what Muster declares. */
interface PlainProvider {
  readonly app: Express;
  setup(secret: string, database: { plugin: LtijsDatabase }, options: object): PlainProvider;
  onConnect(callback: (token: object, req: object, res: { send(body: string): void }) => unknown): void;
  deploy(options: { serverless: true }): Promise<boolean>;
  registerPlatform(platform: object): Promise<unknown>;
}
const { Provider } = createRequire(import.meta.url)('ltijs') as { Provider: PlainProvider };

type Fields = Readonly<Record<string, unknown>>;
const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('base64url');

/** All that ltijs wants kept, on the same table, one key an item: as many calls as ltijs itself makes. */
const plainStore = (table: Table): LtijsDatabase => {
  const sorted = (fields: Fields) => Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  const keyOf = (collection: string, fields: Fields) => ({ pk: `PLAIN#${collection}`, sk: hash(sorted(fields)) });
  const identity: Readonly<Record<string, readonly string[]>> = {
    platform: ['platformUrl', 'clientId'],
    platformStatus: ['id'],
    publickey: ['kid'],
    privatekey: ['kid'],
    nonce: ['nonce'],
    state: ['state'],
    idtoken: ['iss', 'clientId', 'deploymentId', 'user'],
    contexttoken: ['contextId', 'user'],
  };
  const named = (collection: string, fields: Fields) =>
    Object.fromEntries((identity[collection] ?? []).map((name) => [name, fields[name]]));
  const put = (collection: string, item: Fields, index: Fields) =>
    table.put({ ...keyOf(collection, named(collection, { ...item, ...index })), fields: { ...item, ...index } });
  const find = async (collection: string, query: Fields): Promise<Item[]> => {
    const names = identity[collection] ?? [];
    if (names.every((name) => query[name] !== undefined)) {
      const { pk, sk } = keyOf(collection, named(collection, query));
      const item = await table.get(pk, sk);
      return item === null ? [] : [item];
    }
    const all = await table.query(`PLAIN#${collection}`);
    return all.filter(({ fields }) =>
      Object.entries(query).every(([name, value]) => (fields as Fields)[name] === value),
    );
  };
  return {
    setup: async () => true,
    Close: async () => true,
    async Get(_key, collection, query = {}) {
      const items = await find(collection, query as Fields);
      return items.length === 0 ? false : items.map(({ fields }) => fields as object);
    },
    async Insert(_key, collection, item, index = {}) {
      await put(collection, item as Fields, index as Fields);
      return true;
    },
    async Replace(_key, collection, query, item, index = {}) {
      await put(collection, { ...(query as Fields), ...(item as Fields) }, index as Fields);
      return true;
    },
    Modify: async () => true,
    async Delete(collection, query) {
      const { pk, sk } = keyOf(collection, named(collection, query as Fields));
      await table.remove(pk, sk).catch((error) => {
        if (!(error instanceof ConditionFailed)) throw error;
      });
      return true;
    },
  };
};

await runChild(async (table, platformUrl) => {
  Provider.setup(
    randomBytes(32).toString('base64url'),
    { plugin: plainStore(table) },
    {
      appRoute: '/lti/launch',
      loginRoute: '/lti/login/bench',
      cookies: { secure: false, sameSite: 'Lax' },
    },
  );
  Provider.onConnect((_token, _req, res) => res.send('<!doctype html><title>Tool</title><p>Hello.</p>'));
  await Provider.deploy({ serverless: true });
  await Provider.registerPlatform({
    url: platformUrl,
    name: 'Bench',
    clientId,
    authenticationEndpoint: `${platformUrl}/auth`,
    accesstokenEndpoint: `${platformUrl}/token`,
    authConfig: { method: 'JWK_SET', key: `${platformUrl}/jwks` },
  });
  Provider.app.get('/api/hello', (_req, res) => void res.json({ hello: true }));
  return Provider.app.listen(0, '127.0.0.1');
});
