import { carryOut, type Doing } from '../../../../scripts/deploy/carry-out.ts';
import { readDeployConfig } from '../../../../scripts/deploy/config.ts';
import { type Outputs, planDeployment, planStandby, type Wish } from '../../../../scripts/deploy/plan.ts';

const outputs = {
  'muster-edge-prod': { WebAclArn: 'arn:acl' },
  'muster-prod': {
    PublicUrl: 'https://d1.cloudfront.net',
    DistributionId: 'E1',
    AssetsBucketName: 'assets-bucket',
    ServerlessDeploymentBucketName: 'releases',
  },
};

interface Script {
  /** Exit code of the first command that holds this text. */
  readonly failing?: string;
  readonly good?: string;
}

/** Writes down what is done, and answers as AWS would. */
const recorded = ({ failing, good }: Script = {}) => {
  const done: string[] = [];
  const doing: Doing = {
    say: () => {},
    async run(command, folder) {
      done.push(`${folder}: ${command.join(' ')}`);
      return failing !== undefined && command.join(' ').includes(failing) ? 1 : 0;
    },
    outputsOf: async (name) => outputs[name as keyof typeof outputs] ?? null,
    async uploadAssets(bucket, region) {
      done.push(`assets to ${bucket} in ${region}`);
      return 3;
    },
    async invalidate(distribution) {
      done.push(`invalidate ${distribution}`);
    },
    newestRelease: async () => '1795574483643',
    goodRelease: async () => good ?? null,
    async rememberGood(bucket, _region, _stage, release) {
      done.push(`good: ${release} in ${bucket}`);
    },
  };
  return { doing, done };
};

const wish: Wish = { stage: 'prod', region: 'eu-central-1', package: true, config: readDeployConfig('') };
const nothing: Outputs = { edge: null, second: null, regional: null };
const deploy = (doing: Doing, known: Outputs = nothing) =>
  carryOut(doing, wish, planDeployment(wish, known, '111122223333'), known);

describe('carrying out a deployment', () => {
  it('runs the framework for each stack, with the outputs of those before, and ends at the address', async () => {
    const { doing, done } = recorded();
    await expect(deploy(doing)).resolves.toMatchObject({ PublicUrl: 'https://d1.cloudfront.net' });
    expect(done).toEqual([
      '.: npm run --silent package',
      expect.stringMatching(
        /^infrastructure\/edge: node \.\.\/\.\.\/node_modules\/serverless\/bin\/serverless\.js deploy --stage prod /,
      ),
      expect.stringMatching(
        /^\.: node node_modules\/serverless\/bin\/serverless\.js deploy --stage prod --region eu-central-1 .*webAclArn=arn:acl/,
      ),
      'assets to assets-bucket in eu-central-1',
      expect.stringContaining('--param distributionId=E1'),
      'invalidate E1',
      '.: npm run --silent smoke -- --url https://d1.cloudfront.net --realtime wss://d1.cloudfront.net/realtime',
      'good: 1795574483643 in releases',
    ]);
  });

  it('stands by in the second region with what is there, and asks nothing of the first', async () => {
    const { doing, done } = recorded();
    const standing: Wish = { ...wish, region: 'eu-west-1', package: false };
    const known: Outputs = { ...nothing, second: { KeyArn: 'arn:second-key' } };
    await carryOut(doing, standing, planStandby(standing, 'arn:secret'), known);
    expect(done).toEqual([expect.stringMatching(/deploy --stage prod --region eu-west-1 .*standby=yes/)]);
    expect(done[0]).toContain('secondRegionKeyArn=arn:second-key');
    expect(done[0]).toContain('standbySecretArn=arn:secret');
  });

  it('stops at the first stack that cannot be put up', async () => {
    const { doing, done } = recorded({ failing: '--region eu-central-1' });
    await expect(deploy(doing)).rejects.toThrow('Putting up the regional stack failed (exit code 1).');
    expect(done.some((line) => line.startsWith('assets'))).toBe(false);
  });

  it('goes back to the last good release when the smoke test fails, and says that it failed', async () => {
    const { doing, done } = recorded({ failing: 'smoke', good: '1795570000000' });
    await expect(deploy(doing)).rejects.toThrow('the release 1795570000000 is back in place');
    expect(done.at(-1)).toBe(
      '.: node node_modules/serverless/bin/serverless.js rollback --stage prod --region eu-central-1 --timestamp 1795570000000',
    );
    expect(done.some((line) => line.startsWith('good'))).toBe(false);
  });

  it('leaves the very first release where its smoke test fails: there is nothing to go back to', async () => {
    const { doing, done } = recorded({ failing: 'smoke' });
    await expect(deploy(doing)).rejects.toThrow('No release before this one has passed it');
    expect(done.some((line) => line.includes('rollback'))).toBe(false);
  });

  it('says so when going back fails as well', async () => {
    const { doing } = recorded({ good: '1795570000000' });
    const failing: Doing = { ...doing, run: async (command) => (/smoke|rollback/.test(command.join(' ')) ? 1 : 0) };
    await expect(deploy(failing)).rejects.toThrow('Going back failed (exit code 1).');
  });
});
