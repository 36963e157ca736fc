import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findAwsAccount } from './find-aws.ts';
import { findChromium } from './find-chromium.ts';
import { jestReport, type Outcome, readReport, sumOf } from './jest-report.ts';

/** `npm test` and its parts: runs what is asked for, prints each part's end, closes with "N passed, N failed". */
const root = fileURLToPath(new URL('..', import.meta.url));

const run = (command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  new Promise<number>((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });

const told = (name: string, hasPassed: boolean): Outcome => {
  console.log(`${name}: ${hasPassed ? 'passed' : 'failed'}`);
  return hasPassed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
};

const step = async (name: string, command: string, args: readonly string[]): Promise<Outcome> =>
  told(name, (await run(command, args)) === 0);

/** Beside others: what it says is printed when it has ended. */
const stepBeside = (name: string, command: string, args: readonly string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(command, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      process.stdout.write(stdout + stderr);
      resolve(told(name, error === null));
    });
  });

type Part = () => Promise<Outcome>;

const oneAfterAnother = async (parts: readonly Part[]): Promise<Outcome> => {
  const outcomes: Outcome[] = [];
  for (const part of parts) outcomes.push(await part());
  return sumOf(outcomes);
};

/** Each of these does one thing at a time, and leaves the other cores idle. */
const atOnce =
  (...rows: readonly (readonly Part[])[]): Part =>
  async () =>
    sumOf(await Promise.all(rows.map(oneAfterAnother)));

const jest = async (kinds: readonly string[], workers: number, without: readonly string[] = []): Promise<Outcome> => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-report-'));
  const report = join(folder, 'report.json');
  try {
    await run(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        'node_modules/jest/bin/jest.js',
        '--selectProjects',
        ...kinds,
        ...without.flatMap((pattern) => ['--testPathIgnorePatterns', pattern]),
        '--json',
        `--outputFile=${report}`,
        '--forceExit',
        ...(workers === 1 ? ['--runInBand'] : [`--maxWorkers=${workers}`]),
      ],
      { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    );
    const told = readReport(jestReport.parse(JSON.parse(await readFile(report, 'utf8'))), kinds, join(root, 'test'));
    for (const line of told.lines) console.log(line);
    return told.outcome;
  } catch {
    console.log(`${kinds.join(', ')}: the tests did not come to an end`);
    return { passed: 0, failed: 1 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const cores = Math.max(1, Math.min(4, cpus().length));
const lint = () => step('lint', 'npx', ['biome', 'check', '.']);
const types = () => step('types', 'npm', ['run', '-s', 'typecheck']);

const chromium = async (): Promise<Outcome> => {
  try {
    console.log(`chromium: ${findChromium()}`);
    return { passed: 1, failed: 0 };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
};

/** Costs money in a real account: on demand alone. */
const aws = async (): Promise<Outcome> => {
  try {
    console.log(`aws: ${(await findAwsAccount(process.env)).region}`);
    return await jest(['aws'], 1);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
};

const pages = () => step('pages', 'npx', ['tsx', 'scripts/build-ui.ts']);
const packaged = () => step('package', 'npx', ['tsx', 'scripts/package.ts']);
const infrastructure = () => stepBeside('infrastructure', 'npx', ['tsx', 'scripts/check-infrastructure.ts']);
/** Minutes, together: they kill processes, run the recogniser or a cache's server, make keys by the dozen, or fill courses of five hundred. */
const slow = [
  'cache',
  'crash-',
  'engine-',
  'face-gallery',
  'rekognition-',
  'practice-',
  'platform-keys',
  'store-costs',
  'mongo-',
];
const quickRules = () =>
  jest(
    ['unit', 'contract'],
    cores,
    slow.map((name) => `test/contract/${name}`),
  );
const everything = () => jest(['unit', 'contract', 'conformance', 'http', 'lambda', 'e2e'], cores);

/** Packaging builds the pages, which every kind but the first two needs. */
const parts: Readonly<Record<string, readonly Part[]>> = {
  all: [atOnce([infrastructure], [lint, types, chromium, packaged]), everything],
  check: [lint, types, quickRules],
  unit: [() => jest(['unit'], cores)],
  contract: [() => jest(['contract'], cores)],
  conformance: [pages, () => jest(['conformance'], cores)],
  http: [pages, () => jest(['http'], cores)],
  lambda: [packaged, () => jest(['lambda'], cores)],
  e2e: [chromium, pages, () => jest(['e2e'], cores)],
  aws: [aws],
};

const wanted = process.argv[2] ?? 'all';
const steps = parts[wanted];
if (steps === undefined) {
  console.error(`There is no part "${wanted}". Choose one of: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}
const begun = Date.now();
const total = await oneAfterAnother(steps);
console.log(`\n${Math.round((Date.now() - begun) / 1000)} s`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
