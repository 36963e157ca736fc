import { readFile } from 'node:fs/promises';
import { faultsOfWorkflows } from '../../../../scripts/infrastructure/workflows.ts';

const read = async () =>
  Promise.all(['ci', 'deploy'].map((name) => readFile(`.github/workflows/${name}.yml`, 'utf8'))) as Promise<
    [string, string]
  >;

describe('continuous integration', () => {
  it('does all that it must', async () => {
    expect(faultsOfWorkflows(...(await read()))).toEqual([]);
  });

  it.each([
    ['npm test', 'runs the tests'],
    ['npm run check:infrastructure', 'checks the templates'],
    ['npm run package', 'makes the packages'],
    ['needs: [test, templates, package]', 'deploys to staging after all of these'],
    ['needs: [staging]', 'deploys to production after staging'],
    ['stage: prod, ', 'deploys to production after staging'],
    ['contents: read\n\nconcurrency', 'reads and no more, unless a job says otherwise'],
  ])('is refused without %s', async (text, fault) => {
    const [ci, deploy] = await read();
    expect(ci).toContain(text);
    const instead = text.startsWith('npm')
      ? 'exit 0'
      : text.replace(/^.*/, text.startsWith('contents') ? 'contents: write' : '');
    expect(faultsOfWorkflows(ci.replace(text, instead), deploy)).toContain(fault);
  });

  it.each([
    [`    environment: \${{ inputs.environment }}\n`, 'waits where the environment asks for a person'],
    ['npm run deploy -- --stage', 'deploys what was packaged, with smoke test and way back'],
    ['aws-actions/configure-aws-credentials@v4', 'takes on a role, and has no key of AWS'],
  ])('is refused without %s in the deployment', async (text, fault) => {
    const [ci, deploy] = await read();
    expect(deploy).toContain(text);
    expect(
      faultsOfWorkflows(ci, deploy.replace(text, text.includes('aws-actions') ? 'actions/checkout@v4' : '')),
    ).toContain(fault);
  });

  it('is refused when it is no workflow', () => {
    expect(faultsOfWorkflows('a: 1', 'b: 2')).toEqual(['is no workflow']);
  });
});
