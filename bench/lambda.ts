import { packageLambdas } from '../scripts/package.ts';
import { httpEvent, s3Event, scheduleEvent, sqsEvent } from '../test/support/aws/events.ts';
import { startLambdaProcess } from '../test/support/aws/lambda-process.ts';
import { mediaBucket, openStage, secrets } from '../test/support/aws/stage.ts';

const runs = 7;
/** ltijs with its own store takes 211 ms on this kind of machine. */
const webTarget = 100;

const upload = s3Event({ bucket: mediaBucket, key: 'uploads/c_1/s1/k1/t1', size: 1, version: 'v1' });
/** The first thing that each is asked, in a fresh process. */
const firstEvents: Readonly<Record<string, unknown>> = {
  web: httpEvent({
    method: 'GET',
    url: '/app',
    headers: { 'x-muster-origin': secrets.originKey, accept: 'text/html' },
  }),
  identify: sqsEvent([{ body: upload }]),
  publish: sqsEvent([{ body: { kind: 'publish', key: 'c_1' }, group: 'lms.example' }]),
  'sync-roster': scheduleEvent(),
  retain: scheduleEvent(),
  report: sqsEvent([{ body: { kind: 'report', key: 'c_1/m_1' } }]),
  realtime: { requestContext: { routeKey: '$disconnect', connectionId: 'none' } },
  authorizer: { headers: { 'x-muster-origin': secrets.originKey, authorization: 'Bearer none' } },
  health: scheduleEvent(),
  'alarm-test': { kind: 'metric', name: 'Bench', value: 1 },
};

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const ms = (value: number) => `${value.toFixed(0).padStart(5)} ms`;
const mb = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1).padStart(5)} MB`;

/** The zips that are uploaded: how large, how long until they are loaded, how long until they have answered first. */
export const benchLambda = async (): Promise<boolean> => {
  const packaged = await packageLambdas();
  const stage = await openStage();
  console.log(`Functions, each in a fresh process, median of ${runs}`);
  let web = 0;
  try {
    for (const { name, zipped, unzipped } of packaged) {
      const [loads, firsts]: [number[], number[]] = [[], []];
      for (let run = 0; run < runs; run += 1) {
        const instance = await startLambdaProcess(stage.folderOf(name), stage.pool.envOf(name), () => {});
        await instance.invoke(firstEvents[name] ?? scheduleEvent(), 60_000);
        loads.push(instance.loadMs);
        firsts.push(instance.lastMs);
        instance.kill();
      }
      if (name === 'web') web = median(loads);
      console.log(
        `  ${name.padEnd(12)} zip ${mb(zipped)}, unzipped ${mb(unzipped)}; load ${ms(median(loads))} (least ${ms(Math.min(...loads))}), first invocation ${ms(median(firsts))}`,
      );
    }
  } finally {
    await stage.close();
  }
  console.log(`  Target (web loaded in ${webTarget} ms): ${web <= webTarget ? 'met' : 'MISSED'}`);
  return web <= webTarget;
};
