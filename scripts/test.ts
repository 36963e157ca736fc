import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { caseReport } from './case-report.ts';
import { findAwsAccount } from './find-aws.ts';
import { findChromium } from './find-chromium.ts';

/** `npm test` and its parts: runs what is asked for, prints each part's end, closes with "N passed, N failed". */
interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

const run = (command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  new Promise<number>((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });

const step = async (name: string, command: string, args: readonly string[]): Promise<Outcome> => {
  const code = await run(command, args);
  console.log(`${name}: ${code === 0 ? 'passed' : 'failed'}`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
};

const jestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
  success: z.boolean(),
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ title: z.string(), status: z.string() })) })),
});
type JestReport = z.infer<typeof jestReport>;

const countTests = (told: JestReport): Outcome => {
  const failed = told.numFailedTests + told.numPendingTests + told.numTodoTests + told.numRuntimeErrorTestSuites;
  return { passed: told.numPassedTests, failed: failed === 0 && !told.success ? 1 : failed };
};

/** Prints a line a case. A file that could not be run has failed as well. */
const countCases = (told: JestReport): Outcome => {
  const report = caseReport(told.testResults.flatMap(({ assertionResults }) => assertionResults));
  for (const line of report.lines) console.log(line);
  return { passed: report.passed, failed: report.failed + told.numRuntimeErrorTestSuites };
};

/** A test that was skipped counts as failed: a check that needs something absent must say so, not pass by. */
const jest = async (
  projects: readonly string[],
  workers: number,
  outcomeOf: (told: JestReport) => Outcome = countTests,
  without: readonly string[] = [],
): Promise<Outcome> => {
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
        ...projects,
        ...without.flatMap((pattern) => ['--testPathIgnorePatterns', pattern]),
        '--json',
        `--outputFile=${report}`,
        '--forceExit',
        ...(workers === 1 ? ['--runInBand'] : [`--maxWorkers=${workers}`]),
      ],
      { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    );
    const told = jestReport.parse(JSON.parse(await readFile(report, 'utf8')));
    const outcome = outcomeOf(told);
    console.log(`${projects.join(', ')}: ${outcome.passed} passed, ${outcome.failed} failed`);
    return outcome;
  } catch {
    console.log(`${projects.join(', ')}: the tests did not come to an end`);
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
const rules = () => jest(['unit', 'contract'], cores);
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
    countTests,
    slow.map((name) => `test/contract/${name}`),
  );
/** Each of these files runs servers, and some a browser, which keep other cores busy than their own worker's. */
const pairs = Math.min(2, cores);
const conformance = () => jest(['conformance'], pairs, countCases);
const http = () => jest(['http'], pairs);
const packaged = () => step('package', 'npx', ['tsx', 'scripts/package.ts']);
const lambda = () => jest(['lambda'], pairs);
const infrastructure = () => step('infrastructure', 'npx', ['tsx', 'scripts/check-infrastructure.ts']);
const browser = () => jest(['e2e'], pairs);

const parts: Readonly<Record<string, readonly (() => Promise<Outcome>)[]>> = {
  all: [lint, types, chromium, pages, rules, conformance, http, packaged, lambda, infrastructure, browser],
  check: [lint, types, quickRules],
  unit: [() => jest(['unit'], cores)],
  contract: [() => jest(['contract'], cores)],
  conformance: [pages, conformance],
  http: [pages, http],
  lambda: [packaged, lambda],
  e2e: [chromium, pages, browser],
  aws: [aws],
};

const wanted = process.argv[2] ?? 'all';
const steps = parts[wanted];
if (steps === undefined) {
  console.error(`There is no part "${wanted}". Choose one of: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}
const total = { passed: 0, failed: 0 };
const begun = Date.now();
for (const one of steps) {
  const { passed, failed } = await one();
  total.passed += passed;
  total.failed += failed;
}
console.log(`\n${Math.round((Date.now() - begun) / 1000)} s`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
