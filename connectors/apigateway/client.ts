import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

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
    endpoint,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
    ...(region === undefined ? {} : { region }),
    ...(loopback.has(new URL(endpoint).hostname)
      ? { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
      : {}),
  });
