import type { Logger } from '../core/ports/logger.ts';
import type { Services } from '../core/ports/services.ts';
import type { StorageMeter } from '../core/ports/storage-meter.ts';
import { measureStanding } from '../core/use-cases/measure-standing.ts';

const everyMs = 5 * 60_000;

/** Measures what stands now and every five minutes; on AWS a schedule does. Answers the way to stop. */
export const watchStanding = (
  services: Pick<Services, 'work' | 'ledger' | 'gradeColumns' | 'metrics' | 'clock'>,
  storage: StorageMeter,
  logger: Logger,
): (() => Promise<void>) => {
  const measure = () =>
    measureStanding(services, storage).catch((error: unknown) => logger.warn({ err: error }, 'measuring failed'));
  let running = measure();
  const timer = setInterval(() => {
    running = running.then(measure);
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
};
