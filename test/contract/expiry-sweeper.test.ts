import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';

const at = Date.parse('2026-03-02T09:00:00.000Z');
const second = 1000;
const expiresAt = at / second + 600;

describe('expired items of the embedded DynamoDB API', () => {
  let folder: string;
  let time: number;
  let database: EmbeddedDynamoDb;
  const start = async () => {
    database = await startEmbeddedDynamoDb(folder, () => time);
  };
  beforeEach(async () => {
    time = at;
    folder = await mkdtemp(join(tmpdir(), 'muster-expiry-'));
    await start();
  });
  afterEach(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  it('are deleted once their end has come, and nothing else is', async () => {
    const { table, removeExpired } = database;
    await table.put({ pk: 'login', sk: 'a', expiresAt });
    await table.putAll([
      { pk: 'login', sk: 'b', expiresAt },
      { pk: 'login', sk: 'later', expiresAt: expiresAt + 1 },
      { pk: 'login', sk: 'kept' },
    ]);
    time = at + 600 * second - 1;
    expect(await removeExpired()).toBe(0);
    time += 1;
    expect(await removeExpired()).toBe(2);
    expect((await table.query('login')).map(({ sk }) => sk)).toEqual(['kept', 'later']);
    expect(await removeExpired()).toBe(0);
  });

  it('are deleted after a restart too, beyond the first page of the table', async () => {
    const items = Array.from({ length: 60 }, (_, n) => ({
      pk: `login#${n}`,
      sk: 'a',
      expiresAt: expiresAt + (n % 2),
      filling: 'x'.repeat(30_000),
    }));
    await database.table.putAll(items);
    await database.close();
    await start();
    time = at + 600 * second;
    expect(await database.removeExpired()).toBe(30);
    expect((await database.table.batchGet(items)).map((item) => item.expiresAt)).toEqual(Array(30).fill(expiresAt + 1));
    time += second;
    expect(await database.removeExpired()).toBe(30);
    expect(await database.table.batchGet(items)).toEqual([]);
  });

  it('stay when they were given a later end, or none, before the sweep', async () => {
    const { table, removeExpired } = database;
    await table.put({ pk: 'login', sk: 'renewed', expiresAt });
    await table.put({ pk: 'login', sk: 'endless', expiresAt });
    await table.put({ pk: 'login', sk: 'renewed', expiresAt: expiresAt + 60 });
    await table.put({ pk: 'login', sk: 'endless' });
    time = at + 600 * second;
    expect(await removeExpired()).toBe(0);
    expect((await table.query('login')).map(({ sk }) => sk)).toEqual(['endless', 'renewed']);
    time += 60 * second;
    expect(await removeExpired()).toBe(1);
  });

  it('are not remembered from a write that was refused', async () => {
    const { table, removeExpired } = database;
    await table.put({ pk: 'login', sk: 'a', expiresAt: expiresAt + 60 });
    await expect(table.put({ pk: 'login', sk: 'a', expiresAt }, { kind: 'absent' })).rejects.toThrow();
    time = at + 660 * second;
    expect(await removeExpired()).toBe(1);
  });
});
