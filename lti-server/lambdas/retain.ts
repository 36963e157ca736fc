import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Logger } from '../../core/ports/logger.ts';
import type { Services } from '../../core/ports/services.ts';
import type { Task } from '../../core/ports/work-queue.ts';
import { runDueWork, runTask, type TaskHandlers } from '../../core/use-cases/run-due-work.ts';
import { openLambda } from '../compose-lambda.ts';
import { withPlatforms } from '../compose-lambda-platform.ts';
import { resealKeys } from '../lti/reseal-keys.ts';
import { taskLog } from '../task-log.ts';
import { taskHandlers } from '../worker.ts';
import { onFirstCall } from './first-call.ts';
import { observed } from './observed.ts';
import { publishInTime } from './publish-in-time.ts';
import { eachMessage } from './sqs-batch.ts';
import { readTaskMessage } from './task-message.ts';
import { hasTime, type TimeLeft } from './time-left.ts';

export interface RetainDeps {
  readonly services: Services;
  readonly random?: () => number;
  readonly logger: Logger;
}

/** A kind that has a function of its own is left to it for so many seconds. */
const patience: Readonly<Partial<Record<Task['kind'], number>>> = {
  identify: 300,
  publish: 900,
  'sync-roster': 7_200,
};

/** What failed as an upload came in is due again at its time: uploads alone wake its function. */
const patienceFor = ({ kind, attempts }: Task): number =>
  kind === 'identify' && attempts > 0 ? 0 : (patience[kind] ?? 0);

/** Everything that has no function of its own, and what others left behind: by the minute, and when a message tells. */
export const makeHandler = ({ services, logger, random = Math.random }: RetainDeps) => {
  const { work, clock, ids, metrics } = services;
  const listen = taskLog(logger, metrics);
  const isLeft = (task: Task) => (Date.parse(clock.now()) - Date.parse(task.dueAt)) / 1000 >= patienceFor(task);

  const handlersIn = (context: TimeLeft): TaskHandlers => ({
    ...taskHandlers(services),
    publish: publishInTime(services, context, random),
  });

  const everyMinute = async (context: TimeLeft) => {
    const handlers = handlersIn(context);
    const wants = (task: Task) => hasTime(context) && isLeft(task);
    const tasks = await runDueWork(services, handlers, ids.next(), listen, wants);
    logger.info({ tasks }, 'due work done');
    return { tasks };
  };

  return async (
    event: SQSEvent | object,
    context: TimeLeft,
  ): Promise<SQSBatchResponse | { readonly tasks: number }> => {
    if (!('Records' in event)) return everyMinute(context);
    const handlers = handlersIn(context);
    return eachMessage(event, context, logger, async ({ body }) => {
      const { kind, key } = readTaskMessage(body);
      const task = await work.find(kind, key);
      if (task === null || !isLeft(task)) return;
      await runTask(services, handlers, ids.next(), task, listen);
    });
  };
};

export const handler: (event: SQSEvent | object, context: Context) => Promise<unknown> = onFirstCall(async () => {
  const parts = openLambda(process.env, []);
  const { logger } = parts;
  const { services, secrets, keys } = await withPlatforms(parts);
  // A secret was changed: whatever the one before it encrypted is encrypted anew, so that it can be left out.
  if (secrets.previous.length > 0) await resealKeys(services.registrations, keys, logger);
  return observed(parts.telemetry, makeHandler({ services, logger }));
});
