import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { sqsClient } from '../connectors/sqs/client.ts';
import { measureStanding } from '../core/use-cases/measure-standing.ts';
import { openLambda } from './compose-lambda.ts';
import type { HealthDeps, Probe } from './lambdas/health.ts';
import type { Telemetry } from './lambdas/observed.ts';

/** One question to each part that everything else stands on. */
export const openHealth = async (
  env: Readonly<Record<string, string | undefined>>,
): Promise<HealthDeps & { readonly telemetry: Telemetry }> => {
  const parts = openLambda(env, ['MUSTER_PUBLIC_URL', 'UPLOADS_QUEUE_URL']);
  const { config, services, table, logger } = parts;
  const queues = sqsClient();
  const queue =
    (QueueUrl: string): Probe =>
    () =>
      queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }));
  const { current, originKeys } = await parts.readSecrets();
  return {
    probes: {
      table: () => table.get('HEALTH', 'HEALTH'),
      media: () => services.media.get('health/none.jpg'),
      // Nothing is lost without it but the word that pictures have come.
      'queue-uploads': queue(config.UPLOADS_QUEUE_URL),
      'queue-work': queue(config.WORK_QUEUE_URL),
      'queue-publish': queue(config.PUBLISH_QUEUE_URL),
      'queue-report': queue(config.REPORT_QUEUE_URL),
      gallery: () => services.gallery.describe(),
    },
    secrets: { current, originKeys },
    measure: async () => {
      const [{ dynamoDbClient }, { cloudWatchClient }, { awsStorageMeter }] = await Promise.all([
        import('../connectors/dynamodb/client.ts'),
        import('../connectors/cloudwatch/client.ts'),
        import('../connectors/cloudwatch/storage-meter.ts'),
      ]);
      const storage = awsStorageMeter({
        dynamodb: dynamoDbClient(),
        cloudwatch: cloudWatchClient(),
        clock: services.clock,
        tableName: config.TABLE_NAME,
        buckets: [config.MEDIA_BUCKET, config.REPORTS_BUCKET],
      });
      await measureStanding(services, storage);
    },
    publicUrl: new URL(config.MUSTER_PUBLIC_URL).origin,
    logger,
    telemetry: parts.telemetry,
    now: Date.now,
  };
};
