import { readDeployConfig } from '../../../../scripts/deploy/config.ts';
import { warningsOf } from '../../../../scripts/deploy/warnings.ts';

describe('what an operator hears of a deployment', () => {
  it('given no domain, is that old TLS is spoken, of which stage, and what to do', () => {
    const told = warningsOf('prod', readDeployConfig('')).join(' ');
    for (const words of ['stage prod has no domain', 'TLS 1.0', 'not for students', 'docs/operators/deploy.md']) {
      expect(told).toContain(words);
    }
  });

  it('given a domain, is nothing', () => {
    expect(warningsOf('prod', readDeployConfig('domain: muster.example.edu'))).toEqual([]);
  });
});
