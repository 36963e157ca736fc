import type { Cache } from '../../core/ports/cache.ts';

/** So many entries; the oldest is forgotten for a new one. */
const most = 10_000;

/** What one process remembers for itself. `now` in milliseconds. */
export const memoryCache = (now: () => number = Date.now, maximum = most): Cache => {
  const entries = new Map<string, { readonly value: string; readonly until: number }>();
  return {
    async get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return null;
      if (entry.until > now()) return entry.value;
      entries.delete(key);
      return null;
    },
    async put(key, value, seconds) {
      entries.delete(key);
      entries.set(key, { value, until: now() + seconds * 1000 });
      const [oldest] = entries.keys();
      if (entries.size > maximum && oldest !== undefined) entries.delete(oldest);
    },
    async remove(key) {
      entries.delete(key);
    },
  };
};
