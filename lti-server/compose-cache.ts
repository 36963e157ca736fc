import { memoryCache } from '../connectors/memory/cache.ts';
import { redisCache } from '../connectors/redis/cache.ts';
import { sealedCache } from '../connectors/sealed-cache.ts';
import type { Cache } from '../core/ports/cache.ts';
import type { Logger } from '../core/ports/logger.ts';

export interface OpenCache {
  readonly shared: Cache;
  close(): void;
}

/** What processes share where a server for it is configured, sealed; else what this one remembers. */
export const openCache = (
  url: string | undefined,
  secrets: { readonly current: string; readonly previous: readonly string[] },
  logger: Pick<Logger, 'warn'>,
): OpenCache => {
  if (url === undefined) return { shared: memoryCache(), close: () => {} };
  const redis = redisCache(url, ({ code, details }) => logger.warn({ code, ...details }, 'the cache does not answer'));
  return { shared: sealedCache(redis, secrets), close: redis.close };
};
