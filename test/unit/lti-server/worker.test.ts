import { pino } from 'pino';
import { storesOn } from '../../../connectors/dynamodb/stores.ts';
import { idSource } from '../../../connectors/embedded/ids.ts';
import { memoryTable } from '../../../connectors/memory/memory-table.ts';
import { prometheusMetrics } from '../../../connectors/prometheus/metrics.ts';
import { everyTask, type TaskHandlers } from '../../../core/use-cases/run-due-work.ts';
import { startWorker } from '../../../lti-server/worker.ts';
import { instant } from '../../support/stored-things.ts';

describe('the worker', () => {
  const open = async (tasks: readonly (readonly [keyof TaskHandlers, string])[]) => {
    const { work, leases } = storesOn(memoryTable());
    for (const [kind, key] of tasks) await work.add({ kind, key, dueAt: instant(0), stamp: key, attempts: 0 });
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const services = { work, leases, ids: idSource(), clock: { now: () => instant(1) }, metrics: prometheusMetrics() };
    return { services, answered, answer };
  };
  const none = async () => {};
  const idle = everyTask(none);

  it('recognises, erases and publishes another course while a platform does not answer', async () => {
    const { services, answered, answer } = await open([
      ['publish', 'c_slow'],
      ['publish', 'c_quick'],
      ['identify', 'c_slow/s_1/p_1'],
      ['erase-face', 'm_1'],
    ]);
    const done: string[] = [];
    let all = () => {};
    const three = new Promise<void>((resolve) => {
      all = resolve;
    });
    const note = async (key: string) => {
      done.push(key);
      if (done.length === 3) all();
    };
    const publish = (key: string) => (key === 'c_slow' ? answered : note(key));
    const handlers = { ...idle, publish, identify: note, 'erase-face': note };
    const worker = startWorker(services, pino({ level: 'silent' }), handlers);
    await three;
    expect(done.sort()).toEqual(['c_quick', 'c_slow/s_1/p_1', 'm_1']);
    answer();
    await worker.close();
    expect(await services.work.due(instant(1), 10)).toEqual([]);
  });
});
