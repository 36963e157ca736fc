import { type MetricName, metricNames } from '../../core/ports/metrics.ts';
import { isList, isObject, type Json, type Resource, type Template } from './template.ts';

/** By name of `assumed` in infrastructure/units.json: what is paid for by the month, used or not. */
export type StandingCounts = Readonly<Record<string, number>>;

/** Series of each of our metrics: every set of values of its dimensions is one (CloudWatch pricing, "custom metrics"). */
const seriesOf: Readonly<Record<MetricName, (functions: number) => number>> = {
  LaunchSucceeded: () => 1,
  LaunchFailed: () => 1,
  SignInSucceeded: () => 1,
  SignInFailed: () => 1,
  GradebookUnconfirmedOver24h: () => 1,
  StorageBytes: () => 1,
  RekognitionThrottled: () => 1,
  // Metered by the hour and only when told (CloudWatch pricing): nothing in hours in which no work fails.
  WorkFailed: () => 0,
  // Of one version, and of all together.
  ProposalsMade: () => 2,
  ProposalsCorrected: () => 2,
  LambdaMemoryUsedPercent: (functions) => functions,
};

/** Of a distribution whose additional metrics are on ("View CloudFront and edge function metrics"): hit rate, latency, six error rates. */
const distributionMetrics = 8;

const listOf = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);

const metricsIn = ({ Properties = {} }: Resource): number =>
  Properties.Metrics === undefined
    ? 1
    : listOf(Properties.Metrics).filter((one) => isObject(one) && one.MetricStat !== undefined).length;

const minutesOf: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

const runsAnHour = ({ Properties = {} }: Resource): number => {
  const [, count = '', unit = ''] =
    /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(Properties.ScheduleExpression)) ?? [];
  const minutes = Number(count) * (minutesOf[unit] ?? Number.NaN);
  if (!(minutes > 0)) throw new Error(`how often is ${String(Properties.ScheduleExpression)}?`);
  return 60 / minutes;
};

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** Counted in what one stage puts up: all its templates together. */
export const standingCounts = (templates: readonly Template[]): StandingCounts => {
  const resources = templates.flatMap(({ Resources }) => Object.values(Resources));
  const of = (type: string) => resources.filter(({ Type }) => Type === type);
  const isAnomaly = ({ Properties = {} }: Resource) => Properties.ThresholdMetricId !== undefined;
  const alarms = of('AWS::CloudWatch::Alarm');
  const functions = of('AWS::Lambda::Function').length;
  const additional = of('AWS::CloudFront::MonitoringSubscription').length * distributionMetrics;
  return {
    'waf rules': sum(of('AWS::WAFv2::WebACL').map(({ Properties = {} }) => listOf(Properties.Rules).length)),
    'kms keys': of('AWS::KMS::Key').length,
    secrets: of('AWS::SecretsManager::Secret').length,
    // An alarm costs as many as it reads metrics.
    alarms: sum(alarms.filter((one) => !isAnomaly(one)).map(metricsIn)),
    'anomaly alarms': alarms.filter(isAnomaly).length,
    'custom metrics': sum(metricNames.map((name) => seriesOf[name](functions))) + additional,
    'scheduled runs an hour': sum(of('AWS::Scheduler::Schedule').map(runsAnHour)),
  };
};

/** Where the calculator counts with another number than the templates have. */
export const faultsOfUnits = (
  templates: readonly Template[],
  assumed: Readonly<Record<string, { readonly value: number }>>,
): string[] =>
  Object.entries(standingCounts(templates)).flatMap(([name, count]) => {
    const value = assumed[name]?.value;
    return value === count ? [] : [`infrastructure/units.json: ${name} must be ${count}, and is ${String(value)}`];
  });
