import type { JWK } from 'jose';
import { z } from 'zod';
import type { Cache } from '../../core/ports/cache.ts';
import { launchError } from './launch-error.ts';

const keySet = z.object({ keys: z.array(z.looseObject({ kid: z.string().optional(), kty: z.string() })).max(100) });

const minimumAgeMs = 5 * 60_000;
const maximumAgeMs = 24 * 3_600_000;
/** An unknown kid may mean new keys; asking for its sake more often than this would let anybody make us hammer a platform. */
const refetchEveryMs = 60_000;
const timeoutMs = 5_000;
const maxBytes = 1_048_576;

interface Cached {
  readonly keys: readonly JWK[];
  readonly until: number;
  readonly fetchedAt: number;
}

const cachedSet = keySet.extend({ until: z.number(), fetchedAt: z.number() });

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A platform's public keys, by registration's JWKS URL. Cached keys keep serving while the platform is down. */
export interface KeySets {
  /** @throws MusterError LAUNCH_KEY_UNKNOWN */
  find(jwksUrl: string, kid: string): Promise<JWK>;
}

const lifeOf = (response: Response): number => {
  const seconds = Number(/max-age=(\d+)/.exec(response.headers.get('cache-control') ?? '')?.[1] ?? 0);
  return Math.min(maximumAgeMs, Math.max(minimumAgeMs, seconds * 1000));
};

const fetchKeys = async (fetch: Fetch, url: string, now: number): Promise<Cached> => {
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    headers: { Accept: 'application/json' },
  });
  if (!response.ok) throw new Error(`JWKS answered ${response.status}`);
  const text = await response.text();
  if (text.length > maxBytes) throw new Error('JWKS too large');
  const { keys } = keySet.parse(JSON.parse(text));
  return { keys: keys as JWK[], until: now + lifeOf(response), fetchedAt: now };
};

/** What other processes fetched; a set that went stale still serves while its platform is down. */
const sharedSets = (cache: Cache | null) => ({
  async read(url: string): Promise<Cached | null> {
    const text = (await cache?.get(`jwks:${url}`)) ?? null;
    const parsed = text === null ? null : cachedSet.safeParse(JSON.parse(text));
    return parsed?.success === true ? { ...parsed.data, keys: parsed.data.keys as JWK[] } : null;
  },
  async put(url: string, fetched: Cached): Promise<void> {
    await cache?.put(`jwks:${url}`, JSON.stringify(fetched), maximumAgeMs / 1000);
  },
  /** Whether somebody asked this platform for an unknown kid within the time; if not, somebody does now. */
  async wasAsked(url: string): Promise<boolean> {
    if ((await cache?.get(`jwks-asked:${url}`)) != null) return true;
    await cache?.put(`jwks-asked:${url}`, 'yes', refetchEveryMs / 1000);
    return false;
  },
});

/** `cache`: shared with other processes, where there are some. It must not be one that others can write to. */
export const keySets = (
  fetch: Fetch = globalThis.fetch,
  now: () => number = Date.now,
  cache: Cache | null = null,
): KeySets => {
  const own = new Map<string, Cached>();
  const shared = sharedSets(cache);
  const underWay = new Map<string, Promise<Cached>>();
  const askedForUnknown = new Map<string, number>();

  const refresh = (url: string): Promise<Cached> => {
    const standing = underWay.get(url);
    if (standing !== undefined) return standing;
    const fetching = fetchKeys(fetch, url, now())
      .then(async (fetched) => {
        own.set(url, fetched);
        await shared.put(url, fetched);
        return fetched;
      })
      .finally(() => underWay.delete(url));
    underWay.set(url, fetching);
    return fetching;
  };

  /** The newer of our own and what others fetched. */
  const newest = async (url: string): Promise<Cached | null> => {
    const [mine, theirs] = [own.get(url) ?? null, await shared.read(url)];
    if (theirs === null || (mine !== null && mine.fetchedAt > theirs.fetchedAt)) return mine;
    own.set(url, theirs);
    return theirs;
  };

  const current = async (url: string): Promise<Cached> => {
    const mine = own.get(url);
    if (mine !== undefined && mine.until > now()) return mine;
    const cached = await newest(url);
    if (cached !== null && cached.until > now()) return cached;
    try {
      return await refresh(url);
    } catch (error) {
      if (cached !== null) return cached;
      throw launchError('LAUNCH_KEY_UNKNOWN', 'jwks_unreachable', error);
    }
  };

  const pick = (set: Cached | null, kid: string) => set?.keys.find((key) => key.kid === kid);

  /** At most once a minute, over all processes that share a cache. */
  const lookAgain = async (url: string, cached: Cached, kid: string): Promise<JWK | undefined> => {
    if (now() - (askedForUnknown.get(url) ?? Number.NEGATIVE_INFINITY) < refetchEveryMs) return undefined;
    askedForUnknown.set(url, now());
    const theirs = pick(await newest(url), kid);
    if (theirs !== undefined || (await shared.wasAsked(url))) return theirs;
    return pick(await refresh(url).catch(() => cached), kid);
  };

  return {
    async find(url, kid) {
      const cached = await current(url);
      const found = pick(cached, kid) ?? (await lookAgain(url, cached, kid));
      if (found !== undefined) return found;
      throw launchError('LAUNCH_KEY_UNKNOWN', 'kid_unknown');
    },
  };
};
