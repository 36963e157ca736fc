import { retryDelaySeconds } from '../attendance/ledger-plan.ts';
import { isMusterError } from '../errors.ts';
import { later, second } from '../later.ts';
import type { Services } from '../ports/services.ts';
import { type Task, taskKinds } from '../ports/work-queue.ts';

type Deps = Pick<Services, 'work' | 'leases' | 'ids' | 'clock'>;

/** What does each kind of work. `keepLease` must be called in long ones; it throws when somebody else has taken over. */
export type TaskHandlers = Readonly<
  Record<Task['kind'], (key: string, keepLease: () => Promise<void>) => Promise<void>>
>;

/** The same for every kind: what somebody starts from who does some of them. */
export const everyTask = (handle: TaskHandlers[Task['kind']]): TaskHandlers =>
  Object.fromEntries(taskKinds.map((kind) => [kind, handle])) as TaskHandlers;

/** Told of each end of a task; for the log. */
export type TaskListener = (task: Task, end: 'done' | 'retry' | 'given-up', error: unknown) => void;

/** How long after its holder died a task is free again. */
export const leaseSeconds = 20;
const maxAttempts = 20;
/** More than one lane does at once: what waits in one must not hide what is due in another. */
const batch = 200;

const leaseName = ({ kind, key }: Task) =>
  `${kind}/${kind === 'confirm' || kind === 'publish' ? (key.split('/')[0] ?? '') : key}`;

/**
 * Does this one task, unless somebody else is at it. What fails is due again later; what failed too often, or is about
 * something that is gone, is given up. Answers whether it was run.
 */
export const runTask = async <Kind extends Task['kind']>(
  deps: Deps,
  handlers: Pick<TaskHandlers, Kind>,
  holder: string,
  task: Task & { readonly kind: Kind },
  listen: TaskListener = () => {},
): Promise<boolean> => {
  const name = leaseName(task);
  const take = () => deps.leases.take(name, holder, deps.clock.now(), leaseSeconds);
  if (!(await take())) return false;
  try {
    await handlers[task.kind](task.key, async () => {
      if (!(await take())) throw new Error('lease lost');
    });
    await deps.work.done(task);
    listen(task, 'done', null);
  } catch (error) {
    const attempts = task.attempts + 1;
    const gone = isMusterError(error, 'NOT_FOUND');
    if (gone || attempts >= maxAttempts) {
      await deps.work.done(task);
      listen(task, 'given-up', error);
    } else {
      const seconds = retryDelaySeconds(attempts, null);
      const dueAt = later(deps.clock.now(), seconds * second);
      await deps.work.add({ ...task, dueAt, attempts, stamp: deps.ids.next() });
      listen(task, 'retry', error);
    }
  } finally {
    await deps.leases.release(name, holder);
  }
  return true;
};

/**
 * Does everything that is due, a task at a time, until nothing more is. Each task is stored before its first effect and
 * safe to repeat, so a process that died in the middle is simply followed by the next. `wants` is asked before each task:
 * what it says no to is left for others. Answers how many were run.
 */
export const runDueWork = async (
  deps: Deps,
  handlers: TaskHandlers,
  holder: string,
  listen: TaskListener = () => {},
  wants: (task: Task) => boolean = () => true,
): Promise<number> => {
  let total = 0;
  for (;;) {
    const due = await deps.work.due(deps.clock.now(), batch);
    let ran = 0;
    for (const task of due) if (wants(task) && (await runTask(deps, handlers, holder, task, listen))) ran += 1;
    total += ran;
    if (ran === 0) return total;
  }
};
