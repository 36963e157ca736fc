import type { Context } from 'aws-lambda';
import { asId, type CourseId } from '../../core/ids.ts';
import type { Logger } from '../../core/ports/logger.ts';
import type { Services } from '../../core/ports/services.ts';
import { runDueWork } from '../../core/use-cases/run-due-work.ts';
import { syncRoster } from '../../core/use-cases/sync-roster.ts';
import { openLambda } from '../compose-lambda.ts';
import { withPlatforms } from '../compose-lambda-platform.ts';
import { taskLog } from '../task-log.ts';
import { onFirstCall } from './first-call.ts';
import { observed } from './observed.ts';
import { ownHandlers } from './own-handlers.ts';
import { hasTime, type TimeLeft } from './time-left.ts';

export interface SyncRosterDeps {
  readonly services: Services;
  readonly logger: Logger;
}

/** By the hour: the rosters whose day has come. */
export const makeHandler = ({ services, logger }: SyncRosterDeps) => {
  const handlers = ownHandlers({ 'sync-roster': (key) => syncRoster(services, asId<CourseId>(key)) });
  const listen = taskLog(logger, services.metrics);
  return async (_event: unknown, context: TimeLeft): Promise<{ readonly tasks: number }> => {
    const wants = ({ kind }: { readonly kind: string }) => kind === 'sync-roster' && hasTime(context);
    const tasks = await runDueWork(services, handlers, services.ids.next(), listen, wants);
    logger.info({ tasks }, 'rosters read');
    return { tasks };
  };
};

export const handler: (event: unknown, context: Context) => Promise<{ readonly tasks: number }> = onFirstCall(
  async () => {
    const parts = openLambda(process.env, []);
    const { services } = await withPlatforms(parts);
    return observed(parts.telemetry, makeHandler({ services, logger: parts.logger }));
  },
);
