import { managementClient } from '../connectors/apigateway/client.ts';
import { apiGatewaySockets } from '../connectors/apigateway/sockets.ts';
import type { Sockets } from '../core/ports/sockets.ts';
import { type CourseServices, openLambda } from './compose-lambda.ts';
import type { Telemetry } from './lambdas/observed.ts';

/** The lines of pages, for the function that holds them. */
export const openSockets = (
  env: Readonly<Record<string, string | undefined>>,
): { readonly services: CourseServices; readonly sockets: Sockets; readonly telemetry: Telemetry } => {
  const { config, services, telemetry } = openLambda(env, []);
  return { services, telemetry, sockets: apiGatewaySockets(managementClient({ endpoint: config.REALTIME_ENDPOINT })) };
};
