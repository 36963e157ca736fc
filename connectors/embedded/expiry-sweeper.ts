import { ConditionFailed, type Item, type Table } from '../table.ts';

type Expiring = Pick<Item, 'pk' | 'sk'> & { readonly expiresAt: number };

export interface ExpirySweeper {
  /** The table to write through: what is written with `expiresAt` is remembered. */
  readonly table: Table;
  /** Deletes what has expired, and answers how many that were. One run at a time: a second call joins the first. */
  sweep(): Promise<number>;
  /** Lets the run under way end early. Call before the table is closed. */
  stop(): Promise<void>;
}

const keyOf = ({ pk, sk }: { readonly pk: string; readonly sk: string }) => JSON.stringify([pk, sk]);

/**
 * Deletes expired items, as DynamoDB does by itself and dynalite does not (Developer Guide, "Using time to live"). What
 * stood before is read once, in the first run; what is written since is remembered, so that no run reads the table again.
 */
export const expirySweeper = (
  inner: Table,
  standing: () => AsyncIterable<Expiring>,
  now: () => number,
): ExpirySweeper => {
  const lives = new Map<string, Expiring>();
  let readWhatStands = false;
  let running: Promise<number> | null = null;
  let stopped = false;

  const remember = ({ pk, sk, expiresAt }: Item): void => {
    if (expiresAt === undefined) lives.delete(keyOf({ pk, sk }));
    else lives.set(keyOf({ pk, sk }), { pk, sk, expiresAt });
  };

  /** Only what still has the end it was remembered with: an item written anew meanwhile stays. */
  const removeExpired = async ({ pk, sk, expiresAt }: Expiring): Promise<boolean> => {
    try {
      await inner.remove(pk, sk, { kind: 'equals', attribute: 'expiresAt', value: expiresAt });
      return true;
    } catch (error) {
      if (error instanceof ConditionFailed) return false;
      throw error;
    }
  };

  const run = async (): Promise<number> => {
    if (!readWhatStands) {
      for await (const item of standing()) {
        if (stopped) return 0;
        if (!lives.has(keyOf(item))) lives.set(keyOf(item), item);
      }
      readWhatStands = true;
    }
    const seconds = now() / 1000;
    let removed = 0;
    for (const [name, life] of lives) {
      if (stopped) break;
      if (life.expiresAt > seconds) continue;
      if (await removeExpired(life)) removed += 1;
      if (lives.get(name) === life) lives.delete(name);
    }
    return removed;
  };

  return {
    table: {
      ...inner,
      async put(item, condition) {
        await inner.put(item, condition);
        remember(item);
      },
      async putAll(items) {
        await inner.putAll(items);
        for (const item of items) remember(item);
      },
    },
    sweep() {
      running ??= run().finally(() => {
        running = null;
      });
      return running;
    },
    async stop() {
      stopped = true;
      await running?.catch(() => {});
    },
  };
};
