import { randomUUID } from 'node:crypto';
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { cloudWatchClient } from '../connectors/cloudwatch/client.ts';
import { sqsClient } from '../connectors/sqs/client.ts';
import { openTelemetry } from './compose-telemetry.ts';
import { loadLambdaConfig } from './config-lambda.ts';
import type { Telemetry } from './lambdas/observed.ts';

export interface Drill {
  readonly telemetry: Telemetry;
  putMetric(name: string, value: number, dimensions: Readonly<Record<string, string>>): Promise<void>;
  sendPoison(queue: 'work' | 'publish' | 'report'): Promise<void>;
}

/** Where Muster's own metrics are. */
const namespace = 'Muster';

export const openDrill = async (env: Readonly<Record<string, string | undefined>>): Promise<Drill> => {
  const config = loadLambdaConfig(env, ['MUSTER_STAGE', 'WORK_QUEUE_URL', 'PUBLISH_QUEUE_URL', 'REPORT_QUEUE_URL']);
  const telemetry = openTelemetry(config.MUSTER_STAGE, config.MUSTER_LOG_LEVEL);
  const metrics = await telemetry.tracing.calls(cloudWatchClient());
  const queues = await telemetry.tracing.calls(sqsClient());
  const urls = { work: config.WORK_QUEUE_URL, publish: config.PUBLISH_QUEUE_URL, report: config.REPORT_QUEUE_URL };
  return {
    telemetry,
    async putMetric(MetricName, Value, dimensions) {
      const Dimensions = Object.entries(dimensions).map(([Name, one]) => ({ Name, Value: one }));
      await metrics.send(
        new PutMetricDataCommand({ Namespace: namespace, MetricData: [{ MetricName, Value, Dimensions }] }),
      );
    },
    async sendPoison(queue) {
      const ordered = queue === 'publish' ? { MessageGroupId: 'alarm-test', MessageDeduplicationId: randomUUID() } : {};
      const body = JSON.stringify({ kind: 'alarm-test', key: 'poison' });
      await queues.send(new SendMessageCommand({ QueueUrl: urls[queue], MessageBody: body, ...ordered }));
    },
  };
};
