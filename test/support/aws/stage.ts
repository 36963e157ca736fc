import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { keyRingStore } from '../../../connectors/dynamodb/key-ring-store.ts';
import { ltijsPlugin } from '../../../connectors/dynamodb/ltijs-plugin.ts';
import { sdkTable } from '../../../connectors/dynamodb/sdk-table.ts';
import { storesOn } from '../../../connectors/dynamodb/stores.ts';
import { secretKeyVault } from '../../../connectors/embedded/key-vault.ts';
import { systemClock } from '../../../connectors/embedded/system-clock.ts';
import { s3Client } from '../../../connectors/s3/client.ts';
import { s3Media } from '../../../connectors/s3/media.ts';
import type { Table } from '../../../connectors/table.ts';
import { asId, type RegistrationId } from '../../../core/ids.ts';
import { approvedDeployment, newPolicy, type Registration } from '../../../core/lti/registration.ts';
import type { Media } from '../../../core/ports/media.ts';
import type { Stores } from '../../../core/ports/stores.ts';
import { type PlannedFaults, plannedFaults } from '../../../face-engine/rekognition/planned-faults.ts';
import { startRekognitionServer } from '../../../face-engine/rekognition/server.ts';
import { platformKeys } from '../../../lti-server/lti/platform-keys.ts';
import { type PracticeLms, type PracticeLmsOptions, startPracticeLms } from '../../../practice-lms/server.ts';
import { putPhotographs } from '../class-photographs.ts';
import { freePort } from '../practice.ts';
import { type Queues, startQueues } from '../queues.ts';
import { openRememberingEngine } from '../remembering-engine.ts';
import { type S3Server, startS3Server } from '../s3-server.ts';
import { type AwsProxy, startAwsProxy } from './aws-proxy.ts';
import { type Deliveries, deliveries } from './deliveries.ts';
import { startGateway } from './gateway.ts';
import { type LambdaPool, lambdaPool } from './lambda-pool.ts';
import { credentials, type MetricsServer, region, startDynamoDb, startMetrics, startSecrets } from './small-servers.ts';
import { unzipLambdas } from './unzipped.ts';

export const tableName = 'muster-test';
export const mediaBucket = 'muster-media';
export const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234';
export const secrets = {
  secret: 's'.repeat(40),
  previous: '',
  originKey: 'o'.repeat(40),
  previousOriginKey: 'p'.repeat(40),
};

export interface AwsStage {
  readonly toolUrl: string;
  readonly lmsUrl: string;
  readonly lms: PracticeLms;
  readonly pool: LambdaPool;
  readonly queues: Queues;
  readonly bucket: S3Server;
  readonly proxy: AwsProxy;
  readonly metrics: MetricsServer;
  readonly faces: PlannedFaults;
  readonly delivery: Deliveries;
  /** The table and the bucket themselves, past the proxy. */
  readonly table: Table;
  readonly stores: Stores;
  readonly media: Media;
  readonly registration: RegistrationId;
  folderOf(name: string): string;
  close(): Promise<void>;
}

export interface StageOptions {
  /** After so many milliseconds users become ACTIVE. */
  readonly settleMs?: number;
  readonly lms?: Partial<PracticeLmsOptions>;
  readonly visibilitySeconds?: number;
  readonly tries?: number;
  /** Of the @connections API; without, nobody answers there. */
  readonly realtimeEndpoint?: string;
  /** How many events of each function are worked at at once; of `web` three, of others one. */
  readonly instances?: Readonly<Record<string, number>>;
}

