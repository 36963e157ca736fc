import { MusterError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports/logger.ts';
import type { TaskListener } from '../../core/use-cases/count-attempts.ts';
import { everyTask, type TaskHandlers } from '../../core/use-cases/run-due-work.ts';

/** A function does some kinds of work; a task of another never reaches it. */
export const ownHandlers = (own: Partial<TaskHandlers>): TaskHandlers => ({
  ...everyTask(async () => {
    throw new MusterError('INTERNAL', { task: 'of another function' });
  }),
  ...own,
});

/** How tasks end, in the log: an operator's alarm is on those that were given up. */
export const listenTo =
  (logger: Logger): TaskListener =>
  ({ kind, attempts }, end, error) => {
    if (end === 'done') logger.debug({ task: kind }, 'work done');
    else if (end === 'retry') logger.warn({ task: kind, end, attempts, err: error }, 'work failed');
    else logger.error({ task: kind, end, attempts, err: error }, 'work given up');
  };
