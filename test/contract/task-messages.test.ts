import type { Message } from '@aws-sdk/client-sqs';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { sqsClient } from '../../connectors/sqs/client.ts';
import { type HintDeps, taskMessages } from '../../connectors/sqs/task-messages.ts';
import type { WorkQueue } from '../../core/ports/work-queue.ts';
import { type Queues, startQueues } from '../support/queues.ts';
import { instant } from '../support/stored-things.ts';
import { aTask, describeWorkQueue } from './work-queue-contract.ts';

let queues: Queues;
beforeAll(async () => {
  queues = await startQueues();
});
afterAll(() => queues.close());

const depsOf = (over: Partial<HintDeps> = {}): HintDeps => ({
  client: queues.client,
  queues,
  hostOf: async (course) => (course === 'c_nowhere' ? null : 'canvas.example'),
  now: () => Date.parse(instant(0)),
  failed: (kind, error) => {
    throw new Error(`the hint of ${kind} failed`, { cause: error });
  },
  ...over,
});

describeWorkQueue('the table, which sends messages (SQS)', async () => ({
  queue: taskMessages(storesOn(memoryTable()).work, depsOf()),
  close: async () => {},
}));

describe('the message about a task', () => {
  let stored: WorkQueue;
  const add = (task: Parameters<WorkQueue['add']>[0], over: Partial<HintDeps> = {}) =>
    taskMessages(stored, depsOf(over)).add(task);
  const all = async (): Promise<Record<string, Message[]>> => ({
    work: await queues.waiting(queues.work),
    publish: await queues.waiting(queues.publish),
    report: await queues.waiting(queues.report),
  });
  const bodies = (messages: readonly Message[] = []) => messages.map(({ Body }) => JSON.parse(Body ?? '') as unknown);

  beforeEach(async () => {
    await queues.close();
    queues = await startQueues();
    stored = storesOn(memoryTable()).work;
  });

  it('of due work goes to the work queue, and names the task', async () => {
    await add(aTask('c_1', { kind: 'reconcile-gallery' }));
    const { work, publish, report } = await all();
    expect(bodies(work)).toEqual([{ kind: 'reconcile-gallery', key: 'c_1' }]);
    expect([publish, report]).toEqual([[], []]);
  });

  it('of a report goes to the queue of reports', async () => {
    await add(aTask('c_1/x', { kind: 'report' as 'confirm' }));
    expect(bodies((await all()).report)).toEqual([{ kind: 'report', key: 'c_1/x' }]);
  });

  it('of scores goes to their queue: its group is the host, and the same wish is delivered once', async () => {
    await add(aTask('c_1'));
    await add(aTask('c_1'));
    await add(aTask('c_2'));
    await add(aTask('c_nowhere'));
    const { publish = [], work } = await all();
    expect(work).toEqual([]);
    // One of each group at a time.
    expect(bodies(publish)).toEqual(['c_1', 'c_nowhere'].map((key) => ({ kind: 'publish', key })));
    expect(publish.map(({ Attributes }) => Attributes?.MessageGroupId)).toEqual(['canvas.example', 'c_nowhere']);
    expect(await queues.count(queues.publish)).toBe(3);
    expect(publish[0]?.Attributes?.MessageDeduplicationId).toBe('c_1:one');
  });

  it('is sent of what took the place of another as well, unless that was added again', async () => {
    await stored.add(aTask('c_1', { kind: 'identify' }));
    const { replace } = taskMessages(stored, depsOf());
    const again = aTask('c_1', { kind: 'identify', stamp: 'two', attempts: 1 });
    expect(await replace(aTask('c_1', { kind: 'identify' }), again)).toBe(true);
    expect(await replace(aTask('c_1', { kind: 'identify' }), again)).toBe(false);
    expect(bodies((await all()).work)).toEqual([{ kind: 'identify', key: 'c_1' }]);
  });

  it('of a new wish for the same course is delivered again', async () => {
    await add(aTask('c_1'));
    await add(aTask('c_1', { stamp: 'two' }));
    await queues.waiting(queues.publish);
    expect(await queues.count(queues.publish)).toBe(2);
  });

  it('of what is due within a quarter of an hour waits in the queue until then', async () => {
    await add(aTask('c_1', { kind: 'confirm', dueAt: instant(900) }));
    expect(await queues.waiting(queues.work)).toEqual([]);
    expect(await queues.count(queues.work)).toBe(1);
  });

  it('of what is due later is not sent: the schedule finds it', async () => {
    await add(aTask('c_1', { kind: 'confirm', dueAt: instant(901) }));
    await add(aTask('c_1', { dueAt: instant(11) }));
    await add(aTask('c_1', { kind: 'sync-roster' }));
    expect(await queues.count(queues.work)).toBe(0);
    expect(await queues.count(queues.publish)).toBe(0);
    expect(await stored.find('publish', 'c_1')).not.toBeNull();
  });

  it('that cannot be sent is told of and is no error: the task stands', async () => {
    const away = sqsClient({
      endpoint: 'http://127.0.0.1:9',
      region: 'x',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
    const failed: string[] = [];
    await add(aTask('c_1', { kind: 'erase-face' }), { client: away, failed: (kind) => void failed.push(kind) });
    await add(aTask('c_2'), {
      hostOf: async () => {
        throw new Error('the table is away');
      },
      failed: (kind) => void failed.push(kind),
    });
    expect(failed).toEqual(['erase-face', 'publish']);
    expect(await stored.find('erase-face', 'c_1')).not.toBeNull();
    expect(await stored.find('publish', 'c_2')).not.toBeNull();
  });

  it('is not sent when the task could not be stored', async () => {
    const broken: WorkQueue = {
      ...stored,
      add: async () => {
        throw new Error('away');
      },
    };
    await expect(taskMessages(broken, depsOf()).add(aTask('c_1', { kind: 'confirm' }))).rejects.toThrow('away');
    expect(await queues.count(queues.work)).toBe(0);
  });
});
