import { managementClient } from '../connectors/apigateway/client.ts';
import { apiGatewaySockets } from '../connectors/apigateway/sockets.ts';
import type { Sockets } from '../core/ports/sockets.ts';
import { type CourseServices, openLambda } from './compose-lambda.ts';
import type { Telemetry } from './lambdas/observed.ts';

export interface SocketParts {
  readonly services: CourseServices;
  readonly sockets: Sockets;
  readonly originKeys: readonly string[];
  readonly telemetry: Telemetry;
}

/** The lines of pages, for the function that holds them. */
export const openSockets = async (env: Readonly<Record<string, string | undefined>>): Promise<SocketParts> => {
  const { config, services, telemetry, readSecrets } = openLambda(env, []);
  const { originKeys } = await readSecrets();
  const sockets = apiGatewaySockets(managementClient({ endpoint: config.REALTIME_ENDPOINT }));
  return { services, sockets, originKeys, telemetry };
};
