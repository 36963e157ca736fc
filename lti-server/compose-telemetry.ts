import { invocationLogger, type Level } from '../connectors/powertools/logger.ts';
import { emfMetrics } from '../connectors/powertools/metrics.ts';
import { xrayTracing } from '../connectors/powertools/tracing.ts';
import type { Telemetry } from './lambdas/observed.ts';

/** How the functions of a stage are watched: its name is on every line, metric and trace. */
export const openTelemetry = (stage: string, level: Level): Telemetry => {
  const service = `muster-${stage}`;
  return { logger: invocationLogger(service, level), metrics: emfMetrics(service), tracing: xrayTracing(service) };
};
