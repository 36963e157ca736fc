import type { Logger } from '../core/ports/logger.ts';
import type { TaskListener } from '../core/use-cases/count-attempts.ts';

/** How tasks end, in the log: those that were given up are errors, for nobody does them any more. */
export const taskLog =
  (logger: Logger): TaskListener =>
  ({ kind, attempts }, end, error) => {
    if (end === 'done') logger.debug({ task: kind }, 'work done');
    else if (end === 'retry') logger.warn({ task: kind, end, attempts, err: error }, 'work failed');
    else logger.error({ task: kind, end, attempts, err: error }, 'work given up');
  };
