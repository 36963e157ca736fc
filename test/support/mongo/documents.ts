import { isDeepStrictEqual } from 'node:util';
import type { Doc } from './wire.ts';

/** What a server answers to what it cannot do: github.com/mongodb/mongo, src/mongo/base/error_codes.yml. */
export class CommandError extends Error {
  readonly code: number;
  readonly more: Doc;
  constructor(code: number, message: string, more: Doc = {}) {
    super(message);
    this.code = code;
    this.more = more;
  }
}

const badValue = (what: string) => new CommandError(2, `not supported: ${what}`);

export interface Index {
  readonly name: string;
  readonly key: Readonly<Record<string, number>>;
  readonly unique: boolean;
  readonly expireAfterSeconds: number | undefined;
}

export interface Collection {
  documents: Doc[];
  indexes: Index[];
}

export const emptyCollection = (): Collection => ({
  documents: [],
  indexes: [{ name: '_id_', key: { _id: 1 }, unique: true, expireAfterSeconds: undefined }],
});

export const valueAt = (doc: Doc, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Doc | null | undefined)?.[name], doc);

const plain = (value: unknown) => (value instanceof Date ? value.getTime() : value);
const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** A missing field equals null, as on a server. */
const equal = (a: unknown, b: unknown) => isDeepStrictEqual(plain(a) ?? null, plain(b) ?? null);

const compare = (a: unknown, b: unknown): number | null => {
  const [left, right] = [plain(a), plain(b)];
  if (typeof left !== typeof right || (typeof left !== 'number' && typeof left !== 'string')) return null;
  return left < (right as typeof left) ? -1 : left > (right as typeof left) ? 1 : 0;
};

const operators: Readonly<Record<string, (value: unknown, operand: unknown) => boolean>> = {
  $eq: equal,
  $ne: (value, operand) => !equal(value, operand),
  $gt: (value, operand) => (compare(value, operand) ?? -1) > 0,
  $gte: (value, operand) => (compare(value, operand) ?? -1) >= 0,
  $lt: (value, operand) => (compare(value, operand) ?? 1) < 0,
  $lte: (value, operand) => (compare(value, operand) ?? 1) <= 0,
  $in: (value, operand) => (operand as unknown[]).some((one) => equal(value, one)),
  $nin: (value, operand) => !(operand as unknown[]).some((one) => equal(value, one)),
  $exists: (value, operand) => (value !== undefined) === Boolean(operand),
};

const meets = (value: unknown, condition: unknown): boolean => {
  if (!isDoc(condition) || !Object.keys(condition).some((name) => name.startsWith('$'))) return equal(value, condition);
  return Object.entries(condition).every(([name, operand]) => {
    const operator = operators[name];
    if (operator === undefined) throw badValue(name);
    return operator(value, operand);
  });
};

export const matches = (doc: Doc, filter: Doc): boolean =>
  Object.entries(filter).every(([name, condition]) => {
    if (name === '$and') return (condition as Doc[]).every((one) => matches(doc, one));
    if (name === '$or') return (condition as Doc[]).some((one) => matches(doc, one));
    if (name.startsWith('$')) throw badValue(name);
    return meets(valueAt(doc, name), condition);
  });

const setAt = (doc: Doc, path: string, value: unknown): void => {
  const names = path.split('.');
  const last = names.pop() ?? path;
  const inner = names.reduce<Doc>((at, name) => {
    at[name] ??= {};
    return at[name] as Doc;
  }, doc);
  if (value === undefined) delete inner[last];
  else inner[last] = value;
};

/** The document after an update or a replacement; `doc` itself is left as it is. */
export const updated = (doc: Doc, update: Doc, inserting: boolean): Doc => {
  const names = Object.keys(update);
  if (!names.some((name) => name.startsWith('$'))) return { ...('_id' in doc ? { _id: doc._id } : {}), ...update };
  const next = structuredClone(doc);
  for (const [operator, changes] of Object.entries(update)) {
    for (const [path, value] of Object.entries(changes as Doc)) {
      if (operator === '$set' || (operator === '$setOnInsert' && inserting)) setAt(next, path, value);
      else if (operator === '$unset') setAt(next, path, undefined);
      else if (operator === '$inc') setAt(next, path, Number(valueAt(next, path) ?? 0) + Number(value));
      else if (operator !== '$setOnInsert') throw badValue(operator);
    }
  }
  return next;
};

/** What an upsert begins with: the equalities of its filter. */
export const seedOf = (filter: Doc): Doc => {
  const seed: Doc = {};
  for (const [path, condition] of Object.entries(filter)) {
    if (path.startsWith('$')) continue;
    if (!isDoc(condition)) setAt(seed, path, condition);
    else if ('$eq' in condition) setAt(seed, path, condition.$eq);
  }
  return seed;
};

/** @throws CommandError 11000 when another document has the same values in a unique index */
export const assertUnique = ({ documents, indexes }: Collection, doc: Doc, besides?: Doc): void => {
  for (const { name, key, unique } of indexes) {
    if (!unique) continue;
    const paths = Object.keys(key);
    const twin = documents.some(
      (other) => other !== besides && paths.every((path) => equal(valueAt(other, path), valueAt(doc, path))),
    );
    if (!twin) continue;
    const keyValue = Object.fromEntries(paths.map((path) => [path, valueAt(doc, path)]));
    throw new CommandError(11000, `E11000 duplicate key error index: ${name}`, { keyPattern: key, keyValue });
  }
};

/** What the TTL monitor of a server does once a minute. */
export const sweep = (collection: Collection, now: Date): void => {
  for (const { key, expireAfterSeconds } of collection.indexes) {
    const path = Object.keys(key)[0];
    if (expireAfterSeconds === undefined || path === undefined) continue;
    collection.documents = collection.documents.filter((doc) => {
      const value = valueAt(doc, path);
      return !(value instanceof Date) || value.getTime() + expireAfterSeconds * 1000 > now.getTime();
    });
  }
};
