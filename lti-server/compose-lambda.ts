import { storesOn } from '../connectors/dynamodb/stores.ts';
import { idSource } from '../connectors/embedded/ids.ts';
import { systemClock } from '../connectors/embedded/system-clock.ts';
import type { HintDeps } from '../connectors/sqs/task-messages.ts';
import type { Table } from '../connectors/table.ts';
import { platformHost } from '../core/attendance/grade-column.ts';
import type { Logger } from '../core/ports/logger.ts';
import type { Realtime } from '../core/ports/realtime.ts';
import type { ReportFiles } from '../core/ports/report-files.ts';
import type { Services } from '../core/ports/services.ts';
import type { Task, WorkQueue } from '../core/ports/work-queue.ts';
import { openLambdaGallery } from './compose-lambda-faces.ts';
import { openTelemetry } from './compose-telemetry.ts';
import { type LambdaConfig, loadLambdaConfig, type SettingName } from './config-lambda.ts';
import { type LambdaSecrets, readSecrets } from './lambda-secrets.ts';
import type { Telemetry } from './lambdas/observed.ts';
import { lazily } from './lazily.ts';
import { once } from './once.ts';

/** Of every function that touches courses. */
const always = [
  'MUSTER_STAGE',
  'TABLE_NAME',
  'MEDIA_BUCKET',
  'WORK_QUEUE_URL',
  'PUBLISH_QUEUE_URL',
  'REPORT_QUEUE_URL',
  'REPORTS_BUCKET',
  'REALTIME_ENDPOINT',
  'SECRET_ARN',
] as const;
type Always = (typeof always)[number];

/** Everything but what needs the secret. */
export type CourseServices = Omit<Services, 'linkSeal' | 'checkInCodes' | 'messages' | 'rosterSource' | 'gradebook'>;

export interface LambdaParts<Needed extends SettingName> {
  readonly config: LambdaConfig<Needed | Always>;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
  readonly table: Table;
  readonly services: CourseServices;
  /** Tells of a task again that stands in the table already. */
  sendHint(task: Task): Promise<void>;
  readSecrets(): Promise<LambdaSecrets>;
}

const hintDeps = (
  config: LambdaConfig<Always>,
  logger: Logger,
  services: Pick<Services, 'courses'>,
): Omit<HintDeps, 'client'> => ({
  queues: { work: config.WORK_QUEUE_URL, publish: config.PUBLISH_QUEUE_URL, report: config.REPORT_QUEUE_URL },
  async hostOf(id) {
    const course = await services.courses.find(id);
    return course === null ? null : platformHost(course);
  },
  now: Date.now,
  failed: (kind, error) =>
    logger.warn({ task: kind, err: error }, 'no message could be sent: the schedule will find it'),
});

/**
 * The one place that picks adapters on AWS. Each service's SDK, and sharp, is loaded when it is first called: a page, or a
 * request that is refused, needs none of them.
 */
export const openLambda = <Needed extends SettingName>(
  env: Readonly<Record<string, string | undefined>>,
  needed: readonly Needed[],
): LambdaParts<Needed> => {
  const config: LambdaConfig<Needed | Always> = loadLambdaConfig(env, [...needed, ...always]);
  const {
    TABLE_NAME,
    MEDIA_BUCKET,
    MEDIA_KEY_ARN,
    REPORTS_BUCKET,
    REALTIME_ENDPOINT,
    MUSTER_STAGE,
    MUSTER_LOG_LEVEL,
    SECRET_ARN,
  } = config as LambdaConfig<Always>;
  const telemetry = openTelemetry(MUSTER_STAGE, MUSTER_LOG_LEVEL);
  const { logger, metrics } = telemetry;
  const table = lazily<Table>(async () => {
    const [{ sdkTable }, { dynamoDbClient }] = await Promise.all([
      import('../connectors/dynamodb/sdk-table.ts'),
      import('../connectors/dynamodb/client.ts'),
    ]);
    return sdkTable(await telemetry.tracing.calls(dynamoDbClient()), TABLE_NAME);
  });
  const stores = storesOn(table);
  /** Once, whoever needs them: the function itself, and an engine that keeps vectors encrypted. */
  const secretsOf = once(async (): Promise<LambdaSecrets> => {
    const { readSecretText } = await import('../connectors/secrets-manager/read-secret.ts');
    return readSecrets(await readSecretText(SECRET_ARN));
  });
  const deps = hintDeps(config as LambdaConfig<Always>, logger, stores);
  const hints = lazily(async () => {
    const [{ sendHint, taskMessages }, { sqsClient }] = await Promise.all([
      import('../connectors/sqs/task-messages.ts'),
      import('../connectors/sqs/client.ts'),
    ]);
    const told = { ...deps, client: await telemetry.tracing.calls(sqsClient()) };
    return { ...taskMessages(stores.work, told), hint: (task: Task) => sendHint(told, task) };
  });
  const work: WorkQueue = {
    ...stores.work,
    add: (task) => hints.add(task),
    replace: (task, by) => hints.replace(task, by),
  };
  return {
    config,
    logger,
    telemetry,
    table,
    services: {
      ...stores,
      work,
      clock: systemClock,
      ids: idSource(),
      media: lazily(async () => {
        const [{ s3Media }, { s3Client }] = await Promise.all([
          import('../connectors/s3/media.ts'),
          import('../connectors/s3/client.ts'),
        ]);
        return s3Media(await telemetry.tracing.calls(s3Client()), { bucket: MEDIA_BUCKET, keyArn: MEDIA_KEY_ARN });
      }),
      pictures: lazily(async () => (await import('../connectors/embedded/picture-reader.ts')).pictureReader()),
      gallery: lazily(() =>
        openLambdaGallery({
          config: config as LambdaConfig<Always>,
          table,
          telemetry,
          secrets: secretsOf,
        }),
      ),
      realtime: lazily<Realtime>(async () => {
        const [{ apiGatewayRealtime }, { apiGatewaySockets }, { managementClient }] = await Promise.all([
          import('../connectors/apigateway/realtime.ts'),
          import('../connectors/apigateway/sockets.ts'),
          import('../connectors/apigateway/client.ts'),
        ]);
        const onTrouble = (error: unknown) => logger.warn({ err: error }, 'progress could not be told');
        const sockets = apiGatewaySockets(managementClient({ endpoint: REALTIME_ENDPOINT }));
        return apiGatewayRealtime({ sockets, viewers: stores.viewers, clock: systemClock, onTrouble });
      }),
      reportFiles: lazily<ReportFiles>(async () => {
        const [{ s3Reports }, { s3Client }] = await Promise.all([
          import('../connectors/s3/report-files.ts'),
          import('../connectors/s3/client.ts'),
        ]);
        return s3Reports(await telemetry.tracing.calls(s3Client()), REPORTS_BUCKET);
      }),
      metrics,
    },
    sendHint: (task) => hints.hint(task),
    readSecrets: secretsOf,
  };
};
