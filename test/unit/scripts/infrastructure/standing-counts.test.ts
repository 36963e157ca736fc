import { faultsOfUnits, standingCounts } from '../../../../scripts/infrastructure/standing-counts.ts';
import type { Json, Template } from '../../../../scripts/infrastructure/template.ts';

const template = (...resources: readonly [type: string, properties: { readonly [key: string]: Json }][]): Template => ({
  Resources: Object.fromEntries(
    resources.map(([Type, Properties], index) => [`Thing${index}`, { Type: `AWS::${Type}`, Properties }]),
  ),
});
const read = (Id: string) => ({ Id, MetricStat: { Stat: 'Sum' } });

const stage = [
  template(
    ['KMS::Key', {}],
    ['CloudWatch::Alarm', { MetricName: 'Latency' }],
    ['CloudWatch::Alarm', { Metrics: [{ Id: 'told', Expression: 'a + b' }, read('a'), read('b')] }],
    ['CloudWatch::Alarm', { ThresholdMetricId: 'band', Metrics: [{ Id: 'band' }, read('requests')] }],
    ['Scheduler::Schedule', { ScheduleExpression: 'rate(1 minute)' }],
    ['Scheduler::Schedule', { ScheduleExpression: 'rate(2 hours)' }],
    ['Lambda::Function', {}],
    ['Lambda::Function', {}],
  ),
  template(['KMS::Key', {}], ['WAFv2::WebACL', { Rules: [{ Name: 'rate' }, { Name: 'core' }] }]),
];

describe('what is paid for by the month', () => {
  it('is counted in all templates of a stage: an alarm as often as it reads metrics', () => {
    expect(standingCounts(stage)).toEqual({
      'waf rules': 2,
      'kms keys': 2,
      secrets: 0,
      alarms: 3,
      'anomaly alarms': 1,
      // Seven of one series, two of two, and one for each function.
      'custom metrics': 13,
      'scheduled runs an hour': 60.5,
    });
  });

  it('has the distribution’s eight metrics where they are on', () => {
    const [without, on] = [stage, [...stage, template(['CloudFront::MonitoringSubscription', {}])]].map(standingCounts);
    expect((on?.['custom metrics'] ?? 0) - (without?.['custom metrics'] ?? 0)).toBe(8);
  });

  it('given another number in units.json, or none, is told by name', () => {
    const assumed = Object.fromEntries(Object.entries(standingCounts(stage)).map(([name, value]) => [name, { value }]));
    expect(faultsOfUnits(stage, assumed)).toEqual([]);
    const { secrets: _none, ...others } = assumed;
    expect(faultsOfUnits(stage, { ...others, alarms: { value: 24 } })).toEqual([
      'infrastructure/units.json: secrets must be 0, and is undefined',
      'infrastructure/units.json: alarms must be 3, and is 24',
    ]);
  });

  it('is not guessed of a schedule that cannot be read', () => {
    expect(() =>
      standingCounts([template(['Scheduler::Schedule', { ScheduleExpression: 'cron(0 3 * * ? *)' }])]),
    ).toThrow('how often is cron');
  });
});
