import { relative, sep } from 'node:path';
import { z } from 'zod';
import { caseReport } from './case-report.ts';

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

export const sumOf = (outcomes: readonly Outcome[]): Outcome => ({
  passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
  failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
});

/** What `jest --json` writes, of it what is read here. */
export const jestReport = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          title: z.string(),
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});
export type JestReport = z.infer<typeof jestReport>;
type FileResult = JestReport['testResults'][number];

const hasPassed = ({ status }: { status: string }): boolean => status === 'passed';

/** A file that could not be run, or fell over beside its tests. */
const isBroken = ({ status, assertionResults }: FileResult): boolean =>
  status === 'failed' && assertionResults.every(hasPassed);

/** A test that was skipped counts as failed: a check that needs something absent must say so, not pass by. */
const countTests = (files: readonly FileResult[]): Outcome => {
  const all = files.flatMap(({ assertionResults }) => assertionResults);
  const passed = all.filter(hasPassed).length;
  return { passed, failed: all.length - passed };
};

/** A line a kind of test; of the conformance cases a line each, and one that nobody ran has failed. */
const tellKind = (kind: string, files: readonly FileResult[]): { lines: string[]; outcome: Outcome } => {
  const cases = kind === 'conformance' ? caseReport(files.flatMap(({ assertionResults }) => assertionResults)) : null;
  const { passed, failed } = cases ?? countTests(files);
  const outcome = { passed, failed: failed + files.filter(isBroken).length };
  return { lines: [...(cases?.lines ?? []), `${kind}: ${passed} passed, ${outcome.failed} failed`], outcome };
};

const longestReason = 400;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a terminal's colours.
const colours = /\u001b\[\d*m/g;
const reasonOf = (message: string): string =>
  message
    .replaceAll(colours, '')
    .trim()
    .replaceAll(/\s*\n\s*/g, ' | ')
    .slice(0, longestReason);

/** `FAILED file > test: why`, a line each: what somebody looks for at the end of some thousand lines. */
const tellFailures = (files: readonly FileResult[], fileOf: (name: string) => string): string[] =>
  files.flatMap((file) => [
    ...(isBroken(file) ? [`FAILED ${fileOf(file.name)}: ${reasonOf(file.message)}`] : []),
    ...file.assertionResults
      .filter((test) => !hasPassed(test))
      .map(({ fullName, status, failureMessages }) => {
        const reason = reasonOf((failureMessages ?? []).join('\n'));
        return `FAILED ${fileOf(file.name)} > ${fullName}: ${reason === '' ? status : reason}`;
      }),
  ]);

/**
 * What is said of a run, and how it counts: a line a kind, then each test that did not pass.
 *
 * @param folder absolute path of `test/`: the kinds of tests are its folders
 */
export const readReport = (
  { testResults, success }: JestReport,
  kinds: readonly string[],
  folder: string,
): { lines: string[]; outcome: Outcome } => {
  const fileOf = (name: string) => relative(folder, name).split(sep).join('/');
  const told = kinds.map((kind) =>
    tellKind(
      kind,
      testResults.filter(({ name }) => fileOf(name).startsWith(`${kind}/`)),
    ),
  );
  const { passed, failed } = sumOf(told.map(({ outcome }) => outcome));
  return {
    lines: [...told.flatMap(({ lines }) => lines), ...tellFailures(testResults, fileOf)],
    outcome: { passed, failed: failed === 0 && !success ? 1 : failed },
  };
};
