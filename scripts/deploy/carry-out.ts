import { join } from 'node:path';
import type { OutputOf, Outputs, StackName, Step, Wish } from './plan.ts';

/** The outside, as far as deploying needs it; tests record it. */
export interface Doing {
  /** Runs a program where it is said; its output goes to the operator. Answers its exit code. */
  run(command: readonly string[], folder: string): Promise<number>;
  outputsOf(stackName: string, region: string): Promise<Readonly<Record<string, string>> | null>;
  uploadAssets(bucket: string, region: string): Promise<number>;
  invalidate(distribution: string): Promise<void>;
  /** The newest release that the framework has uploaded to its bucket: its timestamp. */
  newestRelease(bucket: string, region: string, stage: string): Promise<string | null>;
  /** The last one whose smoke test passed. */
  goodRelease(bucket: string, region: string, stage: string): Promise<string | null>;
  rememberGood(bucket: string, region: string, stage: string, release: string): Promise<void>;
  say(line: string): void;
}

export class DeploymentFailed extends Error {
  override readonly name = 'DeploymentFailed';
}

const services: Readonly<Record<StackName, string>> = {
  edge: 'muster-edge',
  second: 'muster-second',
  regional: 'muster',
};
const folders: Readonly<Record<StackName, string>> = {
  edge: 'infrastructure/edge',
  second: 'infrastructure/second-region',
  regional: '.',
};

/** The name the framework gives a stack. */
export const stackName = (stack: StackName, stage: string): string => `${services[stack]}-${stage}`;

const serverless = (stack: StackName): string =>
  join(
    ...folders[stack].split('/').map((part) => (part === '.' ? '.' : '..')),
    'node_modules/serverless/bin/serverless.js',
  );

/** How the framework is called for a stack. */
const serverlessCommand = (stack: StackName, verb: string, options: readonly string[]): string[] => [
  'node',
  serverless(stack),
  verb,
  ...options,
];

interface State {
  outputs: Record<StackName, Readonly<Record<string, string>> | null>;
}

const resolve = ({ outputs }: State, { stack, output }: OutputOf): string => {
  const value = outputs[stack]?.[output];
  if (value === undefined) throw new DeploymentFailed(`The ${stack} stack has no output ${output}.`);
  return value;
};

const must = async (doing: Doing, command: readonly string[], folder: string, what: string): Promise<void> => {
  const code = await doing.run(command, folder);
  if (code !== 0) throw new DeploymentFailed(`${what} failed (exit code ${code}).`);
};

const putUp = async (doing: Doing, wish: Wish, state: State, step: Extract<Step, { kind: 'stack' }>): Promise<void> => {
  const parameters = Object.entries(step.parameters).flatMap(([name, value]) => [
    '--param',
    `${name}=${typeof value === 'string' ? value : resolve(state, value)}`,
  ]);
  const options = ['--stage', wish.stage, '--region', step.region, ...parameters];
  const command = serverlessCommand(
    step.stack,
    'deploy',
    step.stack === 'edge' ? options.filter(withoutRegion) : options,
  );
  await must(doing, command, folders[step.stack], `Putting up the ${step.stack} stack`);
  state.outputs[step.stack] = await doing.outputsOf(stackName(step.stack, wish.stage), step.region);
};

/** The edge stack's region is written in it. */
const withoutRegion = (_option: string, index: number) => index !== 2 && index !== 3;

/** The smoke test speaks for the release; when it fails, the last good one is put back. */
const smoke = async (doing: Doing, wish: Wish, state: State): Promise<void> => {
  const url = resolve(state, { stack: 'regional', output: 'PublicUrl' });
  const bucket = resolve(state, { stack: 'regional', output: 'ServerlessDeploymentBucketName' });
  const code = await doing.run(
    ['npm', 'run', '--silent', 'smoke', '--', '--url', url, '--realtime', `${url.replace(/^http/, 'ws')}/realtime`],
    '.',
  );
  if (code === 0) {
    const release = await doing.newestRelease(bucket, wish.region, wish.stage);
    if (release !== null) await doing.rememberGood(bucket, wish.region, wish.stage, release);
    return;
  }
  const good = await doing.goodRelease(bucket, wish.region, wish.stage);
  if (good === null) {
    throw new DeploymentFailed(
      'The smoke test failed. No release before this one has passed it, so this one stays for you to look at.',
    );
  }
  doing.say(`The smoke test failed: going back to the release ${good}.`);
  const command = serverlessCommand('regional', 'rollback', [
    '--stage',
    wish.stage,
    '--region',
    wish.region,
    '--timestamp',
    good,
  ]);
  await must(doing, command, '.', 'Going back');
  throw new DeploymentFailed(`The smoke test failed; the release ${good} is back in place.`);
};

/** Answers the outputs of the regional stack. @throws DeploymentFailed in words; what was put up until then stands. */
export const carryOut = async (
  doing: Doing,
  wish: Wish,
  steps: readonly Step[],
  known: Outputs,
): Promise<Readonly<Record<string, string>>> => {
  const state: State = { outputs: { ...known } };
  for (const step of steps) {
    switch (step.kind) {
      case 'package':
        await must(doing, ['npm', 'run', '--silent', 'package'], '.', 'Building');
        break;
      case 'stack':
        doing.say(`\nThe ${step.stack} stack, in ${step.region}`);
        await putUp(doing, wish, state, step);
        break;
      case 'assets': {
        const bucket = resolve(state, step.bucket);
        doing.say(`${await doing.uploadAssets(bucket, step.region)} files of the pages are in ${bucket}`);
        break;
      }
      case 'invalidate':
        await doing.invalidate(resolve(state, { stack: 'regional', output: 'DistributionId' }));
        break;
      case 'smoke':
        await smoke(doing, wish, state);
        break;
    }
  }
  return state.outputs.regional ?? {};
};
