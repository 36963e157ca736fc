import { workPartitions } from '../dynamodb/work-queue.ts';
import type { Item, Table } from '../table.ts';

/** After every time there is. */
const always = '9999-12-31T23:59:59.999Z';
const all = 1_000_000;

const sameEntry = (a: Item, b: Item | undefined) => a.dueQueue === b?.dueQueue && a.dueAt === b?.dueAt;

/**
 * dynalite writes an item and its index entries one after another: killed in between, a task may miss in the index
 * (nobody would ever look at it) or stand in it without an item (it would be looked at for ever). DynamoDB itself does
 * neither. Run before anything else uses the table; of an index in order it changes nothing.
 */
export const mendDueIndex = async (table: Table): Promise<void> => {
  for (const queue of workPartitions) {
    const entries = await table.due(queue, always, all);
    const items = new Map((await table.batchGet(entries)).map((item) => [item.sk, item]));
    for (const entry of entries) {
      const item = items.get(entry.sk);
      if (sameEntry(entry, item)) continue;
      // An entry goes only with an item that has it: put it back, then say what is true.
      await table.put(entry);
      if (item === undefined) await table.remove(entry.pk, entry.sk);
      else await table.put(item);
    }
    // Putting what stands there already writes its index entry anew.
    await table.putAll(await table.query(queue));
  }
};
