import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Logger } from '../../core/ports/logger.ts';
import type { Services } from '../../core/ports/services.ts';
import type { Task } from '../../core/ports/work-queue.ts';
import type { TaskListener } from '../../core/use-cases/count-attempts.ts';
import { makeReport } from '../../core/use-cases/make-report.ts';
import { runTask, type TaskHandlers } from '../../core/use-cases/run-due-work.ts';
import { openLambda } from '../compose-lambda.ts';
import { taskLog } from '../task-log.ts';
import { onFirstCall } from './first-call.ts';
import { observed } from './observed.ts';
import { eachMessage } from './sqs-batch.ts';
import { readTaskMessage } from './task-message.ts';
import type { TimeLeft } from './time-left.ts';

export interface ReportDeps
  extends Pick<
    Services,
    | 'reports'
    | 'reportFiles'
    | 'courses'
    | 'rosters'
    | 'sessions'
    | 'records'
    | 'digests'
    | 'work'
    | 'leases'
    | 'ids'
    | 'clock'
  > {
  /** Names this instance for leases. */
  readonly holder: string;
  readonly listen: TaskListener;
  readonly logger: Logger;
}

/**
 * Makes the files that messages tell of. The table says what is due: a message that came twice, or too early, or of which
 * nothing is known any more, is done with. A task that failed has moved its own time; only a table that does not answer
 * gives a message back, and one about other work, which ends as a dead letter.
 */
export const makeReportHandler = (deps: ReportDeps) => {
  const handlers: Pick<TaskHandlers, 'report'> = {
    report: (key, keepLease) => makeReport(deps, key, keepLease),
  };
  const isDue = (task: Task | null): task is Task & { kind: 'report' } =>
    task?.kind === 'report' && task.dueAt <= deps.clock.now();
  return (event: SQSEvent, context: TimeLeft): Promise<SQSBatchResponse> =>
    eachMessage(event, context, deps.logger, async ({ body }) => {
      const { kind, key } = readTaskMessage(body);
      if (kind !== 'report') throw new Error('a message about other work');
      const task = await deps.work.find(kind, key);
      if (isDue(task)) await runTask(deps, handlers, deps.holder, task, deps.listen);
    });
};

export const handler: (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> = onFirstCall(async () => {
  const { services, logger, telemetry } = openLambda(process.env, []);
  const listen = taskLog(logger, telemetry.metrics);
  return observed(telemetry, makeReportHandler({ ...services, holder: services.ids.next(), listen, logger }));
});
