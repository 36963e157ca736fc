import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { awsDoing, callerAccount, secretIn } from './deploy/aws.ts';
import { carryOut, DeploymentFailed, stackName } from './deploy/carry-out.ts';
import { type DeployConfig, DeployConfigError, readDeployConfig } from './deploy/config.ts';
import { edgeRegion, type Outputs, planDeployment, planStandby, stepText, type Wish } from './deploy/plan.ts';
import { warningsOf } from './deploy/warnings.ts';
import { helpWhenAsked } from './help.ts';

/** `npm run deploy -- --stage prod [--region eu-central-1] [--config deploy.yml] [--dry-run] [--no-package] [--standby]` */
const usage =
  'npm run deploy -- --stage prod [--region eu-central-1] [--config deploy.yml] [--dry-run] [--no-package] [--standby]';
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
        standby: { type: 'boolean', default: false },
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

/** What is left to do by hand when the first region is away: docs/operators/multi-region.md. */
const tellOrigins = ({ ApiHost = '', ReportsHost = '', RealtimeHost = '' }: Readonly<Record<string, string>>): void => {
  console.log('\nIt stands by. To move over, give the distribution these origins:');
  console.log(`  api: ${ApiHost}\n  reports: ${ReportsHost}\n  realtime: ${RealtimeHost}`);
};

const warn = ({ stage, config }: Wish): void => {
  for (const line of warningsOf(stage, config)) console.log(line);
};

const nothing: Outputs = { edge: null, second: null, regional: null };

/** The same wish, of the region that stands by. */
const ofStandby = (wish: Wish): Wish => {
  const { secondRegion, domain } = wish.config;
  if (secondRegion === undefined || domain === undefined) {
    return stop('--standby needs secondRegion and domain in the configuration.');
  }
  return { ...wish, region: secondRegion };
};

const standBy = async (doing: ReturnType<typeof awsDoing>, asked: Wish): Promise<void> => {
  const wish = ofStandby(asked);
  const second = await doing.outputsOf(stackName('second', wish.stage), wish.region);
  const steps = planStandby(wish, await secretIn(wish.region, wish.stage));
  tellOrigins(await carryOut(doing, wish, steps, { ...nothing, second }));
};

const deploy = async (doing: ReturnType<typeof awsDoing>, wish: Wish): Promise<void> => {
  const account = await accountOf(wish.region);
  console.log(`Stage ${wish.stage} in account ${account}, region ${wish.region}`);
  const known = await knownOutputs(doing, wish);
  const { PublicUrl } = await carryOut(doing, wish, planDeployment(wish, known, account), known);
  console.log(`\nMuster is at ${PublicUrl}`);
  // Again where it is read: much was written since.
  warn(wish);
};

const main = async (): Promise<void> => {
  helpWhenAsked(usage);
  const options = optionsOf(process.argv.slice(2));
  const { stage = '' } = options;
  if (!/^[a-z][a-z0-9]{1,11}$/.test(stage)) {
    return stop(`--stage must be 2 to 12 small letters and digits, such as prod.\n${usage}`);
  }
  const config = await configOf(options.config);
  const wish: Wish = { stage, region: options.region, package: options.package, config };
  warn(wish);
  if (options['dry-run']) {
    // Nothing is asked of AWS: as if nothing were there yet.
    const steps = options.standby
      ? planStandby(ofStandby(wish), '<secret there>')
      : planDeployment(wish, nothing, '<account>');
    for (const [index, step] of steps.entries()) console.log(`${index + 1}. ${stepText(step)}`);
    return;
  }
  const doing = awsDoing(root);
  try {
    await (options.standby ? standBy(doing, wish) : deploy(doing, wish));
  } catch (error) {
    if (error instanceof DeploymentFailed) stop(`\n${error.message}`);
    throw error;
  }
};

await main();
