import { Redis } from 'ioredis';
import { MusterError } from '../../core/errors.ts';
import type { Cache } from '../../core/ports/cache.ts';

export interface RedisCache extends Cache {
  close(): void;
}

/** A request waits this long for its first word with the server, and for a single answer; then it goes on without. */
const [connectMs, answerMs] = [500, 250];
const longestPauseMs = 15_000;
/** Others may use the same server. */
const keyPrefix = 'muster:';

/**
 * Redis or Valkey (ElastiCache Serverless too, whose one endpoint answers for all slots: it needs no cluster client). TLS by
 * rediss://. Whatever is wrong there, a reader finds nothing and a writer is not heard: `onTrouble` is told of it, in a code and
 * no word of the server's, which may repeat what was sent.
 */
export const redisCache = (url: string, onTrouble: (error: MusterError) => void): RedisCache => {
  const redis = new Redis(url, {
    lazyConnect: true,
    keyPrefix,
    protocol: 2,
    connectTimeout: connectMs,
    commandTimeout: answerMs,
    // Nothing waits for a server that is away, and nothing is said to it later.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    disableClientInfo: true,
    retryStrategy: (times) => Math.min(longestPauseMs, 100 * 2 ** times),
  });
  const troubled = (operation: string, error: unknown): void => {
    const reason = (error as NodeJS.ErrnoException | null)?.code ?? (error instanceof Error ? error.name : 'unknown');
    onTrouble(new MusterError('UNAVAILABLE', { port: 'cache', operation, reason }));
  };
  redis.on('error', (error) => troubled('connection', error));

  /** The first connection alone is waited for; later ones are made meanwhile. */
  let first: Promise<unknown> | null = null;
  const isUp = () => redis.status === 'ready';
  const isReady = async (): Promise<boolean> => {
    if (isUp()) return true;
    first ??= Promise.race([
      redis.connect().catch(() => {}),
      new Promise((over) => setTimeout(over, connectMs).unref()),
    ]);
    await first;
    return isUp();
  };
  const ask = async <T>(operation: string, call: () => Promise<T>): Promise<T | null> => {
    try {
      return (await isReady()) ? await call() : null;
    } catch (error) {
      troubled(operation, error);
      return null;
    }
  };
  return {
    get: (key) => ask('get', () => redis.get(key)),
    async put(key, value, seconds) {
      await ask('put', () => redis.set(key, value, 'EX', Math.max(1, Math.floor(seconds))));
    },
    async remove(key) {
      await ask('remove', () => redis.del(key));
    },
    close: () => redis.disconnect(),
  };
};
