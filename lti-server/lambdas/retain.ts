import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Logger } from '../../core/ports/logger.ts';
import type { Task } from '../../core/ports/work-queue.ts';
import { runDueWork, runTask, type TaskHandlers } from '../../core/use-cases/run-due-work.ts';
import { type CourseServices, openLambda } from '../compose-lambda.ts';
import { withPlatforms } from '../compose-lambda-platform.ts';
import { resealKeys } from '../lti/reseal-keys.ts';
import { courseTaskHandlers } from '../worker.ts';
import { onFirstCall } from './first-call.ts';
import { observed } from './observed.ts';
import { listenTo, ownHandlers } from './own-handlers.ts';
import { eachMessage } from './sqs-batch.ts';
import { readTaskMessage } from './task-message.ts';
import { hasTime, type TimeLeft } from './time-left.ts';

export interface RetainDeps {
  readonly services: CourseServices;
  readonly handlers: TaskHandlers;
  readonly logger: Logger;
  sendHint(task: Task): Promise<void>;
}

/**
 * A kind that has a function of its own is left to it for so many seconds; publishing always: its order is its queue's, so a
 * message is sent again.
 */
const patience: Readonly<Partial<Record<Task['kind'], number>>> = {
  identify: 300,
  publish: Number.POSITIVE_INFINITY,
  'sync-roster': Number.POSITIVE_INFINITY,
};
const batch = 200;

/** Everything that has no function of its own, and what others left behind: by the minute, and when a message tells. */
export const makeHandler = ({ services, handlers, logger, sendHint }: RetainDeps) => {
  const { work, clock, ids } = services;
  const lateSeconds = ({ dueAt }: Task) => (Date.parse(clock.now()) - Date.parse(dueAt)) / 1000;

  const everyMinute = async (context: TimeLeft) => {
    const wants = (task: Task) => hasTime(context) && lateSeconds(task) >= (patience[task.kind] ?? 0);
    const tasks = await runDueWork(services, handlers, ids.next(), listenTo(logger), wants);
    const unsent = (await work.due(clock.now(), batch)).filter(({ kind }) => kind === 'publish');
    for (const task of unsent) await sendHint(task);
    logger.info({ tasks, publishing: unsent.length }, 'due work done');
    return { tasks, publishing: unsent.length };
  };

  return async (
    event: SQSEvent | object,
    context: TimeLeft,
  ): Promise<SQSBatchResponse | { readonly tasks: number; readonly publishing: number }> => {
    if (!('Records' in event)) return everyMinute(context);
    return eachMessage(event, context, logger, async ({ body }) => {
      const { kind, key } = readTaskMessage(body);
      const task = await work.find(kind, key);
      if (task === null || lateSeconds(task) < 0) return;
      await runTask(services, handlers, ids.next(), task, listenTo(logger));
    });
  };
};

export const handler: (event: SQSEvent | object, context: Context) => Promise<unknown> = onFirstCall(async () => {
  const parts = openLambda(process.env, ['SECRET_ARN']);
  const { services, logger } = parts;
  const secrets = await parts.readSecrets(parts.config.SECRET_ARN);
  // A secret was changed: whatever the one before it encrypted is encrypted anew, so that it can be left out.
  if (secrets.previous.length > 0)
    await resealKeys(services.registrations, withPlatforms(parts, secrets, false).keys, logger);
  return observed(
    parts.telemetry,
    makeHandler({
      services,
      logger,
      handlers: ownHandlers(courseTaskHandlers(services)),
      sendHint: parts.sendHint,
    }),
  );
});
