import { invocationLogger } from '../connectors/powertools/logger.ts';
import { emfMetrics } from '../connectors/powertools/metrics.ts';
import { xrayTracing } from '../connectors/powertools/tracing.ts';
import type { Telemetry } from './lambdas/observed.ts';

/** How the functions of a stage are watched: its name is on every line, metric and trace. */
export const openTelemetry = (stage: string): Telemetry => {
  const service = `muster-${stage}`;
  return { logger: invocationLogger(service), metrics: emfMetrics(service), tracing: xrayTracing(service) };
};
