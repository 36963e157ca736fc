import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { pino } from 'pino';
import { sdkTable } from '../../connectors/dynamodb/sdk-table.ts';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { systemClock } from '../../connectors/embedded/system-clock.ts';
import { agsGradebook } from '../../connectors/lms/gradebook.ts';
import { lmsHttp } from '../../connectors/lms/http.ts';
import { authorisedCalls, type SigningKey } from '../../connectors/lms/token.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { prometheusMetrics } from '../../connectors/prometheus/metrics.ts';
import { asId, type CourseId } from '../../core/ids.ts';
import { publishScores } from '../../core/use-cases/publish-scores.ts';
import { everyTask } from '../../core/use-cases/run-due-work.ts';
import { startWorker } from '../../lti-server/worker.ts';

/** A table that listens on this machine's loopback, as DynamoDB would on the network. */
export const tableAt = (endpoint: string) => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials });
  return { client, table: sdkTable(client, 'muster') };
};

export interface PublisherStart {
  readonly endpoint: string;
  readonly signingKey: SigningKey;
}

/** What one server did until it was told to stop. */
export interface PublisherEnd {
  readonly scores: number;
  /** How often it wanted a platform's host while another had it. */
  readonly waited: number;
}

/** One server's worker, with nothing in common with another's but the table and the platform. */
const publishUntilTold = async ({ endpoint, signingKey }: PublisherStart): Promise<PublisherEnd> => {
  const { client, table } = tableAt(endpoint);
  const stores = storesOn(table);
  const calls = authorisedCalls({
    http: lmsHttp(true),
    findRegistration: (id) => stores.registrations.find(id),
    signingKey: async () => signingKey,
    now: Date.now,
  });
  const gradebook = agsGradebook(calls);
  const done = { scores: 0, waited: 0 };
  const services = {
    ...stores,
    ids: idSource(),
    clock: systemClock,
    realtime: memoryRealtime(),
    gradebook: {
      ...gradebook,
      postScore: (...asked: Parameters<typeof gradebook.postScore>) => {
        done.scores += 1;
        return gradebook.postScore(...asked);
      },
    },
    metrics: prometheusMetrics(),
    leases: {
      ...stores.leases,
      async take(...asked: Parameters<typeof stores.leases.take>) {
        const taken = await stores.leases.take(...asked);
        if (taken === null && asked[0].name.startsWith('host/')) done.waited += 1;
        return taken;
      },
    },
  };
  const nothing = async () => {};
  const worker = startWorker(services, pino({ level: 'silent' }), {
    ...everyTask(nothing),
    publish: async (key, keepLease) =>
      void (await publishScores(services, asId<CourseId>(key), { keepLease, random: Math.random })),
  });
  await once(process.stdin, 'end');
  await worker.close();
  client.destroy();
  return done;
};

/** As a process: says that it is there, begins at the first byte on its input, ends when that ends. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write('there\n');
  await once(process.stdin, 'data');
  const end = await publishUntilTold(JSON.parse(process.argv[2] ?? '{}') as PublisherStart);
  process.stdout.write(JSON.stringify(end));
}
