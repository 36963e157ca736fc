import type { Connection } from 'mongoose';
import { connectMongo } from '../../connectors/mongodb/connection.ts';
import { mongoLtijsStore } from '../../connectors/mongodb/ltijs-store.ts';
import { isMusterError } from '../../core/errors.ts';
import { openLtijsStore } from '../../lti-server/compose-ltijs-store.ts';
import { ConfigError } from '../../lti-server/config.ts';
import { type MongoDouble, startMongoDouble } from '../support/mongo/server.ts';

const platformOf = (n: number) => ({ platformUrl: 'https://canvas.test', clientId: `client-${n}`, kid: `kid-${n}` });
const codeOf = (call: Promise<unknown>) =>
  call.then(() => 'none').catch((error: unknown) => (isMusterError(error) ? error.code : String(error)));

describe('the MongoDB store', () => {
  let double: MongoDouble;
  let connection: Connection;
  const now = Date.parse('2026-03-02T09:00:00.000Z');
  beforeEach(async () => {
    double = await startMongoDouble();
    connection = await connectMongo(double.uri('muster'));
  });
  afterEach(async () => {
    await connection.close(true);
    await double.stop();
  });
  const documents = async (collection: string) => connection.db.collection(`muster_lti_${collection}`).find().toArray();

  it('lets the server take nonces and access tokens away when their time is over, and nothing else', async () => {
    const database = await mongoLtijsStore(connection, () => now);
    await database.Insert(false, 'nonce', { nonce: 'n' });
    await database.Replace(false, 'platform', { platformUrl: 'u', clientId: 'c' }, { platformUrl: 'u', clientId: 'c' });
    double.sweep(new Date(now + 7_199_000));
    expect(await documents('nonce')).toHaveLength(1);
    double.sweep(new Date(now + 7_201_000));
    expect(await documents('nonce')).toEqual([]);
    expect(await documents('platform')).toHaveLength(1);
  });

  it('opens again on a database where its indexes stand already', async () => {
    await mongoLtijsStore(connection, () => now);
    const second = await connectMongo(double.uri('muster'));
    await mongoLtijsStore(second, () => now);
    const indexes = await second.db.collection('muster_lti_platform').indexes();
    expect(indexes.map(({ key }) => Object.keys(key)[0])).toEqual([
      '_id',
      'fields.platformUrl',
      'fields.kid',
      'expiresAt',
    ]);
    await second.close(true);
  });

  it('reads on where a batch of a hundred and one ends', async () => {
    const database = await mongoLtijsStore(connection, () => now);
    for (let n = 0; n < 150; n += 1) {
      const { platformUrl, clientId, kid } = platformOf(n);
      await database.Replace(false, 'platform', { platformUrl, clientId }, { platformUrl, clientId, kid });
    }
    expect(await database.Get(false, 'platform', { platformUrl: 'https://canvas.test' })).toHaveLength(150);
  });

  it('says "later" while the server is away, and goes on by itself when it is back', async () => {
    const database = await mongoLtijsStore(connection, () => now);
    await database.Insert(false, 'nonce', { nonce: 'before' });
    await double.stop();
    expect(await codeOf(database.Get(false, 'nonce', { nonce: 'before' }))).toBe('UNAVAILABLE');
    expect(await codeOf(database.Insert(false, 'nonce', { nonce: 'meanwhile' }))).toBe('UNAVAILABLE');
    await double.resume();
    expect(await database.Get(false, 'nonce', { nonce: 'before' })).toHaveLength(1);
    await database.Insert(false, 'nonce', { nonce: 'after' });
  });

  it('says "later" of an address where nobody answers, and "denied" of a name that is refused', async () => {
    expect(await codeOf(connectMongo('mongodb://127.0.0.1:1/muster'))).toBe('UNAVAILABLE');
    const signingIn = double.uri('muster').replace('//', '//somebody:pass-word@');
    expect(await codeOf(connectMongo(signingIn))).toBe('DENIED');
  });

  it.each([
    ['mongodb://somebody:pass-word@127.0.0.1:1/muster', 'no MongoDB server answers there'],
    ['mongodb://somebody:pass-word@127.0.0.1:99999/muster', 'no MongoDB server answers there'],
    ['SERVER', 'refuses this name and password'],
  ])('stops a start in words, and says nothing of the address: %s', async (address, words) => {
    const uri = address.replace('SERVER', double.uri('muster').replace('//', '//somebody:pass-word@'));
    const error = await openLtijsStore({ kind: 'mongodb', uri }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigError);
    const { message } = error as ConfigError;
    expect(message).toContain('LTI_STORE');
    expect(message).toContain(words);
    expect(message).not.toMatch(/pass-word|somebody|127/);
  });

  it('keeps address, name and password out of what it throws', async () => {
    const error = await connectMongo('mongodb://somebody:pass-word@127.0.0.1:1/muster').catch((caught) => caught);
    const { message, details } = error as { message: string; details: unknown };
    expect(JSON.stringify({ message, details })).toBe(
      '{"message":"UNAVAILABLE","details":{"port":"ltijs-store","operation":"connect"}}',
    );
  });
});
