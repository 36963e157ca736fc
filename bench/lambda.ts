import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { load } from 'js-yaml';
import { type Packaged, packageLambdas, unzippedMaximum } from '../scripts/package.ts';
import { startLambdaProcess, type Took } from '../test/support/aws/lambda-process.ts';
import { type AwsStage, openStage } from '../test/support/aws/stage.ts';
import { type First, openFirsts } from './lambda-firsts.ts';

const runs = 7;
/** ltijs with its own store takes 211 ms on this kind of machine. */
const webTarget = 100;

interface Measured {
  readonly loads: readonly Took[];
  readonly firsts: readonly Took[];
}

/** Each time in a fresh process. @throws Error when what was asked was not done */
const measure = async (stage: AwsStage, { name, what, prepare }: First): Promise<Measured> => {
  const [loads, firsts]: [Took[], Took[]] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    const { event, done } = await prepare();
    const instance = await startLambdaProcess(stage.folderOf(name), stage.pool.envOf(name), () => {});
    const answer = await instance.invoke(event, 300_000);
    loads.push(instance.load);
    firsts.push(instance.last);
    instance.kill();
    if (!(await done(answer))) throw new Error(`${name}: ${what} was not done`);
  }
  return { loads, firsts };
};

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const clock = (all: readonly Took[]) => all.map(({ ms }) => ms);
const mb = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
const ms = (value: number) => `${value.toFixed(0)} ms`;
const time = (all: readonly Took[]) =>
  [median(clock(all)), Math.min(...clock(all)), median(all.map(({ cpuMs }) => cpuMs))].map(ms).join(' / ');

/** The template's own; what its tags stand for is no matter here. */
const timeouts = async (): Promise<Readonly<Record<string, number>>> => {
  const text = await readFile(new URL('../infrastructure/functions.yml', import.meta.url), 'utf8');
  const all = load(text.replaceAll(/!\w+/g, '')) as Record<string, { readonly timeout: number }>;
  return Object.fromEntries(Object.entries(all).map(([name, { timeout }]) => [name, timeout]));
};

const rowOf = ({ name, what }: First, { loads, firsts }: Measured, one: Packaged | undefined, limit = 0) =>
  `| \`${name}\` | ${mb(one?.zipped ?? 0)} | ${mb(one?.unzipped ?? 0)} | ${time(loads)} | ${what} | ${time(firsts)} | ${limit} s |`;

/** The zips that are uploaded: how large, how long until they are loaded, how long until they have done something first. */
export const benchLambda = async (): Promise<boolean> => {
  const packaged = await packageLambdas();
  const limits = await timeouts();
  const stage = await openStage({ visibilitySeconds: 60 });
  const webLoads: Took[] = [];
  console.log(
    `Functions, each ${runs} times in a fresh process, on ${cpus().length} × ${cpus()[0]?.model}: median / least / median of processor time`,
  );
  console.log(`| function | zip | unzipped, of ${mb(unzippedMaximum)} | loaded | first asked | done in | of |`);
  console.log('|---|---|---|---|---|---|---|');
  try {
    for (const first of await openFirsts(stage)) {
      const measured = await measure(stage, first);
      if (first.name === 'web') webLoads.push(...measured.loads);
      const one = packaged.find(({ name }) => name === first.name);
      console.log(rowOf(first, measured, one, limits[first.name]));
    }
  } finally {
    await stage.close();
  }
  const web = median(clock(webLoads));
  console.log(`Target (web loaded in ${webTarget} ms): ${web <= webTarget ? 'met' : 'MISSED'}, ${ms(web)}`);
  return web <= webTarget;
};
