import type { DeployConfig } from './config.ts';

export type StackName = 'edge' | 'second' | 'regional';

/** A value that is known only when another stack is up. */
export interface OutputOf {
  readonly stack: StackName;
  readonly output: string;
}
export type Parameter = string | OutputOf;

export type Step =
  | { readonly kind: 'package' }
  | {
      readonly kind: 'stack';
      readonly stack: StackName;
      readonly region: string;
      readonly parameters: Readonly<Record<string, Parameter>>;
    }
  | { readonly kind: 'assets'; readonly bucket: OutputOf; readonly region: string }
  | { readonly kind: 'invalidate' }
  | { readonly kind: 'smoke' };

export interface Wish {
  readonly stage: string;
  readonly region: string;
  readonly package: boolean;
  readonly config: DeployConfig;
}

/** What is there already: outputs of the stacks by name; null where there is no such stack. */
export type Outputs = Readonly<Record<StackName, Readonly<Record<string, string>> | null>>;

export const edgeRegion = 'us-east-1';

const yesOrNo = (wanted: boolean) => (wanted ? 'yes' : 'no');
const given = (parameters: Readonly<Record<string, Parameter | undefined>>): Record<string, Parameter> =>
  Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, Parameter] => entry[1] !== undefined),
  );
const of = (stack: StackName, output: string): OutputOf => ({ stack, output });

const edgeStep = ({ config }: Wish, distributionId: Parameter | undefined): Step => ({
  kind: 'stack',
  stack: 'edge',
  region: edgeRegion,
  parameters: given({
    // With a certificate of one's own none is made.
    domain: config.certificateArn === undefined ? config.domain : undefined,
    hostedZoneId: config.certificateArn === undefined ? config.hostedZoneId : undefined,
    alarmEmail: config.alarmEmail,
    cacheHitPercent: String(config.cacheHitPercent),
    requestLimit: String(config.requestLimit),
    distributionId,
  }),
});

const facesParameters = ({ faces }: DeployConfig): Record<string, string> => {
  if (faces === 'rekognition') return { faces };
  if ('sagemaker' in faces) return { faces: 'sagemaker', sagemakerEndpoint: faces.sagemaker };
  return { faces: 'rekognition', rekognitionEndpoint: faces.endpoint };
};

const textOf = (value: number | undefined) => (value === undefined ? undefined : String(value));

/** What is the same wherever the stack stands. */
const commonParameters = (config: DeployConfig) => ({
  domain: config.domain,
  alarmEmail: config.alarmEmail,
  monthlyBudgetUsd: String(config.monthlyBudgetUsd),
  storageBudgetGb: String(config.storageBudgetGb),
  ...facesParameters(config),
  modelVersion: config.modelVersion,
  matchThreshold: textOf(config.matchThreshold),
  reviewThreshold: textOf(config.reviewThreshold),
  vpc: yesOrNo(config.vpc),
  cache: yesOrNo(config.cache),
  capacity: config.capacity,
  identifyConcurrency: String(config.identifyConcurrency),
  reservedConcurrency: yesOrNo(config.reservedConcurrency),
  reportsCache: yesOrNo(config.reportsCache),
});

/** `account` is given where the stack stands already: its alarms exist, and a release that sets one off is taken back. */
const regionalStep = ({ config, region }: Wish, account: string | null): Step => ({
  kind: 'stack',
  stack: 'regional',
  region,
  parameters: given({
    ...commonParameters(config),
    hostedZoneId: config.hostedZoneId,
    certificateArn: config.domain === undefined ? undefined : (config.certificateArn ?? of('edge', 'CertificateArn')),
    webAclArn: of('edge', 'WebAclArn'),
    priceClass: `PriceClass_${config.priceClass}`,
    ...(config.secondRegion === undefined
      ? {}
      : {
          secondRegion: config.secondRegion,
          secondRegionKeyArn: of('second', 'KeyArn'),
          secondRegionReports: of('second', 'ReportsName'),
          secondRegionAssets: of('second', 'AssetsName'),
        }),
    secondOriginHost: config.secondOriginHost,
    ...(account === null ? {} : { rollbackOnAlarm: 'yes', accountId: account }),
  }),
});

/**
 * The stack that stands by in the second region (`wish.region`): it takes the replicas of the table and of the secret that are
 * there. Nothing is asked of the first region, which may be away.
 */
export const planStandby = (wish: Wish, secretArn: string): Step[] => [
  ...(wish.package ? [{ kind: 'package' } as const] : []),
  {
    kind: 'stack',
    stack: 'regional',
    region: wish.region,
    parameters: given({
      ...commonParameters(wish.config),
      secondRegionKeyArn: of('second', 'KeyArn'),
      standby: 'yes',
      standbySecretArn: secretArn,
    }),
  },
];

/**
 * What is done, in this order. The edge stack comes first, its outputs go into the regional one. New pages ask for new assets:
 * where the bucket stands already they are there before the pages are. The alarm on CloudFront needs the distribution, so the
 * very first time the edge stack is put up once more.
 */
export const planDeployment = (wish: Wish, known: Outputs, account: string): Step[] => {
  const { config, region } = wish;
  // A first deployment that failed leaves the framework's bucket behind, and nothing to build on.
  const standing = known.regional?.DistributionId !== undefined;
  const assets: Step[] = [
    { kind: 'assets', bucket: of('regional', 'AssetsBucketName'), region },
    ...(config.secondRegion === undefined
      ? []
      : [{ kind: 'assets', bucket: of('second', 'AssetsName'), region: config.secondRegion } as const]),
  ];
  return [
    ...(wish.package ? [{ kind: 'package' } as const] : []),
    edgeStep(wish, known.regional?.DistributionId),
    ...(config.secondRegion === undefined
      ? []
      : [{ kind: 'stack', stack: 'second', region: config.secondRegion, parameters: {} } as const]),
    ...(standing ? assets : []),
    regionalStep(wish, standing ? account : null),
    ...(standing ? [] : [...assets, edgeStep(wish, of('regional', 'DistributionId'))]),
    { kind: 'invalidate' },
    { kind: 'smoke' },
  ];
};

const parameterText = (value: Parameter): string =>
  typeof value === 'string' ? value : `<${value.output} of ${value.stack}>`;

/** A step in words, for whoever looks before anything is done. */
export const stepText = (step: Step): string => {
  switch (step.kind) {
    case 'package':
      return 'build the pages and the packages (npm run package)';
    case 'stack': {
      const parameters = Object.entries(step.parameters).map(
        ([name, value]) => `\n      ${name}: ${parameterText(value)}`,
      );
      return `put up the ${step.stack} stack in ${step.region}${parameters.join('')}`;
    }
    case 'assets':
      return `upload the pages' files to ${parameterText(step.bucket)} in ${step.region}`;
    case 'invalidate':
      return 'let the distribution forget pages that it may hold';
    case 'smoke':
      return 'run the smoke test; if it fails, go back to the release before';
  }
};
