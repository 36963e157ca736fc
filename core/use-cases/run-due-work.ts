import type { Services } from '../ports/services.ts';
import { type LeasedTask, type Task, taskKinds } from '../ports/work-queue.ts';
import { countDeath, countFailure, type TaskListener } from './count-attempts.ts';

type Deps = Pick<Services, 'work' | 'leases' | 'ids' | 'clock'> & {
  /** 0 to 1; for who does several tasks at once, which would die together. */
  readonly random?: () => number;
};

/**
 * What does each kind of work. `keepLease` must be called in long ones; it throws when somebody else has taken over. `attempts`:
 * how often it has come to nothing before.
 */
export type TaskHandlers = Readonly<
  Record<Task['kind'], (key: string, keepLease: () => Promise<void>, attempts: number) => Promise<void>>
>;

/** The same for every kind: what somebody starts from who does some of them. */
export const everyTask = (handle: TaskHandlers[Task['kind']]): TaskHandlers =>
  Object.fromEntries(taskKinds.map((kind) => [kind, handle])) as TaskHandlers;

/** How long after its holder died a task is free again. */
export const leaseSeconds = 20;
/** Of what is wanted; so many that a few which others hold do not hide the rest. */
const batch = 200;

/** One course's tasks of these kinds follow one another: they share a lease. */
const leaseName = ({ kind, key }: Task) =>
  `${kind}/${kind === 'confirm' || kind === 'publish' ? (key.split('/')[0] ?? '') : key}`;

interface Runner {
  readonly holder: string;
  readonly listen: TaskListener;
  /** Whether others come first, when a death was found. */
  readonly yields: boolean;
}

/** `waits`: nothing was run, but a death was counted, and what is due may have changed. */
type End = 'run' | 'held' | 'waits';

/** What is to be run now that a death was counted; null: nothing. */
const afterDeath = async (
  deps: Deps,
  task: Task,
  died: LeasedTask,
  { listen, yields }: Runner,
): Promise<Task | null> => {
  const again = await countDeath(deps, died, { listen, random: deps.random ?? (() => 0) });
  if (yields) return null;
  // The lease may be of several tasks: whose turn it is now is not to blame for another.
  return died.stamp === task.stamp ? again : task;
};

const tryTask = async <Kind extends Task['kind']>(
  deps: Deps,
  handlers: Pick<TaskHandlers, Kind>,
  found: Task & { readonly kind: Kind },
  runner: Runner,
): Promise<End> => {
  const { holder, listen } = runner;
  const lease = { name: leaseName(found), holder, task: found };
  const take = () => deps.leases.take(lease, deps.clock.now(), leaseSeconds);
  const taken = await take();
  if (taken === null) return 'held';
  try {
    const task = taken.abandoned === null ? found : await afterDeath(deps, found, taken.abandoned, runner);
    if (task === null) return 'waits';
    try {
      const keepLease = async () => {
        if ((await take()) === null) throw new Error('lease lost');
      };
      await handlers[found.kind](found.key, keepLease, task.attempts);
      await deps.work.done(task);
      listen(task, 'done', null);
    } catch (error) {
      // Whoever has taken over has counted this run, as dead.
      if ((await take()) !== null) await countFailure(deps, task, error, listen);
    }
    return 'run';
  } finally {
    await deps.leases.release(lease.name, holder);
  }
};

/**
 * Does this one task, unless somebody else is at it. What fails is due again later, or given up in the end
 * (`count-attempts.ts`); and so is what its process died of, which nobody could count but who comes next. Answers whether it is
 * in our hands: run, or put off for having died more than once.
 */
export const runTask = async <Kind extends Task['kind']>(
  deps: Deps,
  handlers: Pick<TaskHandlers, Kind>,
  holder: string,
  task: Task & { readonly kind: Kind },
  listen: TaskListener = () => {},
): Promise<boolean> => (await tryTask(deps, handlers, task, { holder, listen, yields: false })) !== 'held';

/** What has come to nothing before stands behind what has not: whatever it does to its process, it holds nobody up. */
const untriedFirst = (a: Task, b: Task) => a.attempts - b.attempts;

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
  const runner = { holder, listen, yields: true };
  let total = 0;
  for (;;) {
    const due = await deps.work.due(deps.clock.now(), batch, wants);
    let ends = 0;
    for (const task of [...due].sort(untriedFirst)) {
      const end = wants(task) ? await tryTask(deps, handlers, task, runner) : 'held';
      if (end === 'held') continue;
      ends += 1;
      if (end === 'waits') break;
      total += 1;
    }
    if (ends === 0) return total;
  }
};
