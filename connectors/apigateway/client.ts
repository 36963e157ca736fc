import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { endpointSettings, withinTime } from '../aws-client.ts';

/**
 * The @connections API of one WebSocket API: `endpoint` is https://{api}.execute-api.{region}.amazonaws.com/{stage}. Nobody
 * waits for a line to somebody's page, so it is asked twice and not for long.
 */
export const managementClient = ({
  endpoint,
  region,
}: {
  readonly endpoint: string;
  /** The SDK finds its own when left out. */
  readonly region?: string;
}): ApiGatewayManagementApiClient =>
  new ApiGatewayManagementApiClient({
    maxAttempts: 2,
    ...withinTime(1_000, 2_000),
    ...(region === undefined ? {} : { region }),
    ...endpointSettings(endpoint),
  });
