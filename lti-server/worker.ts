import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { asId, type CourseId, type MemberId } from '../core/ids.ts';
import type { Services } from '../core/ports/services.ts';
import { finishConfirmation } from '../core/use-cases/confirm-review.ts';
import { eraseCapture } from '../core/use-cases/erase-captures.ts';
import { eraseFace } from '../core/use-cases/erase-face.ts';
import { identifyCapture } from '../core/use-cases/identify-capture.ts';
import { publishScores } from '../core/use-cases/publish-scores.ts';
import { reconcileGallery } from '../core/use-cases/reconcile-gallery.ts';
import { runDueWork, type TaskHandlers } from '../core/use-cases/run-due-work.ts';
import { captureKey } from '../core/use-cases/take-capture.ts';

/** What does each kind of work. */
export const taskHandlers = (services: Services): TaskHandlers => ({
  identify: (key) => identifyCapture(services, key),
  confirm: (key) => finishConfirmation(services, key),
  publish: async (key, keepLease) =>
    void (await publishScores(services, asId<CourseId>(key), { keepLease, random: Math.random })),
  'reconcile-gallery': (key) => reconcileGallery(services, asId<CourseId>(key)),
  'erase-face': async (key) => void (await eraseFace(services, asId<MemberId>(key))),
  'expire-captures': async (key) => {
    const { course, session, capture } = captureKey(key);
    await eraseCapture(services, course, session, capture);
  },
});

export interface BackgroundWorker {
  wake(): void;
  close(): Promise<void>;
}

const lookEveryMs = 2_000;

/** Looks for due work when woken and every few seconds; one run at a time in this process. */
export const startWorker = (services: Services, logger: Logger): BackgroundWorker => {
  const holder = randomUUID();
  const handlers = taskHandlers(services);
  let running: Promise<void> | null = null;
  let again = false;
  let closed = false;

  const run = async (): Promise<void> => {
    do {
      again = false;
      try {
        await runDueWork(services, handlers, holder, (task, end, error) => {
          if (end === 'done') logger.debug({ task: task.kind }, 'work done');
          else logger.warn({ task: task.kind, end, attempts: task.attempts, err: error }, 'work failed');
        });
      } catch (error) {
        logger.error({ err: error }, 'looking for work failed');
      }
    } while (again && !closed);
  };
  const wake = () => {
    if (closed) return;
    if (running !== null) {
      again = true;
      return;
    }
    running = run().finally(() => {
      running = null;
    });
  };
  const timer = setInterval(wake, lookEveryMs);
  wake();
  return {
    wake,
    async close() {
      closed = true;
      clearInterval(timer);
      await running;
    },
  };
};
