import { isList, isObject, type Json, type JsonObject, type Resource, type Template } from './template.ts';

/** `RollbackConfiguration` of CloudFormation: it is given with a deployment, and in no template. */
export type Rollback = JsonObject;

/** By which a bad release shows: whoever opens a page gets an error, or waits, or does not get in. */
const needed = ['error-rate', 'api-latency', 'launch-failures'];
/** Until a metric can be read, an alarm has looked at it, and CloudFormation at the alarm. */
const marginMinutes = 5;

const listOf = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);
const periodsOf = ({ Period, Metrics }: JsonObject): number[] =>
  [
    Period,
    ...listOf(Metrics).map((one) => (isObject(one) && isObject(one.MetricStat) ? one.MetricStat.Period : undefined)),
  ]
    .filter((period) => period !== undefined)
    .map(Number);

/** An alarm looks every minute, at a window that slides: "Alarm evaluation windows", Amazon CloudWatch User Guide. */
const minutesToGoOff = ({ Properties = {} }: Resource): number =>
  (Math.max(...periodsOf(Properties)) * Number(Properties.DatapointsToAlarm ?? Properties.EvaluationPeriods)) / 60;

const nameIn = (trigger: Json): string => (isObject(trigger) ? (String(trigger.Arn).split(':alarm:')[1] ?? '') : '');

/** A bad release is taken back: by alarms that there are, and that have gone off before nobody watches any more. */
export const faultsOfRollback = (
  rollback: Rollback | null,
  { Resources }: Template,
  stage = 'muster-prod',
): string[] => {
  const triggers = listOf(rollback?.RollbackTriggers);
  const alarms = new Map(
    Object.values(Resources)
      .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
      .map((alarm) => [String(alarm.Properties?.AlarmName), alarm]),
  );
  const names = triggers.map(nameIn);
  const slowest = Math.max(0, ...names.flatMap((name) => alarms.get(name) ?? []).map(minutesToGoOff));
  const wanted = slowest + marginMinutes;
  const watched = Number(rollback?.MonitoringTimeInMinutes ?? 0);
  return [
    ...triggers
      .filter((one) => !/^arn:aws:cloudwatch:[a-z0-9-]+:\d{12}:alarm:/.test(isObject(one) ? String(one.Arn) : ''))
      .map((one) => `${JSON.stringify(one)} is no alarm of an account and a region`),
    ...names.filter((name) => !alarms.has(name)).map((name) => `goes back by ${name}, which is no alarm of this stack`),
    ...needed.filter((name) => !names.includes(`${stage}-${name}`)).map((name) => `does not go back by ${name}`),
    ...(watched >= wanted ? [] : [`watches for ${watched} minutes, and must for ${wanted}`]),
  ];
};

/** A first release has no alarms yet, and going back must not be undone: triggers of the deployment before are taken away. */
export const faultsOfNoRollback = (rollback: Rollback | null): string[] =>
  isList(rollback?.RollbackTriggers) && rollback.RollbackTriggers.length === 0
    ? []
    : ['must take away the triggers of the deployment before'];
