import { faultsOfNoRollback, faultsOfRollback } from '../../../../scripts/infrastructure/rollback.ts';
import type { JsonObject, Template } from '../../../../scripts/infrastructure/template.ts';

const alarm = (name: string, properties: JsonObject): Template['Resources'][string] => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: { AlarmName: `muster-prod-${name}`, ...properties },
});
const of = (Period: number) => ({ Id: 'x', MetricStat: { Period } });
const template: Template = {
  Resources: {
    ErrorRate: alarm('error-rate', { EvaluationPeriods: 3, DatapointsToAlarm: 2, Metrics: [{ Id: 'told' }, of(300)] }),
    ApiLatency: alarm('api-latency', { EvaluationPeriods: 3, Period: 300 }),
    LaunchFailures: alarm('launch-failures', { EvaluationPeriods: 1, DatapointsToAlarm: 1, Metrics: [of(900)] }),
  },
};
const trigger = (name: string) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Arn: `arn:aws:cloudwatch:eu-central-1:111122223333:alarm:muster-prod-${name}`,
});
const names = ['error-rate', 'api-latency', 'launch-failures'];
const rollback = (minutes: number, triggers = names.map(trigger)) => ({
  MonitoringTimeInMinutes: minutes,
  RollbackTriggers: triggers,
});

describe('going back by alarms', () => {
  it('is right where each is there and has gone off in time, with five minutes to spare', () => {
    expect(faultsOfRollback(rollback(20), template)).toEqual([]);
  });

  it('is too short where the slowest of them needs longer', () => {
    expect(faultsOfRollback(rollback(19), template)).toEqual(['watches for 19 minutes, and must for 20']);
    const slower = {
      Resources: { ...template.Resources, ErrorRate: alarm('error-rate', { EvaluationPeriods: 3, Period: 600 }) },
    };
    expect(faultsOfRollback(rollback(20), slower)).toEqual(['watches for 20 minutes, and must for 35']);
  });

  it.each(names)('does not do without %s', (name) => {
    const others = names.filter((one) => one !== name).map(trigger);
    expect(faultsOfRollback(rollback(20, others), template)).toEqual([`does not go back by ${name}`]);
  });

  it('names no alarm that is not there, and none without an account', () => {
    const triggers = [...names, 'nobody'].map(trigger);
    expect(faultsOfRollback(rollback(20, triggers), template)).toEqual([
      'goes back by muster-prod-nobody, which is no alarm of this stack',
    ]);
    const nowhere = { ...trigger('error-rate'), Arn: 'arn:aws:cloudwatch:eu-central-1::alarm:muster-prod-error-rate' };
    const [, ...rest] = names.map(trigger);
    expect(faultsOfRollback(rollback(20, [nowhere, ...rest]), template)).toEqual([
      expect.stringContaining('is no alarm of an account and a region'),
    ]);
  });

  it('takes away the triggers of the deployment before where it is to be by none', () => {
    expect(faultsOfNoRollback({ MonitoringTimeInMinutes: 0, RollbackTriggers: [] })).toEqual([]);
    expect(faultsOfNoRollback({ MonitoringTimeInMinutes: 0 })).toHaveLength(1);
    expect(faultsOfNoRollback(rollback(0))).toHaveLength(1);
  });

  it('is not there without a configuration', () => {
    expect(faultsOfRollback(null, template)).toHaveLength(4);
  });
});
