import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { withinTime } from '../aws-client.ts';

/** Numbers by the minute: nobody waits for them. */
export const cloudWatchClient = (): CloudWatchClient =>
  new CloudWatchClient({
    maxAttempts: 3,
    ...withinTime(1_000, 5_000),
  });
