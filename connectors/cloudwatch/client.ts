import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';

/** Numbers by the minute: nobody waits for them. */
export const cloudWatchClient = (): CloudWatchClient =>
  new CloudWatchClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
