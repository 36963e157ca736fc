import type { Context } from 'aws-lambda';
import type { Logger } from '../../core/ports/logger.ts';
import type { Metrics } from '../../core/ports/metrics.ts';

/** What watches a function; filled by the composition. */
export interface Telemetry {
  readonly logger: Logger & { begin(context: Context): void };
  readonly metrics: Metrics;
  readonly tracing: {
    part<T>(name: string, work: (annotate: (key: string, value: string | boolean) => void) => Promise<T>): Promise<T>;
    calls<Client>(client: Client): Promise<Client>;
  };
}

export type Handler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/**
 * The most that this process ever held, in kilobytes: what a picture takes while it is worked at is given back before the handler
 * ends. An instance that is used again keeps its peak, as Lambda's own "Max Memory Used" does, and it is the instance that is killed.
 */
const peakKilobytes = () => process.resourceUsage().maxRSS;

const hasFailures = (result: unknown): boolean => {
  const failures = (result as { batchItemFailures?: unknown } | null | undefined)?.batchItemFailures;
  return Array.isArray(failures) && failures.length > 0;
};

/**
 * A handler that is watched: lines of the log carry the invocation, the trace says whether it was a cold start and how it
 * ended, and a metric says how near the instance has come to its memory. Nothing of the event is written anywhere.
 */
export const observed = <Event, Result>(
  { logger, metrics, tracing }: Telemetry,
  handle: Handler<Event, Result>,
): Handler<Event, Result> => {
  let cold = true;
  return async (event, context) => {
    logger.begin(context);
    const coldStart = cold;
    cold = false;
    try {
      return await tracing.part('## handler', async (annotate) => {
        annotate('ColdStart', coldStart);
        annotate('Outcome', 'failed');
        const result = await handle(event, context);
        annotate('Outcome', hasFailures(result) ? 'partial' : 'done');
        return result;
      });
    } catch (error) {
      logger.error({ err: error }, 'invocation failed');
      throw error;
    } finally {
      const percent = (100 * peakKilobytes()) / (Number(context.memoryLimitInMB) * 1024);
      metrics.gauge('LambdaMemoryUsedPercent', percent, { FunctionName: context.functionName });
    }
  };
};
