import { MusterError } from '../../core/errors.ts';
import { everyTask, type TaskHandlers } from '../../core/use-cases/run-due-work.ts';

/** A function does some kinds of work; a task of another never reaches it. */
export const ownHandlers = (own: Partial<TaskHandlers>): TaskHandlers => ({
  ...everyTask(async () => {
    throw new MusterError('INTERNAL', { task: 'of another function' });
  }),
  ...own,
});
