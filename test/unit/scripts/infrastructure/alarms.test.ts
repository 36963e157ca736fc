import { everyAlteration, everyDeletion } from '../../../../scripts/infrastructure/mutants.ts';
import { faultsOfRule } from '../../../../scripts/infrastructure/rule.ts';
import { alarmRules } from '../../../../scripts/infrastructure/rules/alarms.ts';
import type { JsonObject, Template } from '../../../../scripts/infrastructure/template.ts';

const said = {
  AlarmActions: [{ Ref: 'AlarmTopic' }],
  OKActions: [{ Ref: 'AlarmTopic' }],
  TreatMissingData: 'notBreaching',
  DatapointsToAlarm: 2,
  EvaluationPeriods: 3,
  ComparisonOperator: 'GreaterThanThreshold',
};
const ofApi = [{ Name: 'ApiId', Value: { Ref: 'HttpApi' } }];
const sumOf = (name: string) => ({
  Stat: 'Sum',
  Period: 900,
  Metric: { Namespace: 'Muster', MetricName: name, Dimensions: [{ Name: 'service', Value: 'muster-prod' }] },
});

const alarms: Readonly<Record<string, JsonObject>> = {
  ApiLatency: {
    ...said,
    AlarmName: 'muster-prod-api-latency',
    AlarmDescription: 'docs/operators/runbooks/api-latency.md',
    Threshold: 1000,
    Namespace: 'AWS/ApiGateway',
    MetricName: 'Latency',
    ExtendedStatistic: 'p95',
    Period: 300,
    Dimensions: ofApi,
  },
  LaunchFailures: {
    ...said,
    DatapointsToAlarm: 1,
    EvaluationPeriods: 1,
    AlarmName: 'muster-prod-launch-failures',
    AlarmDescription: 'docs/operators/runbooks/launch-failures.md',
    Threshold: 5,
    Metrics: [
      {
        Id: 'told',
        Expression:
          'IF(FILL(failed, 0) + FILL(succeeded, 0) >= 20, 100 * FILL(failed, 0) / (FILL(failed, 0) + FILL(succeeded, 0)), 0)',
        Label: 'launch-failures',
        ReturnData: true,
      },
      { Id: 'failed', ReturnData: false, MetricStat: sumOf('LaunchFailed') },
      { Id: 'succeeded', ReturnData: false, MetricStat: sumOf('LaunchSucceeded') },
    ],
  },
};

describe.each(Object.entries(alarms))('the rule of the alarm %s', (id, properties) => {
  const template: Template = { Resources: { [id]: { Type: 'AWS::CloudWatch::Alarm', Properties: properties } } };
  const faults = (of: Template) =>
    alarmRules.filter(({ expects }) => expects[0]?.at[0] === id).flatMap((rule) => faultsOfRule(rule, of));

  it('holds of what was asked for', () => {
    expect(faults(template)).toEqual([]);
  });

  it('notices whatever is taken out of what it measures, and whatever is put otherwise', () => {
    const mutants = [...everyDeletion(template, id), ...everyAlteration(template, id)];
    const unnoticed = mutants.filter((one) => faults(one.template).length === 0).map(({ path }) => path.at(-1));
    expect(unnoticed).toEqual(['AlarmDescription']);
  });
});

it('tells a percentile from an average', () => {
  const { ExtendedStatistic: _p95, ...others } = alarms.ApiLatency ?? {};
  const template: Template = {
    Resources: {
      ApiLatency: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...others, Statistic: 'Average' } },
    },
  };
  const rule = alarmRules.find(({ name }) => name === 'alarm: API p95 latency > 1 s');
  expect(rule && faultsOfRule(rule, template)).toEqual([expect.stringContaining('ExtendedStatistic')]);
});
