import type { Cache } from '../core/ports/cache.ts';
import { seal, unseal } from './aes-gcm.ts';
import { derivedKey } from './derived-key.ts';

const keyOf = (secret: string) => derivedKey(secret, 'muster cache');

/**
 * What leaves this process is encrypted and bound to its key: the cache's server holds no credential that it could use, and
 * whoever can write there cannot put a key or a token of their own in. What does not open is not there. The first secret seals;
 * earlier ones still open.
 */
export const sealedCache = (
  cache: Cache,
  secrets: { readonly current: string; readonly previous: readonly string[] },
): Cache => {
  const own = keyOf(secrets.current);
  const keys = [own, ...secrets.previous.map(keyOf)];
  const open = (sealed: string, context: string): string | null => {
    for (const key of keys) {
      try {
        return unseal(key, sealed, context);
      } catch {
        // Another secret's, or nobody's.
      }
    }
    return null;
  };
  return {
    async get(key) {
      const sealed = await cache.get(key);
      return sealed === null ? null : open(sealed, key);
    },
    put: (key, value, seconds) => cache.put(key, seal(own, value, key), seconds),
    remove: (key) => cache.remove(key),
  };
};
