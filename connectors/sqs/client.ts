import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';

/** Hints are not waited for: what is not sent within seconds is found by the schedule. */
export const sqsClient = (settings: SQSClientConfig = {}): SQSClient =>
  new SQSClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
    ...settings,
  });
