import { readDeployConfig } from '../../../../scripts/deploy/config.ts';
import {
  type Outputs,
  planDeployment,
  planStandby,
  type Step,
  stepText,
  type Wish,
} from '../../../../scripts/deploy/plan.ts';

const nothing: Outputs = { edge: null, second: null, regional: null };
const standing: Outputs = { edge: {}, second: null, regional: { DistributionId: 'E1', AssetsBucketName: 'assets' } };
const wish = (text = ''): Wish => ({
  stage: 'prod',
  region: 'eu-central-1',
  package: true,
  config: readDeployConfig(text),
});
const kinds = (steps: readonly Step[]) => steps.map((step) => (step.kind === 'stack' ? step.stack : step.kind));
const parametersOf = (steps: readonly Step[], stack: string) =>
  steps.flatMap((step) => (step.kind === 'stack' && step.stack === stack ? [step.parameters] : []));

describe('the plan of a deployment', () => {
  it('given nothing yet, puts up the edge, the region, the assets, and the edge’s alarm once there is something to watch', () => {
    const steps = planDeployment(wish(), nothing, '111122223333');
    expect(kinds(steps)).toEqual(['package', 'edge', 'regional', 'assets', 'edge', 'invalidate', 'smoke']);
    expect(parametersOf(steps, 'edge')).toEqual([
      expect.not.objectContaining({ distributionId: expect.anything() }),
      expect.objectContaining({ distributionId: { stack: 'regional', output: 'DistributionId' } }),
    ]);
  });

  it('given a release, has the new assets in place before the pages that ask for them', () => {
    const steps = planDeployment(wish(), standing, '111122223333');
    expect(kinds(steps)).toEqual(['package', 'edge', 'assets', 'regional', 'invalidate', 'smoke']);
    expect(parametersOf(steps, 'edge')[0]).toMatchObject({ distributionId: 'E1' });
  });

  it('given a first deployment that failed, and left nothing but the framework’s bucket, begins anew', () => {
    const begun = { ...standing, regional: { ServerlessDeploymentBucketName: 'releases' } };
    const steps = planDeployment(wish(), begun, '111122223333');
    expect(steps).toEqual(planDeployment(wish(), nothing, '111122223333'));
  });

  it('lets alarms take a release back only where they exist already', () => {
    const [first] = parametersOf(planDeployment(wish(), nothing, '111122223333'), 'regional');
    expect(first).not.toHaveProperty('rollbackOnAlarm');
    const [later] = parametersOf(planDeployment(wish(), standing, '111122223333'), 'regional');
    expect(later).toMatchObject({ rollbackOnAlarm: 'yes', accountId: '111122223333' });
  });

  it('gives the edge’s certificate and firewall to the region', () => {
    const steps = planDeployment(wish('domain: muster.example.edu\nhostedZoneId: Z0123456789ABCDEFGHIJ'), nothing, '1');
    expect(parametersOf(steps, 'regional')[0]).toMatchObject({
      domain: 'muster.example.edu',
      hostedZoneId: 'Z0123456789ABCDEFGHIJ',
      certificateArn: { stack: 'edge', output: 'CertificateArn' },
      webAclArn: { stack: 'edge', output: 'WebAclArn' },
    });
    expect(parametersOf(steps, 'edge')[0]).toMatchObject({ domain: 'muster.example.edu' });
  });

  it('makes no certificate where there is one already', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/a';
    const steps = planDeployment(wish(`domain: muster.example.edu\ncertificateArn: ${certificateArn}`), nothing, '1');
    expect(parametersOf(steps, 'regional')[0]).toMatchObject({ certificateArn });
    expect(parametersOf(steps, 'edge')[0]).not.toHaveProperty('domain');
  });

  it('puts up the second region before the first one needs it, with its assets', () => {
    const steps = planDeployment(wish('secondRegion: eu-west-1'), nothing, '1');
    expect(kinds(steps)).toEqual([
      'package',
      'edge',
      'second',
      'regional',
      'assets',
      'assets',
      'edge',
      'invalidate',
      'smoke',
    ]);
    expect(parametersOf(steps, 'regional')[0]).toMatchObject({
      secondRegion: 'eu-west-1',
      secondRegionKeyArn: { stack: 'second', output: 'KeyArn' },
    });
  });

  it.each([
    ['faces: { sagemaker: muster-faces }', { faces: 'sagemaker', sagemakerEndpoint: 'muster-faces' }],
    [
      'faces: { endpoint: "https://f.example.edu" }',
      { faces: 'rekognition', rekognitionEndpoint: 'https://f.example.edu' },
    ],
    ['cache: true', { cache: 'yes', vpc: 'no' }],
    ['matchThreshold: 98.5\nreviewThreshold: 85', { matchThreshold: '98.5', reviewThreshold: '85' }],
    ['priceClass: All', { priceClass: 'PriceClass_All' }],
    ['priceClass: 200', { priceClass: 'PriceClass_200' }],
  ])('tells the region what was asked for: %s', (text, parameters) => {
    expect(parametersOf(planDeployment(wish(text), nothing, '1'), 'regional')[0]).toMatchObject(parameters);
  });

  it('gives every stack only parameters that it knows', async () => {
    const { load } = await import('js-yaml');
    const { readFile } = await import('node:fs/promises');
    const defaults = load(await readFile('infrastructure/defaults.yml', 'utf8')) as object;
    const edge = /\n {2}default:\n([\s\S]*?)\n\n/.exec(
      await readFile('infrastructure/edge/serverless.yml', 'utf8'),
    )?.[1];
    const named = 'domain: a.example.edu\nhostedZoneId: Z01234567\nalarmEmail: a@example.edu';
    const [twoRegions, sagemaker] = [
      'secondRegion: eu-west-1\nsecondOriginHost: b.example.edu\nmatchThreshold: 99.5\nreviewThreshold: 85',
      'faces: { sagemaker: f }',
    ].map((more) => planDeployment(wish(`${named}\n${more}`), standing, '1'));
    const steps = [...(twoRegions ?? []), ...(sagemaker ?? [])];
    const standby = planStandby(wish('domain: a.example.edu'), 'arn:secret');
    for (const name of [...parametersOf(steps, 'regional'), ...parametersOf(standby, 'regional')].flatMap(Object.keys))
      expect(Object.keys(defaults)).toContain(name);
    for (const name of Object.keys(parametersOf(steps, 'edge')[0] ?? {})) expect(edge).toContain(`${name}:`);
  });

  it('is told in words, without a value that is not known yet', () => {
    const text = planDeployment(wish('domain: a.example.edu'), nothing, '1').map(stepText).join('\n');
    expect(text).toContain('put up the edge stack in us-east-1');
    expect(text).toContain('certificateArn: <CertificateArn of edge>');
    expect(text).toContain('run the smoke test');
  });
});
