import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { memoryCache } from '../../connectors/memory/cache.ts';
import { type RedisCache, redisCache } from '../../connectors/redis/cache.ts';
import { sealedCache } from '../../connectors/sealed-cache.ts';
import type { Cache } from '../../core/ports/cache.ts';
import { eventually } from '../support/practice.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';

const secrets = { current: 'a secret of more than thirty-two characters', previous: [] };

let server: RedisServer;
const opened: RedisCache[] = [];
const troubles: unknown[] = [];
const onRedis = (url = server.url): RedisCache => {
  const cache = redisCache(url, (error) => troubles.push(error));
  opened.push(cache);
  return cache;
};
beforeAll(async () => {
  server = await startRedis();
}, 180_000);
afterEach(() => {
  for (const cache of opened.splice(0)) cache.close();
  troubles.length = 0;
});
afterAll(() => server?.close());

const adapters: readonly [string, () => Cache][] = [
  ['memory', () => memoryCache()],
  ['Redis', () => onRedis()],
  ['memory, sealed', () => sealedCache(memoryCache(), secrets)],
  ['Redis, sealed', () => sealedCache(onRedis(), secrets)],
];

describe.each(adapters)('a cache in %s', (name, open) => {
  let cache: Cache;
  beforeEach(() => {
    cache = open();
  });
  const key = (of: string) => `${name} ${of}`;

  it('gives what was put, and null for what it does not know', async () => {
    await cache.put(key('a'), 'one', 60);
    expect(await cache.get(key('a'))).toBe('one');
    expect(await cache.get(key('b'))).toBeNull();
  });

  it('keeps the newer value, any text, and a long one', async () => {
    const long = 'é"\r\n\0'.repeat(50_000);
    await cache.put(key('c'), 'old', 60);
    await cache.put(key('c'), long, 60);
    expect(await cache.get(key('c'))).toBe(long);
    await cache.put(key('c'), '', 60);
    expect(await cache.get(key('c'))).toBe('');
  });

  it('forgets what is removed, once and again', async () => {
    await cache.put(key('d'), 'one', 60);
    await cache.remove(key('d'));
    await cache.remove(key('d'));
    expect(await cache.get(key('d'))).toBeNull();
  });

  it('forgets by itself after the time', async () => {
    await cache.put(key('e'), 'one', 1);
    await cache.put(key('f'), 'one', 60);
    await eventually(
      () => cache.get(key('e')),
      (value) => value === null,
    );
    expect(await cache.get(key('f'))).toBe('one');
  });

  it('serves many at once', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, n) => cache.put(key(`many ${n}`), String(n), 60)));
    const got = await Promise.all(Array.from({ length: 200 }, (_, n) => cache.get(key(`many ${n}`))));
    expect(got).toEqual(Array.from({ length: 200 }, (_, n) => String(n)));
  });
});

describe('a cache in memory', () => {
  it('counts the time to the millisecond, and forgets the oldest when it is full', async () => {
    let now = 0;
    const cache = memoryCache(() => now, 2);
    await cache.put('a', 'one', 10);
    now = 9_999;
    expect(await cache.get('a')).toBe('one');
    now = 10_000;
    expect(await cache.get('a')).toBeNull();
    for (const key of ['a', 'b', 'c']) await cache.put(key, key, 10);
    expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual([null, 'b', 'c']);
  });
});

describe('a sealed cache', () => {
  it('shows its server nothing, and believes nothing of it', async () => {
    const shared = memoryCache();
    const cache = sealedCache(shared, secrets);
    await cache.put('a', 'token', 60);
    const sealed = (await shared.get('a')) ?? '';
    expect(sealed).not.toContain('token');
    await shared.put('b', sealed, 60);
    expect(await cache.get('b')).toBeNull();
    await shared.put('a', 'forged', 60);
    expect(await cache.get('a')).toBeNull();
  });

  it('opens what an earlier secret sealed, and not what a foreign one did', async () => {
    const shared = memoryCache();
    await sealedCache(shared, secrets).put('a', 'token', 60);
    const next = { current: 'another secret of more than thirty-two characters', previous: [secrets.current] };
    expect(await sealedCache(shared, next).get('a')).toBe('token');
    expect(await sealedCache(shared, { ...next, previous: [] }).get('a')).toBeNull();
  });
});

