import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { workPartitions, workQueue } from '../../connectors/dynamodb/work-queue.ts';
import { mendDueIndex } from '../../connectors/embedded/due-index.ts';
import { DataFolderInUse, type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import type { Item, Table } from '../../connectors/table.ts';
import type { Task } from '../../core/ports/work-queue.ts';

const task: Task = { kind: 'publish', key: 'c_1', dueAt: '2026-03-01T09:00:00.000Z', stamp: 'one', attempts: 0 };
const later = '2026-03-02T00:00:00.000Z';

describe('the embedded DynamoDB API in a folder', () => {
  let folder: string;
  let open: EmbeddedDynamoDb[];
  const start = async () => {
    const started = await startEmbeddedDynamoDb(folder);
    open.push(started);
    return started;
  };
  beforeEach(async () => {
    open = [];
    folder = await mkdtemp(join(tmpdir(), 'muster-table-'));
  });
  afterEach(async () => {
    for (const started of open) await started.close();
    await rm(folder, { recursive: true });
  });

  it('holds after a restart what it held before, the due index included', async () => {
    const { table, close } = await startEmbeddedDynamoDb(folder);
    await table.put({ pk: 'kept', sk: 'a', n: 1 });
    await workQueue(table).add(task);
    await close();
    const { table: again } = await start();
    expect(await again.get('kept', 'a')).toEqual({ pk: 'kept', sk: 'a', n: 1 });
    expect(await workQueue(again).due(later, 10)).toEqual([task]);
  });

  it('holds everything it has answered for when its process is killed', async () => {
    const writer = fileURLToPath(new URL('../support/embedded-writer.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', writer, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    let stored = -1;
    for await (const line of createInterface({ input: child.stdout })) {
      stored = Math.max(stored, Number(line));
      if (stored >= 100) child.kill('SIGKILL');
    }
    expect((await exited)[1]).toBe('SIGKILL');
    const { table } = await start();
    const kept = (await table.query('written')).map(({ sk }) => Number(sk));
    expect(kept.slice(0, stored + 1)).toEqual(Array.from({ length: stored + 1 }, (_, n) => n));
  });

  it('is refused to a second that would write to the same folder', async () => {
    const { table } = await start();
    await expect(startEmbeddedDynamoDb(folder)).rejects.toBeInstanceOf(DataFolderInUse);
    await table.put({ pk: 'unharmed', sk: 'a' });
  });
});

/** The index as a kill between two of its writes leaves it: over the true items, what it lacks and what it has too much. */
const tornIndex = (table: Table, missing: Set<string>, stray: Map<string, Item>): Table => ({
  ...table,
  put: async (item, condition) => {
    await table.put(item, condition);
    missing.delete(item.sk);
    stray.delete(item.sk);
  },
  putAll: async (items) => {
    await table.putAll(items);
    for (const { sk } of items) missing.delete(sk);
  },
  due: async (queue, before, limit) => {
    const shown = (await table.due(queue, before, limit)).filter(({ sk }) => !missing.has(sk));
    return [...shown, ...[...stray.values()].filter(({ dueQueue }) => dueQueue === queue)];
  },
});

describe('a due index that a kill left torn', () => {
  let embedded: EmbeddedDynamoDb;
  beforeAll(async () => {
    embedded = await startEmbeddedDynamoDb(null);
  });
  afterAll(() => embedded.close());

  it('shows again a task that it had lost', async () => {
    const other: Task = { ...task, key: 'c_lost' };
    await workQueue(embedded.table).add(other);
    const items = await Promise.all(workPartitions.map((partition) => embedded.table.query(partition)));
    const lost = new Set(items.flat().map(({ sk }) => sk));
    const torn = tornIndex(embedded.table, lost, new Map());
    expect(await workQueue(torn).due(later, 10)).toEqual([]);
    await mendDueIndex(torn);
    expect(await workQueue(torn).due(later, 10)).toEqual([other]);
    await workQueue(torn).done(other);
  });

  it('loses an entry whose task does not stand, and never hands it out', async () => {
    const gone: Item = {
      pk: 'WORK#1',
      sk: 'publish#gone',
      dueQueue: 'WORK#1',
      dueAt: task.dueAt,
      schema: 1,
      data: task,
    };
    const torn = tornIndex(embedded.table, new Set(), new Map([[gone.sk, gone]]));
    expect(await workQueue(torn).due(later, 10)).toEqual([]);
    await mendDueIndex(torn);
    expect(await torn.due('WORK#1', later, 10)).toEqual([]);
    expect(await torn.query('WORK#1')).toEqual([]);
  });
});
