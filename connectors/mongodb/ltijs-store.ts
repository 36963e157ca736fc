import type { LtijsDatabase } from 'ltijs';
import mongoose, { type Connection, type FilterQuery, type Model } from 'mongoose';
import { keptCollections, type LtijsItem, type LtijsItems, ltijsDatabase } from '../ltijs-database.ts';
import { mapped } from './mapped.ts';

interface Stored {
  /** The item's id: MongoDB's own unique index on it makes "absent" one write. */
  readonly _id: string;
  readonly fields: LtijsItem['fields'];
  /** JSON, so that nothing in it is taken for an operator or a path. */
  readonly data: string;
  readonly createdAt: Date;
  readonly expiresAt?: Date;
}

const duplicateKey = 11000;

/** A name that the schema does not know is an error, never left out of a query: that would match everything. */
const schema = new mongoose.Schema<Stored>(
  {
    _id: String,
    fields: { platformUrl: String, clientId: String, kid: String, id: String, scopes: String, nonce: String },
    data: { type: String, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: Date,
  },
  { versionKey: false, id: false, autoIndex: false, autoCreate: false, strict: 'throw', strictQuery: 'throw' },
);
schema.index({ 'fields.platformUrl': 1 });
schema.index({ 'fields.kid': 1 });
// MongoDB's own sweep comes about once a minute; whoever reads filters by the exact time as well.
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const toStored = ({ id, fields, data, createdAt, expiresAt }: LtijsItem): Stored => ({
  _id: id,
  fields,
  data: JSON.stringify(data),
  createdAt: new Date(createdAt),
  ...(expiresAt === null ? {} : { expiresAt: new Date(expiresAt) }),
});

const toItem = ({ _id, fields, data, createdAt, expiresAt }: Stored): LtijsItem => ({
  id: _id,
  fields: { ...fields },
  data: JSON.parse(data) as object | string,
  createdAt: createdAt.getTime(),
  expiresAt: expiresAt?.getTime() ?? null,
});

const isDuplicate = (error: unknown) => (error as { code?: unknown } | null)?.code === duplicateKey;

const putOne = async (model: Model<Stored>, item: LtijsItem, when: 'always' | 'absent' | 'present') => {
  const stored = toStored(item);
  if (when === 'absent') {
    await model.create([stored]);
    return true;
  }
  const { matchedCount, upsertedCount } = await model.replaceOne({ _id: item.id }, stored, {
    upsert: when === 'always',
  });
  return matchedCount + upsertedCount > 0;
};

/** Collections of our own names: ltijs' MongoDB store may stand in the same database. */
const itemsOn = (models: ReadonlyMap<string, Model<Stored>>): LtijsItems => {
  const modelOf = (collection: string): Model<Stored> => {
    const model = models.get(collection);
    if (model === undefined) throw new Error('COLLECTION_UNKNOWN');
    return model;
  };
  return {
    get: (collection, id) =>
      mapped('get', async () => {
        const found = await modelOf(collection).findById(id).lean<Stored>();
        return found === null ? null : toItem(found);
      }),
    list: (collection, fields) =>
      mapped('list', async () => {
        const asked = Object.entries(fields).map(([name, value]) => [`fields.${name}`, { $eq: value }] as const);
        const query = Object.fromEntries(asked) as FilterQuery<Stored>;
        return (await modelOf(collection).find(query).sort({ _id: 1 }).lean<Stored[]>()).map(toItem);
      }),
    put: (collection, item, when) =>
      mapped('put', async () => {
        const model = modelOf(collection);
        try {
          return await putOne(model, item, when);
        } catch (error) {
          if (!isDuplicate(error)) throw error;
          // Two upserts at once: the one that came second replaces what the first one made.
          return when === 'always' ? putOne(model, item, 'present') : false;
        }
      }),
    remove: (collection, id) =>
      mapped('remove', async () => {
        await modelOf(collection).deleteOne({ _id: id });
      }),
  };
};

/** ltijs' store contract on MongoDB, with its indexes made. @throws MusterError UNAVAILABLE, DENIED */
export const mongoLtijsStore = async (connection: Connection, now: () => number = Date.now): Promise<LtijsDatabase> => {
  const models = new Map<string, Model<Stored>>();
  for (const name of keptCollections) {
    const model = connection.model<Stored>(`lti-${name}`, schema, `muster_lti_${name}`);
    await mapped('indexes', () => model.createIndexes());
    models.set(name, model);
  }
  return ltijsDatabase(itemsOn(models), now);
};
