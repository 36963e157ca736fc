import type { Task, WorkQueue } from '../../core/ports/work-queue.ts';
import type { Condition, Item, Table } from '../table.ts';
import { dataOf, getData, putWhere, removeWhere, toItem } from './items.ts';
import { key, partition } from './keys.ts';

/** Spread, so that a busy evening does not sit in one partition. Never lower it: old shards would not be looked at. */
const shards = 4;

const shardOf = (taskKey: string): number => {
  let sum = 0;
  for (const letter of taskKey) sum = (sum * 31 + letter.charCodeAt(0)) % 65_521;
  return sum % shards;
};

const keyOf = (task: Pick<Task, 'kind' | 'key'>) => key.task(shardOf(task.key), task.kind, task.key);

/** The partitions that hold all tasks; each is the name of its queue in the index as well. */
export const workPartitions: readonly string[] = Array.from({ length: shards }, (_, shard) => partition.work(shard));

const oldestFirst = (a: Task, b: Task) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0);

const itemOf = (task: Task): Item => {
  const at = keyOf(task);
  return { ...toItem(at, task, { dueQueue: at.pk, dueAt: task.dueAt }), stamp: task.stamp };
};

/** Who wants none of so many gives up: what is asked for each minute must not read without end. */
const mostLookedAt = 12_800;

/** The oldest of one queue that are wanted. What is not may lie before them: then it is asked for more, from the start. */
const dueIn = async (
  table: Table,
  queue: string,
  now: string,
  limit: number,
  wants: (task: Task) => boolean,
): Promise<Task[]> => {
  for (let asked = limit; ; asked *= 4) {
    const tasks = (await table.due(queue, now, asked)).map((item) => dataOf<Task>(item));
    const wanted = tasks.filter(wants);
    if (wanted.length >= limit || tasks.length < asked || asked >= mostLookedAt) return wanted.slice(0, limit);
  }
};

/** As it was added. */
const unchanged = ({ stamp }: Task): Condition => ({ kind: 'equals', attribute: 'stamp', value: stamp });

export const workQueue = (table: Table): WorkQueue => ({
  add: (task) => table.put(itemOf(task)),
  find: (kind, of) => getData<Task>(table, keyOf({ kind, key: of })),
  async standing(kind) {
    const found = await Promise.all(workPartitions.map((pk) => table.query(pk, { prefix: `${kind}#` })));
    return found.flat().map((item) => dataOf<Task>(item));
  },
  // The index tells where to look, the items what is true: it lags, and would show a task that is done already.
  async due(now, limit, wants = () => true) {
    const found = await Promise.all(workPartitions.map((queue) => dueIn(table, queue, now, limit, wants)));
    const oldest = found.flat().sort(oldestFirst).slice(0, limit);
    if (oldest.length === 0) return [];
    const standing = await table.batchGet(oldest.map(keyOf));
    return standing
      .map((item) => dataOf<Task>(item))
      .filter(({ dueAt }) => dueAt <= now)
      .sort(oldestFirst);
  },
  // Added again meanwhile: it stays. Removed by somebody else: it is done.
  done: (task) => removeWhere(table, keyOf(task), unchanged(task)),
  replace: (task, by) => putWhere(table, itemOf(by), unchanged(task)),
  putOff: (task, { dueAt, attempts }) => putWhere(table, itemOf({ ...task, dueAt, attempts }), unchanged(task)),
});
