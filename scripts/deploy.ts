import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { awsDoing, callerAccount } from './deploy/aws.ts';
import { carryOut, DeploymentFailed, stackName } from './deploy/carry-out.ts';
import { type DeployConfig, DeployConfigError, readDeployConfig } from './deploy/config.ts';
import { edgeRegion, type Outputs, planDeployment, stepText, type Wish } from './deploy/plan.ts';

/** `npm run deploy -- --stage prod [--region eu-central-1] [--config deploy.yml] [--dry-run] [--no-package]` */
const usage = 'npm run deploy -- --stage prod [--region eu-central-1] [--config deploy.yml] [--dry-run] [--no-package]';
const root = fileURLToPath(new URL('..', import.meta.url));

const stop = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const optionsOf = (argv: readonly string[]) => {
  try {
    return parseArgs({
      args: [...argv],
      allowNegative: true,
      options: {
        stage: { type: 'string' },
        region: { type: 'string', default: 'eu-central-1' },
        config: { type: 'string', default: 'deploy.yml' },
        'dry-run': { type: 'boolean', default: false },
        package: { type: 'boolean', default: true },
      },
    }).values;
  } catch (error) {
    return stop(`${(error as Error).message}\n${usage}`);
  }
};

const configOf = async (file: string): Promise<DeployConfig> => {
  try {
    return readDeployConfig(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof DeployConfigError) return stop(`${file}: ${error.message}`);
    return stop(`${file} cannot be read. docs/operators/deploy.md says how to write it.`);
  }
};

const knownOutputs = async (doing: ReturnType<typeof awsDoing>, { stage, region, config }: Wish): Promise<Outputs> => ({
  edge: await doing.outputsOf(stackName('edge', stage), edgeRegion),
  second:
    config.secondRegion === undefined ? null : await doing.outputsOf(stackName('second', stage), config.secondRegion),
  regional: await doing.outputsOf(stackName('regional', stage), region),
});

const accountOf = async (region: string): Promise<string> => {
  try {
    return await callerAccount(region);
  } catch (error) {
    return stop(
      `AWS does not know who you are (${(error as Error).name}). Sign in first: docs/operators/deploy.md, "Signing in".`,
    );
  }
};

const options = optionsOf(process.argv.slice(2));
const { stage } = options;
if (stage === undefined || !/^[a-z][a-z0-9]{1,11}$/.test(stage)) {
  stop(`--stage must be 2 to 12 small letters and digits, such as prod.\n${usage}`);
} else {
  const config = await configOf(options.config);
  const wish: Wish = { stage, region: options.region, package: options.package, config };
  if (config.domain === undefined) {
    console.log('Without a domain browsers may use TLS 1.0: good for trying out, not for students.');
  }
  const doing = awsDoing(root);
  if (options['dry-run']) {
    // Nothing is asked of AWS: as if nothing were there yet.
    const steps = planDeployment(wish, { edge: null, second: null, regional: null }, '<account>');
    for (const [index, step] of steps.entries()) console.log(`${index + 1}. ${stepText(step)}`);
  } else {
    const account = await accountOf(wish.region);
    console.log(`Stage ${stage} in account ${account}, region ${wish.region}`);
    const known = await knownOutputs(doing, wish);
    try {
      const url = await carryOut(doing, wish, planDeployment(wish, known, account), known);
      console.log(`\nMuster is at ${url}`);
    } catch (error) {
      if (error instanceof DeploymentFailed) stop(`\n${error.message}`);
      throw error;
    }
  }
}
