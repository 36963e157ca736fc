import { Redis } from 'ioredis';
import type { Settings } from '../../lti-server/http/api-schema/course.ts';
import { clientFor, eventually, openPractice, type RunningPractice } from '../support/practice.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';

describe('a tool with a shared cache', () => {
  let redis: RedisServer;
  let reader: Redis;
  let practice: RunningPractice;
  beforeAll(async () => {
    redis = await startRedis();
    reader = new Redis(redis.url);
    reader.on('error', () => {});
    practice = await openPractice({ lti: { CACHE_URL: redis.url } });
  }, 180_000);
  afterAll(async () => {
    reader?.disconnect();
    await practice?.close();
    await redis?.close();
  });

  it('keeps there what every launch and every service call needs, and nothing that can be read', async () => {
    const teacher = await clientFor(practice, 'teacher-1');
    await teacher.call('GET', '/course');
    const names = await eventually(
      () => reader.keys('*'),
      ({ length }) => length >= 2,
    );
    expect(names.map((name) => name.replace(/:[^:]*$|:http.*$/, '')).sort()).toEqual([
      'muster:jwks',
      'muster:lms-token',
    ]);
    for (const name of names) {
      expect(await reader.get(name)).toMatch(/^[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]+$/);
      expect(await reader.ttl(name)).toBeGreaterThan(0);
    }
  });

  it('goes on when the cache is gone, and when it is back', async () => {
    await redis.stop();
    const teacher = await clientFor(practice, 'teacher-1', 'statistics');
    await teacher.call('GET', '/course');
    expect((await teacher.call<Settings>('GET', '/settings')).lateCredit).toBe(0.8);
    await redis.start();
    expect((await (await clientFor(practice, 'teacher-1')).raw('GET', '/me')).status).toBe(200);
  });
});