describe('a cache in Redis, in trouble', () => {
  /** No request may wait longer. */
  const inTime = async <T>(answer: Promise<T>): Promise<T> => {
    const begun = Date.now();
    const value = await answer;
    expect(Date.now() - begun).toBeLessThan(1_500);
    return value;
  };
  const silent = async (): Promise<Server> => {
    const listening = createServer(() => {}).listen(0, '127.0.0.1');
    await once(listening, 'listening');
    return listening;
  };
  const portOf = (listening: Server) => (listening.address() as AddressInfo).port;

  it('is shared by processes, under keys of its own', async () => {
    await onRedis().put('shared', 'one', 60);
    expect(await onRedis().get('shared')).toBe('one');
    expect(await onRedis().get('muster:shared')).toBeNull();
  });

  it('that is not there answers null at once, and takes nothing in', async () => {
    const cache = onRedis('redis://127.0.0.1:9');
    expect(await inTime(cache.get('a'))).toBeNull();
    await inTime(cache.put('a', 'one', 60));
    await inTime(cache.remove('a'));
    expect(troubles[0]).toMatchObject({ code: 'UNAVAILABLE', details: { port: 'cache', reason: 'ECONNREFUSED' } });
  });

  it('that takes connections and says nothing holds nobody up', async () => {
    const listening = await silent();
    const cache = onRedis(`redis://127.0.0.1:${portOf(listening)}`);
    expect(await inTime(cache.get('a'))).toBeNull();
    await inTime(cache.put('a', 'one', 60));
    cache.close();
    listening.close();
  });

  it('that goes away and comes back is used again', async () => {
    const other = await startRedis();
    const cache = onRedis(other.url);
    await cache.put('a', 'one', 60);
    await other.stop();
    expect(await inTime(cache.get('a'))).toBeNull();
    await inTime(cache.put('a', 'two', 60));
    await other.start();
    await eventually(
      async () => {
        await cache.put('a', 'three', 60);
        return cache.get('a');
      },
      (value) => value === 'three',
    );
    await other.close();
  });

  it('that wants a password is spoken to with the one of its URL, and without it is of no use; no log has it', async () => {
    const other = await startRedis('--requirepass', 'open-sesame');
    const at = (user: string) => other.url.replace('//', `//${user}`);
    const cache = onRedis(at(':open-sesame@'));
    await cache.put('a', 'one', 60);
    expect(await cache.get('a')).toBe('one');
    for (const user of ['', ':wrong-word@']) {
      const refused = onRedis(at(user));
      expect(await inTime(refused.get('a'))).toBeNull();
      await inTime(refused.put('a', 'secret value', 60));
    }
    const told = JSON.stringify(troubles.map((error) => ({ ...(error as object), text: String(error) })));
    expect(troubles.length).toBeGreaterThan(0);
    for (const word of ['open-sesame', 'wrong-word', 'secret value']) expect(told).not.toContain(word);
    await other.close();
  });

  it('is spoken to by TLS when its URL says so', async () => {
    const listening = createServer();
    listening.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const firstByte = new Promise<number | undefined>((heard) =>
      listening.once('connection', (socket) => {
        socket.on('error', () => {});
        socket.once('data', (data) => {
          heard(data[0]);
          socket.destroy();
        });
      }),
    );
    const cache = onRedis(`rediss://127.0.0.1:${portOf(listening)}`);
    expect(await inTime(cache.get('a'))).toBeNull();
    // RFC 8446, 5.1: the record of a handshake.
    expect(await firstByte).toBe(22);
    cache.close();
    listening.close();
  });
});
