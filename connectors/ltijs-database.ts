import { createHash } from 'node:crypto';
import type { LtijsDatabase } from 'ltijs';
import { seal, unseal } from './aes-gcm.ts';

/** What a store keeps of one thing of ltijs'. */
export interface LtijsItem {
  /** Hash of what makes it the one it is, within its collection. */
  readonly id: string;
  /** What it is asked for by; strings alone. */
  readonly fields: Readonly<Record<string, string>>;
  /** A string when it is encrypted. */
  readonly data: object | string;
  /** Milliseconds since 1970, both. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

export type PutWhen = 'always' | 'absent' | 'present';

/** The little that a store must do to carry ltijs' contract: dynamodb/ltijs-plugin.ts, mongodb/ltijs-store.ts. */
export interface LtijsItems {
  get(collection: string, id: string): Promise<LtijsItem | null>;
  /** Those with all of these fields; every one for none. Nonces are never listed. */
  list(collection: string, fields: Readonly<Record<string, string>>): Promise<readonly LtijsItem[]>;
  /** In place of the whole old one. Answers whether it was written: `absent` and `present` are decided in the one write. */
  put(collection: string, item: LtijsItem, when: PutWhen): Promise<boolean>;
  remove(collection: string, id: string): Promise<void>;
}

interface Collection {
  readonly identity: readonly string[];
  /** Besides its identity. */
  readonly asked?: readonly string[];
  readonly secret?: true;
  readonly secondsToLive?: number;
}

const platform = ['platformUrl', 'clientId'];

/** A nonce lives longer than any token can (LTI security framework: minutes), so that no replay outlives it. */
const collections: Readonly<Record<string, Collection>> = {
  platform: { identity: platform, asked: ['kid'] },
  platformStatus: { identity: ['id'] },
  publickey: { identity: platform, asked: ['kid'], secret: true },
  privatekey: { identity: platform, asked: ['kid'], secret: true },
  accesstoken: { identity: [...platform, 'scopes'], secret: true, secondsToLive: 3600 },
  nonce: { identity: ['nonce'], secondsToLive: 7200 },
};
const notKept = new Set(['state', 'idtoken', 'contexttoken']);

export const keptCollections: readonly string[] = Object.keys(collections);

type Fields = Readonly<Record<string, unknown>>;

const collectionOf = (name: string): Collection => {
  const collection = Object.hasOwn(collections, name) ? collections[name] : undefined;
  if (collection === undefined) throw new Error('COLLECTION_UNKNOWN');
  return collection;
};

const fieldsOf = ({ identity, asked = [] }: Collection, item: Fields): Readonly<Record<string, string>> => {
  const named = [...identity, ...asked].map((name) => [name, item[name]] as const);
  const present = named.filter(([, value]) => value !== undefined);
  if (present.some(([, value]) => typeof value !== 'string')) throw new Error('FIELD_INVALID');
  return Object.fromEntries(present) as Record<string, string>;
};

/** Null when the query asks for what nothing can have. */
const queryOf = ({ identity, asked = [] }: Collection, query: Fields): Readonly<Record<string, string>> | null => {
  for (const [name, value] of Object.entries(query)) {
    if (!identity.includes(name) && !asked.includes(name)) throw new Error('QUERY_FIELD_UNKNOWN');
    if (value === undefined) return null;
    if (typeof value !== 'string') throw new Error('QUERY_VALUE_INVALID');
  }
  return query as Record<string, string>;
};

const idOf = ({ identity }: Collection, fields: Readonly<Record<string, string>>): string | null => {
  const values = identity.map((name) => fields[name]);
  if (values.includes(undefined)) return null;
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url');
};

const matches = (item: LtijsItem, query: Readonly<Record<string, string>>) =>
  Object.entries(query).every(([name, value]) => item.fields[name] === value);

/**
 * ltijs' store contract (seven methods) over a store. Differences from its own MongoDB store, each on purpose: nonces
 * are inserted conditionally, so of parallel replays exactly one is taken; secrets are AES-256-GCM, not CBC; query
 * values must be strings, so no operator gets in; and `state`, `idtoken` and `contexttoken` are not kept at all: the
 * guard has its own single-use state, and app sessions are ours. A `state` call never rejects (ltijs would end the process).
 */
export const ltijsDatabase = (items: LtijsItems, now: () => number = Date.now): LtijsDatabase => {
  const keyOf = (key: string) => createHash('sha256').update(key).digest();
  const contextOf = (name: string, id: string) => `${name}/${id}`;

  const open = (key: string | false, name: string, { id, data }: LtijsItem): object => {
    if (typeof data !== 'string') return data;
    if (key === false) throw new Error('ENCRYPTION_KEY_MISSING');
    return JSON.parse(unseal(keyOf(key), data, contextOf(name, id))) as object;
  };

  /** Asked without the key whether a secret is there, it says what it is asked for by, and nothing more. */
  const read = (key: string | false, name: string, item: LtijsItem): object =>
    key === false && typeof item.data === 'string' ? item.fields : open(key, name, item);

  const find = async (name: string, asked: Fields): Promise<readonly LtijsItem[]> => {
    const collection = collectionOf(name);
    const query = queryOf(collection, asked);
    if (query === null) return [];
    const id = idOf(collection, query);
    const found = id === null ? await items.list(name, query) : [await items.get(name, id)];
    return found.filter(
      (item): item is LtijsItem =>
        item !== null && matches(item, query) && (item.expiresAt === null || item.expiresAt > now()),
    );
  };

  const itemOf = (key: string | false, name: string, source: Fields, data: object, createdAt = now()): LtijsItem => {
    const collection = collectionOf(name);
    const fields = fieldsOf(collection, source);
    const id = idOf(collection, fields);
    if (id === null) throw new Error('ITEM_WITHOUT_IDENTITY');
    if (collection.secret === true && key === false) throw new Error('ENCRYPTION_KEY_MISSING');
    const { secondsToLive } = collection;
    return {
      id,
      fields,
      data: key === false ? data : seal(keyOf(key), JSON.stringify(data), contextOf(name, id)),
      createdAt,
      expiresAt: secondsToLive === undefined ? null : createdAt + secondsToLive * 1000,
    };
  };

  return {
    setup: async () => true,
    Close: async () => true,
    async Get(key, name, query = {}) {
      if (notKept.has(name)) return false;
      const found = await find(name, query as Fields);
      if (found.length === 0) return false;
      return found.map((item) => ({ ...read(key, name, item), createdAt: item.createdAt }));
    },
    async Insert(key, name, item, index = {}) {
      if (notKept.has(name)) return true;
      const made = itemOf(key, name, { ...item, ...index }, item);
      if (!(await items.put(name, made, 'absent'))) throw new Error('ALREADY_STORED');
      return true;
    },
    async Replace(key, name, query, item, index = {}) {
      if (notKept.has(name)) return true;
      await items.put(name, itemOf(key, name, { ...item, ...query, ...index }, item), 'always');
      return true;
    },
    async Modify(key, name, query, modification) {
      if (notKept.has(name)) return true;
      for (const old of await find(name, query as Fields)) {
        const data = { ...open(key, name, old), ...modification };
        const next = itemOf(key, name, { ...old.fields, ...modification }, data, old.createdAt);
        // A moved one is written before the old one goes: a crash between leaves it twice, never nowhere.
        await items.put(name, next, next.id === old.id ? 'present' : 'always');
        if (next.id !== old.id) await items.remove(name, old.id);
      }
      return true;
    },
    async Delete(name, query) {
      if (notKept.has(name)) return true;
      for (const { id } of await find(name, query as Fields)) await items.remove(name, id);
      return true;
    },
  };
};
