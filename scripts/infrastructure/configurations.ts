/** What operators may ask for, as parameters of the stacks; each is packaged and checked. */
export interface Configuration {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const domain = {
  domain: 'muster.example.edu',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-4333-8444-555555555555',
  webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/muster-prod/11111111-2222-4333-8444-555555555555',
  alarmEmail: 'operations@example.edu',
};

const secondRegion = {
  secondRegion: 'eu-west-1',
  secondRegionKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-4333-8444-555555555555',
  secondRegionReports: 'muster-second-prod-reportscopies-abcdefghijkl',
  secondRegionAssets: 'muster-second-prod-secondassets-abcdefghijkl',
  secondOriginHost: 'abcdefghij.execute-api.eu-west-1.amazonaws.com',
};

/** The last one has everything at once; mutants are made of it. */
export const regional: readonly Configuration[] = [
  { name: 'plain', parameters: {} },
  { name: 'domain', parameters: domain },
  { name: 'network', parameters: { ...domain, vpc: 'yes' } },
  { name: 'cache', parameters: { ...domain, cache: 'yes' } },
  { name: 'provisioned', parameters: { ...domain, capacity: 'provisioned', reservedConcurrency: 'yes' } },
  {
    name: 'sagemaker',
    parameters: { ...domain, vpc: 'yes', faces: 'sagemaker', sagemakerEndpoint: 'muster-faces', modelVersion: '3' },
  },
  {
    name: 'own engine',
    parameters: {
      ...domain,
      rekognitionEndpoint: 'https://faces.example.edu',
      matchThreshold: '98.5',
      reviewThreshold: '85',
    },
  },
  { name: 'second region', parameters: { ...domain, ...secondRegion } },
  {
    name: 'standing by',
    parameters: {
      domain: domain.domain,
      alarmEmail: domain.alarmEmail,
      secondRegionKeyArn: secondRegion.secondRegionKeyArn,
      standby: 'yes',
      standbySecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:muster-prod/keys-AbCdEf',
    },
  },
  {
    name: 'everything',
    parameters: {
      ...domain,
      ...secondRegion,
      cache: 'yes',
      reservedConcurrency: 'yes',
      reportsCache: 'yes',
      // As every deployment but the first is made.
      rollbackOnAlarm: 'yes',
      accountId: '111122223333',
    },
  },
];

export const edge: readonly Configuration[] = [
  { name: 'first time', parameters: {} },
  {
    name: 'everything',
    parameters: {
      domain: domain.domain,
      hostedZoneId: domain.hostedZoneId,
      alarmEmail: domain.alarmEmail,
      distributionId: 'E1ABCDEFGHIJKL',
    },
  },
];

export const second: readonly Configuration[] = [{ name: 'everything', parameters: {} }];
