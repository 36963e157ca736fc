/**
 * Work that must be done even if this process dies now. A task is stored *before* the first effect that it
 * completes and removed after the last, so whoever runs next finds it. Tasks are safe to repeat.
 */
export interface WorkQueue {
  /** Adds the task, or moves its time when it is there already (same kind and key). */
  add(task: Task): Promise<void>;
  find(kind: Task['kind'], key: string): Promise<Task | null>;
  /** All of one kind, whenever they are due. */
  standing(kind: Task['kind']): Promise<Task[]>;
  /**
   * Due at `now`, oldest first, at most `limit`: of those that `wants` says yes to, of all when it is left out. However many
   * others are older; but some thousands in each partition are looked at, no more.
   */
  due(now: string, limit: number, wants?: (task: Task) => boolean): Promise<Task[]>;
  /**
   * Gives it another time and count, unless it was removed or added again since (`stamp` differs): then it stays as it is, and
   * the answer is false. Its stamp stays too, for nothing new is wished.
   */
  putOff(task: Task, to: Pick<Task, 'dueAt' | 'attempts'>): Promise<boolean>;
  /** Takes the place of one of the same kind and key, unless that was removed or added again since; then the answer is false. */
  replace(task: Task, by: Task): Promise<boolean>;
  /** Removes it, unless it was added again since (`stamp` differs). */
  done(task: Task): Promise<void>;
}

export const taskKinds = [
  'identify',
  'confirm',
  'publish',
  'expire-captures',
  'erase-face',
  'reconcile-gallery',
  'sync-roster',
  'report',
] as const;

export interface Task {
  readonly kind: (typeof taskKinds)[number];
  /** What it is about, parts joined by "/": course id, session id, capture id, member id. */
  readonly key: string;
  readonly dueAt: string;
  /** Different for each time it was added. */
  readonly stamp: string;
  readonly attempts: number;
}

/** What is done under a lease: one wish for it. */
export type LeasedTask = Pick<Task, 'kind' | 'key' | 'stamp'>;

export interface Lease {
  readonly name: string;
  readonly holder: string;
  /** Null for one that is no task's. */
  readonly task: LeasedTask | null;
}

export interface TakenLease {
  /** What somebody else had in hand when they let it run out: they died, most likely. Null when nobody did. */
  readonly abandoned: LeasedTask | null;
}

/** Only one process at a time may hold a lease (a course's publisher). Ends by itself when its holder dies. */
export interface Leases {
  /** Takes or prolongs it; null while somebody else holds it. Of those who find it abandoned one is told so. */
  take(lease: Lease, now: string, seconds: number): Promise<TakenLease | null>;
  release(name: string, holder: string): Promise<void>;
}
