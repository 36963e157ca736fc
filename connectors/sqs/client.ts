import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { withinTime } from '../aws-client.ts';

/** Hints are not waited for: what is not sent within seconds is found by the schedule. */
export const sqsClient = (settings: SQSClientConfig = {}): SQSClient =>
  new SQSClient({
    maxAttempts: 2,
    ...withinTime(1_000, 3_000),
    ...settings,
  });
