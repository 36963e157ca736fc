import { readReport } from '../../../scripts/jest-report.ts';

const test = (title: string, status: string, failureMessages: string[] = []) => ({
  title,
  fullName: `a class ${title}`,
  status,
  failureMessages,
});
const file = (name: string, status: string, assertionResults: ReturnType<typeof test>[], message = '') => ({
  name: `/muster/test/${name}`,
  status,
  message,
  assertionResults,
});
const read = (success: boolean, ...testResults: ReturnType<typeof file>[]) =>
  readReport({ success, testResults }, ['unit', 'http'], '/muster/test');

describe('the report of a run', () => {
  it('given tests that passed, says how many a kind, and no more', () => {
    expect(
      read(
        true,
        file('unit/a.test.ts', 'passed', [test('is read', 'passed')]),
        file('http/unit.test.ts', 'passed', [test('is asked', 'passed'), test('is told', 'passed')]),
      ),
    ).toEqual({ lines: ['unit: 1 passed, 0 failed', 'http: 2 passed, 0 failed'], outcome: { passed: 3, failed: 0 } });
  });

  it('given one that failed, names its file, itself and the reason on one line, without colours', () => {
    const reason = '\u001b[31mexpected\u001b[39m 1\n\n    received 2';
    const { lines, outcome } = read(
      false,
      file('unit/a.test.ts', 'failed', [test('is read', 'passed'), test('is kept', 'failed', [reason])]),
    );
    expect(lines.at(-1)).toBe('FAILED unit/a.test.ts > a class is kept: expected 1 | received 2');
    expect(outcome).toEqual({ passed: 1, failed: 1 });
  });

  it('counts one that was skipped as failed', () => {
    const { lines, outcome } = read(true, file('http/a.test.ts', 'passed', [test('is read', 'pending')]));
    expect(lines.at(-1)).toBe('FAILED http/a.test.ts > a class is read: pending');
    expect(outcome).toEqual({ passed: 0, failed: 1 });
  });

  it('counts a file that could not be run, and one that fell over beside its tests', () => {
    const { lines, outcome } = read(
      false,
      file('unit/a.test.ts', 'failed', [], 'no such module'),
      file('unit/b.test.ts', 'failed', [test('is read', 'passed')], 'the server did not end'),
    );
    expect(lines).toEqual([
      'unit: 1 passed, 2 failed',
      'http: 0 passed, 0 failed',
      'FAILED unit/a.test.ts: no such module',
      'FAILED unit/b.test.ts: the server did not end',
    ]);
    expect(outcome).toEqual({ passed: 1, failed: 2 });
  });

  it('cuts a reason that is longer than a line', () => {
    const { lines } = read(false, file('unit/a.test.ts', 'failed', [test('is read', 'failed', ['x'.repeat(5_000)])]));
    expect(lines.at(-1)?.length).toBeLessThan(500);
  });

  it('never says that a run passed when its runner says it did not', () => {
    expect(read(false, file('unit/a.test.ts', 'passed', [test('is read', 'passed')])).outcome).toEqual({
      passed: 1,
      failed: 1,
    });
  });
});
