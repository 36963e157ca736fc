import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { later, second } from '../../core/later.ts';
import type { Logger } from '../../core/ports/logger.ts';
import type { Services } from '../../core/ports/services.ts';
import type { Task } from '../../core/ports/work-queue.ts';
import { leaseSeconds, runTask } from '../../core/use-cases/run-due-work.ts';
import { openLambda } from '../compose-lambda.ts';
import { withPlatforms } from '../compose-lambda-platform.ts';
import { taskLog } from '../task-log.ts';
import { onFirstCall } from './first-call.ts';
import { observed } from './observed.ts';
import { ownHandlers } from './own-handlers.ts';
import { publishInTime } from './publish-in-time.ts';
import { eachMessage } from './sqs-batch.ts';
import { readTaskMessage } from './task-message.ts';
import type { TimeLeft } from './time-left.ts';

export interface PublishDeps {
  readonly services: Services;
  readonly logger: Logger;
  readonly pause?: (milliseconds: number) => Promise<void>;
  readonly random?: () => number;
  /** Sends the message of a task that stands in the table already. */
  sendHint(task: Task): Promise<void>;
}

/** How many courses the schedule told of. */
export interface Woken {
  readonly courses: number;
}

/** A message comes at once, also of a turn that begins in a few seconds. */
const longestWaitMs = 12_000;

/**
 * SQS FIFO, one group a host. The message is done with whatever a platform answers: the table says when the course comes
 * again, and the schedule sends the message of each course that is due. So courses of one host follow one another, however
 * they were woken. A message fails only when the table could not be asked.
 */
export const makeHandler = ({ services, logger, sendHint, pause = sleep, random = Math.random }: PublishDeps) => {
  const { work, ids, clock } = services;
  const now = () => Date.parse(clock.now());

  const wake = async (): Promise<Woken> => {
    const due = (await work.standing('publish')).filter(({ dueAt }) => Date.parse(dueAt) <= now());
    for (const task of due) await sendHint(task);
    logger.info({ courses: due.length }, 'courses told to publish');
    return { courses: due.length };
  };

  return async (event: SQSEvent | object, context: TimeLeft): Promise<SQSBatchResponse | Woken> => {
    if (!('Records' in event)) return wake();
    return eachMessage(event, context, logger, async ({ body }) => {
      const { kind, key } = readTaskMessage(body);
      if (kind !== 'publish') throw new Error('a message about other work');
      const task = await work.find(kind, key);
      const wait = task === null ? 0 : Date.parse(task.dueAt) - now();
      // Published by somebody else, or put off: the schedule sends the next message.
      if (task === null || wait > longestWaitMs) return;
      if (wait > 0) await pause(wait);
      const ran = await runTask(
        services,
        ownHandlers({ publish: publishInTime(services, context, random) }),
        ids.next(),
        task,
        taskLog(logger, services.metrics),
      );
      // Whoever has it may be dead; its lease ends by itself.
      const dueAt = later(clock.now(), leaseSeconds * second);
      if (!ran) await work.replace(task, { ...task, dueAt, stamp: ids.next() });
    });
  };
};

export const handler: (event: SQSEvent | object, context: Context) => Promise<SQSBatchResponse | Woken> = onFirstCall(
  async () => {
    const parts = openLambda(process.env, []);
    const { logger, sendHint } = parts;
    const { services } = await withPlatforms(parts);
    return observed(parts.telemetry, makeHandler({ services, logger, sendHint }));
  },
);
