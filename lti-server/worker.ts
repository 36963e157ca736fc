import { randomUUID } from 'node:crypto';
import { asId, type CourseId } from '../core/ids.ts';
import type { Logger } from '../core/ports/logger.ts';
import type { Services } from '../core/ports/services.ts';
import type { Task } from '../core/ports/work-queue.ts';
import { finishConfirmation } from '../core/use-cases/confirm-review.ts';
import { eraseCapture } from '../core/use-cases/erase-captures.ts';
import { type EraseDeps, eraseByTask } from '../core/use-cases/erase-face.ts';
import { identifyCapture } from '../core/use-cases/identify-capture.ts';
import { makeReport } from '../core/use-cases/make-report.ts';
import { publishScores } from '../core/use-cases/publish-scores.ts';
import { reconcileGallery } from '../core/use-cases/reconcile-gallery.ts';
import { runDueWork, type TaskHandlers } from '../core/use-cases/run-due-work.ts';
import { syncRoster } from '../core/use-cases/sync-roster.ts';
import { captureKey } from '../core/use-cases/take-capture.ts';
import { taskLog } from './task-log.ts';

/** The engine may take long to forget a person, and one person may be in the galleries of many courses. */
const erasing = (services: Services, keepLease: () => Promise<void>): EraseDeps => ({
  ...services,
  gallery: {
    async remove(gallery, person) {
      await keepLease();
      await services.gallery.remove(gallery, person);
    },
  },
});

/** What does each kind of work. */
export const taskHandlers = (services: Services): TaskHandlers => ({
  identify: (key, keepLease, attempts) => identifyCapture(services, key, { keepLease, attempts }),
  confirm: (key) => finishConfirmation(services, key),
  publish: async (key, keepLease) =>
    void (await publishScores(services, asId<CourseId>(key), { keepLease, random: Math.random })),
  'reconcile-gallery': (key, keepLease) => reconcileGallery(services, asId<CourseId>(key), keepLease),
  report: (key, keepLease) => makeReport(services, key, keepLease),
  'erase-face': (key, keepLease) => eraseByTask(erasing(services, keepLease), key),
  'expire-captures': async (key) => {
    const { course, session, capture } = captureKey(key);
    await eraseCapture(services, course, session, capture);
  },
  'sync-roster': (key) => syncRoster(services, asId<CourseId>(key)),
});

export interface BackgroundWorker {
  wake(): void;
  close(): Promise<void>;
}

const lookEveryMs = 2_000;
/** A platform that is slow holds up its own courses; so many others are published meanwhile. */
const publishers = 4;

interface Lane extends BackgroundWorker {
  isBusy(): boolean;
}

/** Runs again when woken meanwhile; one run at a time. */
const startLane = (work: () => Promise<void>): Lane => {
  let running: Promise<void> | null = null;
  let again = false;
  let closed = false;
  const run = async (): Promise<void> => {
    do {
      again = false;
      await work();
    } while (again && !closed);
  };
  return {
    isBusy: () => running !== null,
    wake() {
      if (closed) return;
      again = true;
      running ??= run().finally(() => {
        running = null;
      });
    },
    async close() {
      closed = true;
      await running;
    },
  };
};

/**
 * Looks for due work when woken and every few seconds. Scores are published in lanes of their own, a course in each:
 * nobody's recognition, expiry or erasure waits for a platform; reports in one. Everything else is done a task at a time.
 */
export const startWorker = (
  services: Pick<Services, 'work' | 'leases' | 'ids' | 'clock' | 'metrics'>,
  logger: Logger,
  handlers: TaskHandlers,
): BackgroundWorker => {
  const publishing = new Set<string>();
  const wakePublisher = () => lanes.find((lane) => !lane.isBusy())?.wake();
  const counted: TaskHandlers = {
    ...handlers,
    async publish(key, ...more) {
      publishing.add(key);
      // There may be another course whose turn it is.
      wakePublisher();
      try {
        await handlers.publish(key, ...more);
      } finally {
        publishing.delete(key);
      }
    },
  };
  const listen = taskLog(logger, services.metrics);
  // Each has a name of its own, so that a lease keeps them apart as it keeps processes apart.
  const lane = (wants: (task: Task) => boolean, holder = randomUUID()): Lane =>
    startLane(async () => {
      try {
        await runDueWork({ ...services, random: Math.random }, counted, holder, listen, wants);
      } catch (error) {
        logger.error({ err: error }, 'looking for work failed');
      }
    });
  // A lease may end while a platform lets us wait: what is in hand here is not begun again.
  const lanes = Array.from({ length: publishers }, () =>
    lane(({ kind, key }) => kind === 'publish' && !publishing.has(key)),
  );
  // A long one must not hold up recognition either.
  const reports = lane(({ kind }) => kind === 'report');
  const others = lane(({ kind }) => kind !== 'publish' && kind !== 'report');
  const wake = () => {
    others.wake();
    reports.wake();
    wakePublisher();
  };
  const timer = setInterval(wake, lookEveryMs);
  wake();
  return {
    wake,
    async close() {
      clearInterval(timer);
      await Promise.all([others, reports, ...lanes].map((one) => one.close()));
    },
  };
};
