import type { JWK } from 'jose';
import { z } from 'zod';
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
}

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
  return { keys: keys as JWK[], until: now + lifeOf(response) };
};

export const keySets = (fetch: Fetch = globalThis.fetch, now: () => number = Date.now): KeySets => {
  const cache = new Map<string, Cached>();
  const underWay = new Map<string, Promise<Cached>>();
  const askedForUnknown = new Map<string, number>();

  const refresh = (url: string): Promise<Cached> => {
    const standing = underWay.get(url);
    if (standing !== undefined) return standing;
    const fetching = fetchKeys(fetch, url, now())
      .then((fetched) => {
        cache.set(url, fetched);
        return fetched;
      })
      .finally(() => underWay.delete(url));
    underWay.set(url, fetching);
    return fetching;
  };

  const current = async (url: string): Promise<Cached> => {
    const cached = cache.get(url);
    if (cached !== undefined && cached.until > now()) return cached;
    try {
      return await refresh(url);
    } catch (error) {
      if (cached !== undefined) return cached;
      throw launchError('LAUNCH_KEY_UNKNOWN', 'jwks_unreachable', error);
    }
  };

  const pick = ({ keys }: Cached, kid: string) => keys.find((key) => key.kid === kid);

  return {
    async find(url, kid) {
      const cached = await current(url);
      const known = pick(cached, kid);
      if (known !== undefined) return known;
      if (now() - (askedForUnknown.get(url) ?? Number.NEGATIVE_INFINITY) >= refetchEveryMs) {
        askedForUnknown.set(url, now());
        const again = await refresh(url).catch(() => cached);
        const added = pick(again, kid);
        if (added !== undefined) return added;
      }
      throw launchError('LAUNCH_KEY_UNKNOWN', 'kid_unknown');
    },
  };
};
