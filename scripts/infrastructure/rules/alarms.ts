import { hasLength, holdsTexts, is, ref } from '../expectations.ts';
import type { Expectation, Rule } from '../rule.ts';
import type { Json } from '../template.ts';
import type { Series } from './series.ts';
import { type Wanted, wantedAlarms } from './wanted-alarms.ts';

const isOne = (series: Wanted['series']): series is Series => typeof series.namespace === 'string';

const dimensionsOf = ({ dimensions }: Series): Json =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

/** AWS' own names for five of them; everything else (p95) is an extended one. */
const plain = new Set(['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum']);

const ofOne = (id: string, series: Series): Expectation[] => [
  is([id, 'Namespace'], series.namespace),
  is([id, 'MetricName'], series.name),
  is([id, plain.has(series.statistic) ? 'Statistic' : 'ExtendedStatistic'], series.statistic),
  is([id, 'Period'], series.seconds),
  is([id, 'Dimensions'], dimensionsOf(series)),
];

const statOf = (series: Series): Json => ({
  Stat: series.statistic,
  Period: series.seconds,
  Metric: { Namespace: series.namespace, MetricName: series.name, Dimensions: dimensionsOf(series) },
});

const ofSeveral = (
  { id, goesOff, told = '' }: Wanted,
  label: string,
  all: Readonly<Record<string, Series>>,
): Expectation[] => {
  // A band is drawn around what is measured, so both are given back.
  const isBand = goesOff === 'above usual';
  const made = isBand ? { Id: 'band', Label: 'usual' } : { Id: 'told', Label: label };
  return [
    hasLength([id, 'Metrics'], 1 + Object.keys(all).length),
    is([id, 'Metrics', { Id: made.Id }], { ...made, Expression: told, ReturnData: true }),
    ...Object.entries(all).map(([name, series]) =>
      is([id, 'Metrics', { Id: name }], { Id: name, ReturnData: isBand, MetricStat: statOf(series) }),
    ),
  ];
};

const thresholdOf = ({ id, goesOff }: Wanted): Expectation[] => {
  if (goesOff === 'above usual')
    return [is([id, 'ComparisonOperator'], 'GreaterThanUpperThreshold'), is([id, 'ThresholdMetricId'], 'band')];
  const [side, threshold] = goesOff;
  return [
    is([id, 'ComparisonOperator'], side === 'above' ? 'GreaterThanThreshold' : 'LessThanThreshold'),
    {
      at: [id, 'Threshold'],
      wants: `must be ${threshold}`,
      // "20" and 20 are one to CloudFormation.
      holds: (value) => String(value) === String(threshold),
    },
  ];
};

const alarmRule = (wanted: Wanted): Rule => {
  const { line, id, runbook, of, series, stack = 'regional', when = () => true } = wanted;
  const label = id.replaceAll(/\B[A-Z]/g, '-$&').toLowerCase();
  const topic = [ref(stack === 'edge' ? 'EdgeAlarmTopic' : 'AlarmTopic')];
  return {
    area: 'watching',
    stack,
    name: `alarm: ${line}`,
    when,
    expects: [
      is([id, 'AlarmName'], `muster-prod-${label}`),
      holdsTexts([id, 'AlarmDescription'], `docs/operators/runbooks/${runbook}.md`),
      is([id, 'AlarmActions'], topic),
      is([id, 'OKActions'], topic),
      is([id, 'TreatMissingData'], 'notBreaching'),
      is([id, 'DatapointsToAlarm'], of[0]),
      is([id, 'EvaluationPeriods'], of[1]),
      ...thresholdOf(wanted),
      ...(isOne(series) ? ofOne(id, series) : ofSeveral(wanted, label, series)),
    ],
  };
};

export const alarmRules: readonly Rule[] = wantedAlarms.map(alarmRule);
