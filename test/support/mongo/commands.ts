import mongoose from 'mongoose';
import {
  assertUnique,
  type Collection,
  CommandError,
  emptyCollection,
  type Index,
  matches,
  seedOf,
  updated,
  valueAt,
} from './documents.ts';
import type { Doc } from './wire.ts';

const { Long, ObjectId } = mongoose.mongo;

export interface Databases {
  /** By "database.collection". */
  readonly collections: Map<string, Collection>;
  readonly cursors: Map<string, { readonly namespace: string; rest: Doc[] }>;
}

export const emptyDatabases = (): Databases => ({ collections: new Map(), cursors: new Map() });

type Handler = (databases: Databases, command: Doc) => Doc;

const ok = { ok: 1 };
const noCursor = Long.fromNumber(0);

const namespaceOf = (command: Doc, collection: unknown) => `${String(command.$db)}.${String(collection)}`;

const collectionIn = ({ collections }: Databases, namespace: string): Collection => {
  const found = collections.get(namespace) ?? emptyCollection();
  collections.set(namespace, found);
  return found;
};

/** One write of many: the others go on unless the list is ordered. */
const eachWrite = (list: readonly Doc[], ordered: unknown, write: (one: Doc, index: number) => void): Doc[] => {
  const errors: Doc[] = [];
  for (const [index, one] of list.entries()) {
    try {
      write(one, index);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.push({ index, code: error.code, errmsg: error.message, ...error.more });
      if (ordered !== false) break;
    }
  }
  return errors;
};

const withErrors = (answer: Doc, errors: readonly Doc[]): Doc =>
  errors.length === 0 ? { ...answer, ...ok } : { ...answer, writeErrors: errors, ...ok };

const insertInto = (collection: Collection, doc: Doc): Doc => {
  const made = '_id' in doc ? doc : { _id: new ObjectId(), ...doc };
  assertUnique(collection, made);
  collection.documents.push(made);
  return made;
};

const replaceIn = (collection: Collection, old: Doc, next: Doc): void => {
  assertUnique(collection, next, old);
  collection.documents[collection.documents.indexOf(old)] = next;
};

const sorted = (documents: readonly Doc[], sort: Doc | undefined): Doc[] =>
  [...documents].sort((a, b) => {
    for (const [path, direction] of Object.entries(sort ?? {})) {
      const [left, right] = [String(valueAt(a, path)), String(valueAt(b, path))];
      if (left !== right) return (left < right ? -1 : 1) * Number(direction);
    }
    return 0;
  });

const page = (databases: Databases, namespace: string, documents: Doc[], size: number, name: string): Doc => {
  const batch = documents.slice(0, size);
  const rest = documents.slice(size);
  const id = rest.length === 0 ? noCursor : Long.fromNumber(databases.cursors.size + 1);
  if (rest.length > 0) databases.cursors.set(id.toString(), { namespace, rest });
  return { cursor: { id, ns: namespace, [name]: batch }, ...ok };
};

const find: Handler = (databases, command) => {
  const namespace = namespaceOf(command, command.find);
  const found = collectionIn(databases, namespace).documents.filter((doc) =>
    matches(doc, (command.filter ?? {}) as Doc),
  );
  const skip = Number(command.skip ?? 0);
  const limit = Math.abs(Number(command.limit ?? 0)) || found.length;
  const chosen = sorted(found, command.sort as Doc | undefined).slice(skip, skip + limit);
  const size = command.singleBatch === true ? chosen.length : Number(command.batchSize ?? 101);
  return page(databases, namespace, chosen, size, 'firstBatch');
};

const getMore: Handler = (databases, command) => {
  const id = String(command.getMore);
  const cursor = databases.cursors.get(id);
  if (cursor === undefined) throw new CommandError(43, 'cursor not found');
  databases.cursors.delete(id);
  return page(databases, cursor.namespace, cursor.rest, Number(command.batchSize ?? 101), 'nextBatch');
};

const insert: Handler = (databases, command) => {
  const collection = collectionIn(databases, namespaceOf(command, command.insert));
  const documents = command.documents as Doc[];
  const errors = eachWrite(documents, command.ordered, (doc) => insertInto(collection, doc));
  return withErrors({ n: documents.length - errors.length }, errors);
};

const update: Handler = (databases, command) => {
  const collection = collectionIn(databases, namespaceOf(command, command.update));
  const upserted: Doc[] = [];
  let [n, nModified] = [0, 0];
  const errors = eachWrite(command.updates as Doc[], command.ordered, ({ q, u, upsert, multi }, index) => {
    const found = collection.documents.filter((doc) => matches(doc, q as Doc));
    for (const old of multi === true ? found : found.slice(0, 1)) {
      replaceIn(collection, old, updated(old, u as Doc, false));
      n += 1;
      nModified += 1;
    }
    if (found.length > 0 || upsert !== true) return;
    const made = insertInto(collection, updated(seedOf(q as Doc), u as Doc, true));
    upserted.push({ index, _id: made._id });
    n += 1;
  });
  return withErrors({ n, nModified, ...(upserted.length === 0 ? {} : { upserted }) }, errors);
};

