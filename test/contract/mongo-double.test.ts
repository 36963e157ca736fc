import type { Connection } from 'mongoose';
import { connectMongo } from '../../connectors/mongodb/connection.ts';
import { type MongoDouble, startMongoDouble } from '../support/mongo/server.ts';

interface Thing {
  readonly _id: string;
  readonly n?: number;
  readonly group?: string;
}

/** What the tests of the MongoDB store rest on: the double answers the real driver as a server would. */
describe('the MongoDB double', () => {
  let double: MongoDouble;
  let connection: Connection;
  const things = () => connection.db.collection<Thing>('things');
  beforeEach(async () => {
    double = await startMongoDouble();
    connection = await connectMongo(double.uri('test'));
  });
  afterEach(async () => {
    await connection.close(true);
    await double.stop();
  });

  it('finds by comparison, sorted, skipped and limited', async () => {
    await things().insertMany([1, 2, 3, 4, 5].map((n) => ({ _id: `t${n}`, n, group: n % 2 === 0 ? 'even' : 'odd' })));
    const found = await things()
      .find({ n: { $gt: 1, $lte: 5 }, $or: [{ group: { $in: ['odd'] } }, { n: 4 }] })
      .sort({ n: -1 })
      .skip(1)
      .limit(1)
      .toArray();
    expect(found).toEqual([{ _id: 't4', n: 4, group: 'even' }]);
    expect(
      await things()
        .find({ missing: { $exists: false } })
        .toArray(),
    ).toHaveLength(5);
  });

  it('refuses a second document with the values of a unique index, and inserts the rest of an unordered list', async () => {
    await things().createIndex({ group: 1 }, { unique: true });
    await things().insertOne({ _id: 'a', group: 'one' });
    await expect(things().insertOne({ _id: 'b', group: 'one' })).rejects.toMatchObject({ code: 11000 });
    const list = [
      { _id: 'a', group: 'two' },
      { _id: 'c', group: 'three' },
    ];
    await expect(things().insertMany(list, { ordered: false })).rejects.toMatchObject({ code: 11000 });
    expect((await things().find().toArray()).map(({ _id }) => _id)).toEqual(['a', 'c']);
  });

  it('updates, replaces and upserts', async () => {
    await things().updateOne({ _id: 'a' }, { $setOnInsert: { group: 'new' }, $inc: { n: 2 } }, { upsert: true });
    await things().updateOne({ _id: 'a' }, { $setOnInsert: { group: 'newer' }, $inc: { n: 3 } }, { upsert: true });
    expect(await things().findOne({ _id: 'a' })).toEqual({ _id: 'a', group: 'new', n: 5 });
    await things().updateMany({}, { $unset: { group: '' }, $set: { n: 6 } });
    expect(await things().findOne({ _id: 'a' })).toEqual({ _id: 'a', n: 6 });
    expect(await things().replaceOne({ _id: 'b' }, { n: 1 })).toMatchObject({ matchedCount: 0, upsertedCount: 0 });
    await things().replaceOne({ _id: 'a' }, { group: 'whole' });
    expect(await things().findOne({ _id: 'a' })).toEqual({ _id: 'a', group: 'whole' });
  });

  it('finds and modifies in one step', async () => {
    await things().insertOne({ _id: 'a', n: 1 });
    const after = await things().findOneAndUpdate({ _id: 'a' }, { $inc: { n: 1 } }, { returnDocument: 'after' });
    expect(after.value).toEqual({ _id: 'a', n: 2 });
    const takes = await Promise.all(Array.from({ length: 5 }, () => things().findOneAndDelete({ _id: 'a' })));
    expect(takes.filter(({ value }) => value !== null)).toHaveLength(1);
  });

  it('refuses commands and operators that it does not know, instead of guessing', async () => {
    await things().insertOne({ _id: 'a' });
    await expect(
      things()
        .find({ _id: { $regex: 'a' } })
        .toArray(),
    ).rejects.toMatchObject({ code: 2 });
    await expect(things().updateOne({ _id: 'a' }, { $mul: { n: 2 } })).rejects.toMatchObject({ code: 2 });
    await expect(
      things()
        .aggregate([{ $match: {} }])
        .toArray(),
    ).rejects.toMatchObject({ code: 59 });
  });
});