/** A stage on this machine: the packaged functions, the servers that speak AWS' protocols, and the practice LMS. */
export const openStage = async (options: StageOptions = {}): Promise<AwsStage> => {
  const { settleMs = 0, visibilitySeconds = 2, tries = 5, realtimeEndpoint = 'http://127.0.0.1:9' } = options;
  const closing: (() => unknown)[] = [];
  const keep = async <T>(opening: Promise<T>, close: (opened: T) => unknown): Promise<T> => {
    const opened = await opening;
    closing.unshift(() => close(opened));
    return opened;
  };
  const unzipped = await keep(unzipLambdas(), (one) => one.close());
  const dataFolder = await keep(mkdtemp(join(tmpdir(), 'muster-stage-')), (folder) => rm(folder, { recursive: true }));
  const dynamodb = await keep(startDynamoDb(tableName), (one) => one.close());
  const vault = await keep(startSecrets(secrets), (one) => one.close());
  const metrics = await keep(startMetrics(), (one) => one.close());
  const bucket = await keep(startS3Server({ secret: credentials.secretAccessKey }), (one) => one.close());
  const engine = await keep(openRememberingEngine(), (one) => one.close());
  const faces = plannedFaults();
  const rekognition = await keep(startRekognitionServer({ engine, port: 0, faults: faces, settleMs }), (one) =>
    one.close(),
  );
  const queues = await keep(startQueues({ visibilitySeconds, tries }), (one) => one.close());
  const proxy = await keep(
    startAwsProxy(
      {
        dynamodb: dynamodb.url,
        s3: bucket.url,
        sqs: queues.endpoint,
        rekognition: rekognition.url,
        secrets: vault.url,
      },
      { sqs: new URL(queues.work).origin },
    ),
    (one) => one.close(),
  );
  const [toolPort, lmsPort] = [await freePort(), await freePort()];
  const toolUrl = `http://localhost:${toolPort}`;
  const throughProxy = (queue: string) => proxy.urlOf('sqs') + new URL(queue).pathname;
  const pool = lambdaPool(
    unzipped,
    {
      MUSTER_STAGE: 'test',
      MUSTER_PUBLIC_URL: toolUrl,
      MUSTER_ALLOW_HTTP_LOOPBACK: 'yes',
      TABLE_NAME: tableName,
      MEDIA_BUCKET: mediaBucket,
      MEDIA_KEY_ARN: keyArn,
      REPORTS_BUCKET: 'muster-reports',
      REALTIME_URL: 'wss://live.example/realtime',
      REALTIME_ENDPOINT: realtimeEndpoint,
      UPLOADS_QUEUE_URL: throughProxy(queues.uploads),
      WORK_QUEUE_URL: throughProxy(queues.work),
      PUBLISH_QUEUE_URL: throughProxy(queues.publish),
      REPORT_QUEUE_URL: throughProxy(queues.report),
      SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:muster-test',
      REKOGNITION_ENDPOINT: proxy.urlOf('rekognition'),
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: proxy.urlOf('dynamodb'),
      AWS_ENDPOINT_URL_S3: proxy.urlOf('s3'),
      AWS_ENDPOINT_URL_SQS: proxy.urlOf('sqs'),
      AWS_ENDPOINT_URL_SECRETS_MANAGER: proxy.urlOf('secrets'),
      AWS_ENDPOINT_URL_CLOUDWATCH: metrics.url,
    },
    { web: 3, ...options.instances },
  );
  closing.unshift(() => pool.close());
  await keep(startGateway(pool, toolPort, secrets.originKey), (one) => one.close());
  await putPhotographs(join(dataFolder, 'photographs'));
  const lms = await keep(
    startPracticeLms({
      port: lmsPort,
      toolUrl,
      dataFolder: join(dataFolder, 'practice-lms'),
      photographsFolder: join(dataFolder, 'photographs'),
      ...options.lms,
    }),
    (one) => one.close(),
  );

  const client = new DynamoDBClient({ endpoint: dynamodb.url, region, credentials });
  const s3 = s3Client({ endpoint: bucket.url, region, credentials, forcePathStyle: true });
  closing.unshift(() => {
    client.destroy();
    s3.destroy();
  });
  const table = sdkTable(client, tableName);
  const stores = storesOn(table);
  const { deploymentId, ...places } = lms.registration;
  const registration: Registration = {
    ...places,
    id: asId<RegistrationId>(lms.registration.id),
    product: 'other',
    tokenAudience: null,
    state: 'active',
    deployments: [approvedDeployment(deploymentId, systemClock.now())],
    deploymentPolicy: 'approve',
    policy: { ...newPolicy, faces: true },
    version: 1,
  };
  await stores.registrations.put(registration);
  const vaultKeys = secretKeyVault({ current: secrets.secret, previous: [] });
  await platformKeys({
    ltijs: ltijsPlugin(table),
    rings: keyRingStore(table),
    vault: vaultKeys,
    clock: systemClock,
  }).register(registration);
  // The platform asks for keys while the tool asks the platform: several instances, as on AWS, and all of them warm.
  await Promise.all([1, 2, 3].map(() => fetch(`${toolUrl}/healthz`)));
  return {
    toolUrl,
    lmsUrl: lms.url,
    lms,
    pool,
    queues,
    bucket,
    proxy,
    metrics,
    faces,
    delivery: deliveries(pool, queues, bucket),
    table,
    stores,
    media: s3Media(s3, { bucket: mediaBucket }),
    registration: registration.id,
    folderOf: unzipped.folderOf,
    async close() {
      for (const close of closing) await close();
    },
  };
};
