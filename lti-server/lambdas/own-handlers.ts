import { MusterError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports/logger.ts';
import type { Task } from '../../core/ports/work-queue.ts';
import type { TaskHandlers, TaskListener } from '../../core/use-cases/run-due-work.ts';

/** A function does some kinds of work; a task of another never reaches it. */
export const ownHandlers = (own: Partial<TaskHandlers>): TaskHandlers => {
  const notOurs = async () => {
    throw new MusterError('INTERNAL', { task: 'of another function' });
  };
  const kinds: Record<Task['kind'], typeof notOurs> = {
    identify: notOurs,
    confirm: notOurs,
    publish: notOurs,
    'expire-captures': notOurs,
    'erase-face': notOurs,
    'reconcile-gallery': notOurs,
    'sync-roster': notOurs,
    report: notOurs,
  };
  return { ...kinds, ...own };
};

/** How tasks end, in the log: an operator's alarm is on those that were given up. */
export const listenTo =
  (logger: Logger): TaskListener =>
  ({ kind, attempts }, end, error) => {
    if (end === 'done') logger.debug({ task: kind }, 'work done');
    else if (end === 'retry') logger.warn({ task: kind, end, attempts, err: error }, 'work failed');
    else logger.error({ task: kind, end, attempts, err: error }, 'work given up');
  };
