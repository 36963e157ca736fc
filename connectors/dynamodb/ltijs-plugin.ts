import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { LtijsDatabase } from 'ltijs';
import { ConditionFailed, type Item, type Table } from '../table.ts';

/**
 * ltijs' store contract (seven methods) on the one table. Differences from its own MongoDB store, each on purpose:
 * nonces are inserted conditionally, so of parallel replays exactly one is taken; secrets are AES-256-GCM, not CBC; query
 * values must be strings, so no operator gets in; and `state`, `idtoken` and `contexttoken` are not kept at all: the
 * guard has its own single-use state, and app sessions are ours. A `state` call never rejects (ltijs would end the process).
 */
const notKept = new Set(['state', 'idtoken', 'contexttoken']);
const secret = new Set(['publickey', 'privatekey', 'accesstoken']);

/** What makes an item of a collection the one it is. */
const identity: Readonly<Record<string, readonly string[]>> = {
  platform: ['platformUrl', 'clientId'],
  platformStatus: ['id'],
  publickey: ['platformUrl', 'clientId'],
  privatekey: ['platformUrl', 'clientId'],
  accesstoken: ['platformUrl', 'clientId', 'scopes'],
  nonce: ['nonce'],
};

/** Longer than any token can live (LTI security framework: minutes), so that no replay outlives its nonce. */
const secondsToLive: Readonly<Record<string, number>> = { accesstoken: 3600, nonce: 7200 };

type Fields = Readonly<Record<string, unknown>>;

const keyFor = (text: string) => createHash('sha256').update(text).digest();

const encrypt = (key: string, data: unknown): string => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(key), iv);
  const body = Buffer.concat([cipher.update(JSON.stringify(data), 'utf8'), cipher.final()]);
  return [iv, cipher.getAuthTag(), body].map((part) => part.toString('base64url')).join('.');
};

const decrypt = (key: string, text: string): object => {
  const [iv, tag, body] = text.split('.').map((part) => Buffer.from(part, 'base64url'));
  if (iv === undefined || tag === undefined || body === undefined) throw new Error('CIPHERTEXT_INVALID');
  const decipher = createDecipheriv('aes-256-gcm', keyFor(key), iv);
  decipher.setAuthTag(tag);
  return JSON.parse(Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')) as object;
};

const assertStrings = (query: Fields): void => {
  for (const value of Object.values(query)) {
    if (value !== undefined && typeof value !== 'string') throw new Error('QUERY_VALUE_INVALID');
  }
};

const matches = (fields: Fields, query: Fields) =>
  Object.entries(query).every(([name, value]) => fields[name] === value);

export const ltijsPlugin = (table: Table, now: () => number = Date.now): LtijsDatabase => {
  const partition = (collection: string) => `LTI#${collection}`;
  const sortKey = (collection: string, fields: Fields): string | null => {
    const names = identity[collection];
    if (names === undefined) throw new Error('COLLECTION_UNKNOWN');
    const values = names.map((name) => fields[name]);
    if (values.some((value) => typeof value !== 'string')) return null;
    return createHash('sha256').update(JSON.stringify(values)).digest('base64url');
  };
  // Nonces come by the thousand and are never listed: each is its own partition.
  const place = (collection: string, sk: string) =>
    collection === 'nonce' ? { pk: `LTI#nonce#${sk}`, sk: 'NONCE' } : { pk: partition(collection), sk };

  const alive = (item: Item) => item.expiresAt === undefined || item.expiresAt * 1000 > now();

  const find = async (collection: string, query: Fields): Promise<Item[]> => {
    assertStrings(query);
    const sk = sortKey(collection, query);
    if (sk !== null) {
      const { pk, sk: at } = place(collection, sk);
      const item = await table.get(pk, at);
      return item !== null && alive(item) && matches(item.fields as Fields, query) ? [item] : [];
    }
    const all = await table.query(partition(collection));
    return all.filter((item) => alive(item) && matches(item.fields as Fields, query));
  };

  const itemOf = (key: string | false, collection: string, fields: Fields, data: object): Item => {
    const sk = sortKey(collection, fields);
    if (sk === null) throw new Error('ITEM_WITHOUT_IDENTITY');
    const life = secondsToLive[collection];
    return {
      ...place(collection, sk),
      schema: 1,
      fields,
      data: key !== false && secret.has(collection) ? encrypt(key, data) : data,
      createdAt: now(),
      ...(life === undefined ? {} : { expiresAt: Math.ceil(now() / 1000) + life }),
    };
  };

  return {
    async setup() {
      return true;
    },
    async Close() {
      return true;
    },
    async Get(key, collection, query = {}) {
      if (notKept.has(collection)) return false;
      const items = await find(collection, query as Fields);
      if (items.length === 0) return false;
      return items.map((item) => {
        const data = typeof item.data === 'string' && key !== false ? decrypt(key, item.data) : (item.data as object);
        return { ...data, createdAt: item.createdAt };
      });
    },
    async Insert(key, collection, item, index = {}) {
      if (notKept.has(collection)) return true;
      assertStrings(index as Fields);
      const fields = { ...(item as Fields), ...(index as Fields) };
      try {
        await table.put(itemOf(key, collection, fields, item), { kind: 'absent' });
      } catch (error) {
        if (error instanceof ConditionFailed) throw new Error('ALREADY_STORED', { cause: error });
        throw error;
      }
      return true;
    },
    async Replace(key, collection, query, item, index = {}) {
      if (notKept.has(collection)) return true;
      assertStrings(query as Fields);
      const fields = { ...(key === false ? (item as Fields) : {}), ...(query as Fields), ...(index as Fields) };
      await table.put(itemOf(key, collection, fields, item));
      return true;
    },
    async Modify(key, collection, query, modification) {
      if (notKept.has(collection)) return true;
      for (const old of await find(collection, query as Fields)) {
        const data = typeof old.data === 'string' && key !== false ? decrypt(key, old.data) : (old.data as object);
        const fields = { ...(old.fields as Fields), ...(modification as Fields) };
        const next = itemOf(key, collection, fields, { ...data, ...modification });
        await table.put(next);
        if (next.sk !== old.sk) await table.remove(old.pk, old.sk);
      }
      return true;
    },
    async Delete(collection, query) {
      if (notKept.has(collection) || Object.values(query).some((value) => value === undefined)) return true;
      for (const item of await find(collection, query as Fields)) await table.remove(item.pk, item.sk);
      return true;
    },
  };
};
