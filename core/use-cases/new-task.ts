import { later, second } from '../later.ts';
import type { Services } from '../ports/services.ts';
import type { Task } from '../ports/work-queue.ts';

/** Whoever adds a task finishes it; the worker looks only when they did not live to. */
export const graceSeconds = 30;

/** A task as it is added first; `dueAt` is an instant, or how many seconds from now. */
export const newTask = (
  { ids, clock }: Pick<Services, 'ids' | 'clock'>,
  kind: Task['kind'],
  key: string,
  dueAt: string | number,
): Task => ({
  kind,
  key,
  dueAt: typeof dueAt === 'string' ? dueAt : later(clock.now(), dueAt * second),
  stamp: ids.next(),
  attempts: 0,
});
