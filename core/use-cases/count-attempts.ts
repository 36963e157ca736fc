import { doubling, withJitter } from '../attendance/ledger-plan.ts';
import { isMusterError } from '../errors.ts';
import { hour, later, second } from '../later.ts';
import type { Services } from '../ports/services.ts';
import type { LeasedTask, Task } from '../ports/work-queue.ts';

type Deps = Pick<Services, 'work' | 'ids' | 'clock'>;

/** Told of each end of a task; for the log. */
export type TaskListener = (task: Task, end: 'done' | 'retry' | 'given-up', error: unknown) => void;

/** Up to an hour. */
const waitSeconds = (attempts: number): number => doubling(attempts, hour / second);

/** The tries of the first hour, and then one an hour for fourteen days. */
const mostAttempts = 12 + 14 * 24;

/**
 * What may be left undone: a photograph is erased long before, scores and a roster are asked for again with the next change or
 * visit. Everything else erases something, or finishes what a teacher confirmed, and has no end while there is something left of it.
 */
const endingKinds: ReadonlySet<Task['kind']> = new Set<Task['kind']>(['identify', 'publish', 'sync-roster']);

const isOver = ({ kind }: Task, attempts: number): boolean => endingKinds.has(kind) && attempts >= mostAttempts;

const giveUp = async ({ work }: Deps, task: Task, error: unknown, listen: TaskListener): Promise<void> => {
  await work.done(task);
  listen(task, 'given-up', error);
};

/**
 * What fails is due again later; what is about something that is gone is given up, and so is what failed too long and has an
 * end. What was done or added again while it ran is another's, and stays as it is.
 */
export const countFailure = async (deps: Deps, task: Task, error: unknown, listen: TaskListener): Promise<void> => {
  const attempts = task.attempts + 1;
  if (isMusterError(error, 'NOT_FOUND') || isOver(task, attempts)) return giveUp(deps, task, error, listen);
  const dueAt = later(deps.clock.now(), waitSeconds(attempts) * second);
  const isCounted = await deps.work.replace(task, { ...task, dueAt, attempts, stamp: deps.ids.next() });
  if (isCounted) listen(task, 'retry', error);
};

/** Whoever ran it ended before anything could be caught: out of memory, out of time, taken down. */
class RunDied extends Error {
  override readonly name = 'RunDied';
}

export interface DeathOptions {
  readonly listen: TaskListener;
  /** 0 to 1. */
  readonly random: () => number;
}

/**
 * Counts the attempt that died, which its abandoned lease tells of: that of this task as it was added then, and of no other. What
 * is done by now, or was added again, is another wish and innocent. A first death is mostly a deployment's and costs no time;
 * later ones put the task off as failures do, by chance a little longer, so that what died together does not come back
 * together. Its stamp stays, so that one who was only slow can still be done with it. Answers the task when it may be run at once.
 */
export const countDeath = async (
  deps: Deps,
  died: LeasedTask,
  { listen, random }: DeathOptions,
): Promise<Task | null> => {
  const task = await deps.work.find(died.kind, died.key);
  if (task === null || task.stamp !== died.stamp) return null;
  const error = new RunDied('died at work, or took longer than its lease');
  const attempts = task.attempts + 1;
  if (isOver(task, attempts)) {
    await giveUp(deps, task, error, listen);
    return null;
  }
  const isFirst = attempts === 1;
  const wait = isFirst ? 0 : withJitter(waitSeconds(attempts), random) * second;
  const dueAt = isFirst ? task.dueAt : later(deps.clock.now(), wait);
  if (!(await deps.work.putOff(task, { dueAt, attempts }))) return null;
  listen(task, 'retry', error);
  return isFirst ? { ...task, attempts } : null;
};
