import type { Table } from '../../connectors/table.ts';
import type { Media } from '../../core/ports/media.ts';

export interface EffectPoints {
  /** The table, each write an effect. */
  table(inner: Table): Table;
  /** The pictures, each put and erasure an effect. */
  media(inner: Media): Media;
  /** Anything that goes over the network: an effect once it is answered, also when the answer is an error. */
  network<Args extends unknown[], Answer>(
    name: string,
    call: (...args: Args) => Promise<Answer>,
  ): (...args: Args) => Promise<Answer>;
  /** What happened so far, in order: "1 put RECORD", "2 network score" ... */
  points(): readonly string[];
}

export interface EffectOptions {
  /** Kill this process after effect number N. 0: count only. */
  readonly killAfter: number;
  /** A batch of writes is not one effect: it is cut into pieces of so many items, each an effect of its own. */
  readonly batch?: number;
}

const kindOf = (key: string): string => key.split(/[#/]/)[0] ?? key;

/**
 * The places where a process can die and leave something half-done. Enumerated in one run with `killAfter: 0`, then
 * visited one by one: the process ends with SIGKILL right after the effect, before anybody has heard that it came about.
 */
export const effectPoints = ({ killAfter, batch = 5 }: EffectOptions): EffectPoints => {
  const points: string[] = [];
  const reached = async (what: string): Promise<void> => {
    points.push(`${points.length + 1} ${what}`);
    if (points.length !== killAfter) return;
    process.kill(process.pid, 'SIGKILL');
    // Nothing may follow, however long the signal takes.
    await new Promise(() => {});
  };
  const after = async <T>(what: string, effect: Promise<T>): Promise<T> => {
    const answer = await effect;
    await reached(what);
    return answer;
  };
  return {
    table: (inner) => ({
      get: (pk, sk) => inner.get(pk, sk),
      batchGet: (keys) => inner.batchGet(keys),
      query: (pk, options) => inner.query(pk, options),
      due: (dueQueue, before, limit) => inner.due(dueQueue, before, limit),
      put: (item, condition) => after(`put ${kindOf(item.sk)}`, inner.put(item, condition)),
      remove: (pk, sk, condition) => after(`remove ${kindOf(sk)}`, inner.remove(pk, sk, condition)),
      async putAll(items) {
        for (let start = 0; start < items.length; start += batch) {
          const some = items.slice(start, start + batch);
          await after(`putAll ${kindOf(some[0]?.sk ?? '')} x${some.length}`, inner.putAll(some));
        }
      },
    }),
    media: (inner) => ({
      get: (key) => inner.get(key),
      list: (prefix) => inner.list(prefix),
      put: (key, bytes) => after(`picture put ${kindOf(key)}`, inner.put(key, bytes)),
      erase: (key) => after(`picture erase ${kindOf(key)}`, inner.erase(key)),
    }),
    network:
      (name, call) =>
      async (...args) => {
        try {
          return await call(...args);
        } finally {
          await reached(`network ${name}`);
        }
      },
    points: () => [...points],
  };
};
