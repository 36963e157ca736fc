import type { Logger } from '../core/ports/logger.ts';
import type { Metrics } from '../core/ports/metrics.ts';
import type { TaskListener } from '../core/use-cases/count-attempts.ts';

/**
 * How tasks end, for the operator: what came to nothing is counted by its kind and said in the log. Those that were given up are
 * errors, for nobody does them any more.
 */
export const taskLog =
  (logger: Logger, metrics: Metrics): TaskListener =>
  ({ kind, attempts }, end, error) => {
    if (end === 'done') return logger.debug({ task: kind }, 'work done');
    metrics.count('WorkFailed', { Task: kind });
    if (end === 'retry') logger.warn({ task: kind, end, attempts, err: error }, 'work failed');
    else logger.error({ task: kind, end, attempts, err: error }, 'work given up');
  };