const remove: Handler = (databases, command) => {
  const collection = collectionIn(databases, namespaceOf(command, command.delete));
  const before = collection.documents.length;
  for (const { q, limit } of command.deletes as Doc[]) {
    const found = collection.documents.filter((doc) => matches(doc, q as Doc));
    const gone = new Set(limit === 1 ? found.slice(0, 1) : found);
    collection.documents = collection.documents.filter((doc) => !gone.has(doc));
  }
  return { n: before - collection.documents.length, ...ok };
};

const findAndModify: Handler = (databases, command) => {
  const collection = collectionIn(databases, namespaceOf(command, command.findAndModify));
  const query = (command.query ?? {}) as Doc;
  const old = sorted(collection.documents, command.sort as Doc | undefined).find((doc) => matches(doc, query));
  const last = { updatedExisting: old !== undefined && command.remove !== true, n: old === undefined ? 0 : 1 };
  if (command.remove === true) {
    collection.documents = collection.documents.filter((doc) => doc !== old);
    return { value: old ?? null, lastErrorObject: last, ...ok };
  }
  if (old === undefined && command.upsert !== true) return { value: null, lastErrorObject: last, ...ok };
  const next = updated(old ?? seedOf(query), command.update as Doc, old === undefined);
  if (old === undefined) insertInto(collection, next);
  else replaceIn(collection, old, next);
  return { value: command.new === true ? next : (old ?? null), lastErrorObject: last, ...ok };
};

const createIndexes: Handler = (databases, command) => {
  const collection = collectionIn(databases, namespaceOf(command, command.createIndexes));
  for (const { name, key, unique, expireAfterSeconds } of command.indexes as Doc[]) {
    if (collection.indexes.some((index) => index.name === name)) continue;
    const seconds = expireAfterSeconds === undefined ? undefined : Number(expireAfterSeconds);
    const made = { name: String(name), key: key as Index['key'], unique: unique === true, expireAfterSeconds: seconds };
    const alone = { ...collection, indexes: [made] };
    for (const doc of collection.documents) assertUnique(alone, doc, doc);
    collection.indexes.push(made);
  }
  return ok;
};

const listIndexes: Handler = (databases, command) => {
  const namespace = namespaceOf(command, command.listIndexes);
  const found = databases.collections.get(namespace);
  if (found === undefined) throw new CommandError(26, 'ns does not exist');
  const indexes = found.indexes.map((index) => ({ v: 2, ...index, unique: index.unique || undefined }));
  return page(databases, namespace, indexes, indexes.length, 'firstBatch');
};

const listCollections: Handler = (databases, command) => {
  const prefix = `${String(command.$db)}.`;
  const names = [...databases.collections.keys()].filter((name) => name.startsWith(prefix));
  const documents = names.map((name) => ({ name: name.slice(prefix.length), type: 'collection' }));
  return page(databases, `${prefix}$cmd.listCollections`, documents, documents.length, 'firstBatch');
};

const dropDatabase: Handler = ({ collections }, command) => {
  for (const name of collections.keys()) if (name.startsWith(`${String(command.$db)}.`)) collections.delete(name);
  return ok;
};

/** A server of its own, not a member of a set; wire version 17 is MongoDB 6.0. */
const hello: Handler = () => ({
  helloOk: true,
  ismaster: true,
  isWritablePrimary: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  localTime: new Date(),
  logicalSessionTimeoutMinutes: 30,
  minWireVersion: 0,
  maxWireVersion: 17,
  ...ok,
});

const nothing: Handler = () => ok;

const refuseSignIn: Handler = () => {
  throw new CommandError(18, 'Authentication failed.');
};

const handlers: Readonly<Record<string, Handler>> = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping: nothing,
  endSessions: nothing,
  killCursors: nothing,
  saslStart: refuseSignIn,
  create: nothing,
  find,
  getMore,
  insert,
  update,
  delete: remove,
  findAndModify,
  createIndexes,
  listIndexes,
  listCollections,
  dropDatabase,
};

export const answerTo = (databases: Databases, command: Doc): Doc => {
  const name = Object.keys(command)[0] ?? '';
  try {
    const handler = handlers[name];
    if (handler === undefined) throw new CommandError(59, `no such command: '${name}'`);
    return handler(databases, command);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { ok: 0, code: error.code, errmsg: error.message, ...error.more };
  }
};
