import { caseReport } from '../../../scripts/case-report.ts';

const linesOf = (...tests: Parameters<typeof caseReport>[0]) => caseReport(tests).lines;

describe('the report of the cases', () => {
  it('says of each case what was tried, and whether it held', () => {
    expect(linesOf({ title: 'CORE-BAD-01: refuses no kid', status: 'passed' })).toContain(
      'CORE-BAD-01 passed refuses no kid',
    );
    expect(linesOf({ title: 'NRPS-15: keeps a query', status: 'failed' })).toContain('NRPS-15 failed keeps a query');
  });

  it('takes one test for several cases', () => {
    const lines = linesOf({ title: 'NRPS-02, 03: asks rightly', status: 'passed' });
    expect(lines).toEqual(expect.arrayContaining(['NRPS-02 passed asks rightly', 'NRPS-03 passed asks rightly']));
  });

  it('fails a case when one of its tests does', () => {
    const lines = linesOf(
      { title: 'DL-02: posts one field', status: 'passed' },
      { title: 'DL-02: keeps the query', status: 'failed' },
      { title: 'DL-02: and nothing else', status: 'passed' },
    );
    expect(lines).toContain('DL-02 failed posts one field; keeps the query; and nothing else');
  });

  it('fails a case that nobody ran, or that was skipped', () => {
    expect(linesOf()).toContain('CORE-EXT-08 failed nobody ran it');
    expect(linesOf({ title: 'CORE-EXT-08: makes one', status: 'pending' })).toContain('CORE-EXT-08 failed makes one');
    expect(caseReport([])).toMatchObject({ passed: 0, failed: 118 });
  });

  it('lists tests of no case, each for itself', () => {
    const report = caseReport([
      { title: 'lives on', status: 'passed' },
      { title: 'lives on again', status: 'failed' },
      { title: 'M12: Moodle sends seconds', status: 'passed' },
    ]);
    expect(report.lines).toEqual(
      expect.arrayContaining([
        'OTHER passed lives on',
        'OTHER failed lives on again',
        'M12 passed Moodle sends seconds',
      ]),
    );
    expect(report).toMatchObject({ passed: 2, failed: 119 });
  });
});
