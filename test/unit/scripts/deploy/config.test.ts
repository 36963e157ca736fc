import { DeployConfigError, readDeployConfig } from '../../../../scripts/deploy/config.ts';

const faultOf = (text: string): string => {
  try {
    readDeployConfig(text);
  } catch (error) {
    if (error instanceof DeployConfigError) return error.message;
    throw error;
  }
  return 'nothing';
};

describe('deploy.yml', () => {
  it('may be empty: everything has a value that is safe', () => {
    expect(readDeployConfig('')).toMatchObject({
      faces: 'rekognition',
      vpc: false,
      cache: false,
      capacity: 'on-demand',
      priceClass: '100',
      monthlyBudgetUsd: 50,
      reservedConcurrency: false,
    });
  });

  it('takes the three engines', () => {
    expect(readDeployConfig('faces: rekognition').faces).toBe('rekognition');
    expect(readDeployConfig('faces: { sagemaker: muster-faces }').faces).toEqual({ sagemaker: 'muster-faces' });
    expect(readDeployConfig('faces: { endpoint: "https://faces.example.edu" }').faces).toEqual({
      endpoint: 'https://faces.example.edu',
    });
  });

  it.each([
    ['a word that it does not know', 'domian: muster.example.edu', 'domian'],
    ['an address for a domain', 'domain: https://muster.example.edu/', 'domain: must be a name'],
    ['a hosted zone without a domain', 'hostedZoneId: Z0123456789ABCDEFGHIJ', 'domain: is needed with'],
    [
      'a certificate elsewhere',
      'domain: a.example.edu\ncertificateArn: arn:aws:acm:eu-central-1:111122223333:certificate/a',
      'certificateArn: must be a certificate in us-east-1',
    ],
    ['an engine that nobody knows', 'faces: azure', 'faces:'],
    ['an engine that is not encrypted', 'faces: { endpoint: "http://faces.example.edu" }', 'faces.endpoint'],
    ['one upload at a time, which SQS does not take', 'identifyConcurrency: 1', 'identifyConcurrency'],
    ['a review from above a match', 'reviewThreshold: 99.5', 'reviewThreshold: must be below'],
    ['a threshold that matches anybody', 'matchThreshold: 40', 'matchThreshold'],
    ['Rekognition’s thresholds at SageMaker', 'faces: { sagemaker: m }\nmatchThreshold: 98', 'matchThreshold: and'],
    ['faces in two regions', 'faces: { sagemaker: m }\nsecondRegion: eu-west-1', 'secondRegion: would hold copies'],
    ['a region that is none', 'secondRegion: europe', 'secondRegion: must be a region'],
    ['no mail address', 'alarmEmail: nobody', 'alarmEmail'],
    ['a list', '- a', '(file)'],
    ['no YAML', 'domain: [', 'is no YAML'],
  ])('refuses %s', (_name, text, message) => {
    expect(faultOf(text)).toContain(message);
  });

  it('tells all faults at once', () => {
    const fault = faultOf('domain: x\nalarmEmail: y\nvpc: perhaps');
    for (const name of ['domain', 'alarmEmail', 'vpc']) expect(fault).toContain(name);
  });
});
