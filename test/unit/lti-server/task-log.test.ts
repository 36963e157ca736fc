import { prometheusMetrics } from '../../../connectors/prometheus/metrics.ts';
import { MusterError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/ports/logger.ts';
import { taskLog } from '../../../lti-server/task-log.ts';
import { instant } from '../../support/stored-things.ts';

const task = { kind: 'identify', key: 'c_1/s_1/k_1', dueAt: instant(0), stamp: 'one', attempts: 4 } as const;

describe('how tasks end', () => {
  const open = () => {
    const lines: [string, object, string][] = [];
    const level = (name: string) => (fields: object, happened: string) => void lines.push([name, fields, happened]);
    const logger: Logger = {
      error: level('error'),
      warn: level('warn'),
      info: level('info'),
      debug: level('debug'),
    };
    const metrics = prometheusMetrics();
    return { lines, metrics, listen: taskLog(logger, metrics) };
  };
  const error = new MusterError('UNAVAILABLE', { port: 'gallery' });

  it('is counted by kind where it failed, whether it is tried again or given up, and not where it is done', () => {
    const { listen, metrics } = open();
    listen(task, 'done', null);
    expect(metrics.text()).not.toContain('work_failed');
    listen(task, 'retry', error);
    listen(task, 'given-up', error);
    listen({ ...task, kind: 'confirm' }, 'retry', error);
    expect(metrics.text().split('\n')).toEqual(
      expect.arrayContaining([
        'muster_work_failed_total{task="identify"} 2',
        'muster_work_failed_total{task="confirm"} 1',
      ]),
    );
  });

  it('is said in the log, an error where nobody does it any more, and never what it is about', () => {
    const { listen, lines, metrics } = open();
    listen(task, 'done', null);
    listen(task, 'retry', error);
    listen(task, 'given-up', error);
    expect(lines).toEqual([
      ['debug', { task: 'identify' }, 'work done'],
      ['warn', { task: 'identify', end: 'retry', attempts: 4, err: error }, 'work failed'],
      ['error', { task: 'identify', end: 'given-up', attempts: 4, err: error }, 'work given up'],
    ]);
    expect(JSON.stringify(lines) + metrics.text()).not.toContain('c_1');
  });
});
