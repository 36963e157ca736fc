import { hasLength, holdsTexts, is, isThere, ref } from '../expectations.ts';
import type { Stack } from '../package-stack.ts';
import type { Expectation, Rule, Step } from '../rule.ts';

/** Its id in the alarm (none where it is the only one), its name, and how many dimensions it has. */
type Metric = readonly [id: string | null, name: string, dimensions?: number];

interface Wanted {
  readonly line: string;
  readonly id: string;
  readonly runbook: string;
  readonly operator: string;
  /** None where a band of usual values is the threshold. */
  readonly threshold: number | null;
  readonly metrics: readonly Metric[];
  /** Texts of the expression. */
  readonly told: readonly string[];
  readonly stack: Stack;
}

const alarm = (
  line: string,
  id: string,
  runbook: string,
  threshold: number | null,
  metrics: readonly Metric[],
  told: readonly string[] = [],
  { operator = 'GreaterThanThreshold', stack = 'regional' as Stack } = {},
): Wanted => ({ line, id, runbook, operator, threshold, metrics, told, stack });

const inQueues = (name: string): Metric[] => ['uploads', 'publish', 'report', 'work'].map((queue) => [queue, name]);
const each = (ids: string, name: string, dimensions: number): Metric[] => [...ids].map((id) => [id, name, dimensions]);
const ofWork = ['0', '1', '2', '3'].flatMap((n): Metric[] => [
  [`e${n}`, 'Errors'],
  [`i${n}`, 'Invocations'],
]);
const failedOf = (what: string): Metric[] => [
  ['failed', `${what}Failed`],
  ['succeeded', `${what}Succeeded`],
];
const ofTable: Metric[] = [
  ['reads', 'ReadThrottleEvents'],
  ['writes', 'WriteThrottleEvents'],
  ['dueReads', 'ReadThrottleEvents', 2],
  ['dueWrites', 'WriteThrottleEvents', 2],
];
const memory = each('012345678', 'LambdaMemoryUsedPercent', 2).map(([id, ...rest]): Metric => [`m${id}`, ...rest]);
const proposals: Metric[] = [
  ['corrected', 'ProposalsCorrected', 3],
  ['made', 'ProposalsMade', 3],
];
const ofCache: Metric[] = [
  ['rate', 'CacheHitRate', 2],
  ['requests', 'Requests', 2],
];
const share = '100 * FILL(failed, 0)';

/** The alarms that were asked for: these, and no others. */
export const wantedAlarms: readonly Wanted[] = [
  alarm(
    'error rate > 1 %',
    'ErrorRate',
    'error-rate',
    1,
    [
      ['errors', '5xx'],
      ['requests', 'Count'],
    ],
    ['100 * errors / requests'],
  ),
  alarm('error rate > 1 % (work)', 'ErrorRateWork', 'error-rate', 1, ofWork, ['100 *', 'e3', 'i3']),
  alarm('API p95 latency > 1 s', 'ApiLatency', 'api-latency', 1000, [[null, 'Latency']]),
  alarm('launch failures > 5 %', 'LaunchFailures', 'launch-failures', 5, failedOf('Launch'), [share]),
  alarm('sign-in failures > 5 %', 'SignInFailures', 'launch-failures', 5, failedOf('SignIn'), [share]),
  alarm('any DynamoDB throttling', 'ThrottlingTable', 'throttling', 0, ofTable, ['FILL(dueWrites, 0)']),
  alarm('any Rekognition throttling', 'ThrottlingRekognition', 'throttling', 0, [[null, 'RekognitionThrottled']]),
  alarm('DLQ not empty', 'DeadLetters', 'dead-letters', 0, inQueues('ApproximateNumberOfMessagesVisible'), ['SUM(']),
  alarm('oldest message age', 'MessageAge', 'message-age', 600, inQueues('ApproximateAgeOfOldestMessage'), ['MAX(']),
  alarm('gradebook unconfirmed > 24 h', 'GradebookUnconfirmed', 'gradebook-unconfirmed', 0, [
    [null, 'GradebookUnconfirmedOver24h'],
  ]),
  alarm(
    'storage > 80 % of the budget',
    'StorageBudget',
    'storage-budget',
    80,
    [['bytes', 'StorageBytes']],
    ['100 * bytes / (50 * 1073741824)'],
  ),
  alarm('Lambda memory > 90 %', 'LambdaMemory', 'lambda-memory', 90, memory, ['MAX(METRICS())']),
  alarm('unusual traffic (anomaly detection)', 'UnusualTraffic', 'unusual-traffic', null, [['requests', 'Count']], [], {
    operator: 'GreaterThanUpperThreshold',
  }),
  alarm(
    'share of proposals that teachers corrected, by engine and version',
    'CorrectedProposals',
    'corrected-proposals',
    10,
    proposals,
    ['100 * FILL(corrected, 0) / made'],
  ),
  alarm(
    'share of proposals that teachers corrected, whatever version answered',
    'CorrectedProposalsOfAll',
    'corrected-proposals',
    10,
    proposals.map(([id, name]): Metric => [id, name]),
    ['100 * FILL(corrected, 0) / made'],
  ),
  alarm('cache hit ratio (CloudFront)', 'CacheHitRatio', 'cache-hit-ratio', 20, ofCache, ['rate'], {
    operator: 'LessThanThreshold',
    stack: 'edge',
  }),
];

const metricAt = (id: string, metric: string | null, ...steps: Step[]): Expectation['at'] =>
  metric === null ? [id, ...steps] : [id, 'Metrics', { Id: metric }, 'MetricStat', 'Metric', ...steps];

const thresholdOf = (id: string, threshold: number | null): Expectation[] =>
  threshold === null
    ? [
        is([id, 'ThresholdMetricId'], 'band'),
        holdsTexts([id, 'Metrics', { Id: 'band' }, 'Expression'], 'ANOMALY_DETECTION_BAND(requests'),
      ]
    : [
        {
          at: [id, 'Threshold'],
          wants: `must be ${threshold}`,
          // "20" and 20 are one to CloudFormation.
          holds: (value) => String(value) === String(threshold),
        },
      ];

const alarmRule = ({ line, id, runbook, operator, threshold, metrics, told, stack }: Wanted): Rule => ({
  area: 'watching',
  stack,
  name: `alarm: ${line}`,
  when: ({ parameters }) => stack !== 'edge' || parameters.distributionId !== undefined,
  expects: [
    holdsTexts([id, 'AlarmDescription'], `docs/operators/runbooks/${runbook}.md`),
    is([id, 'AlarmActions'], [ref(stack === 'edge' ? 'EdgeAlarmTopic' : 'AlarmTopic')]),
    is([id, 'ComparisonOperator'], operator),
    isThere([id, 'EvaluationPeriods']),
    ...thresholdOf(id, threshold),
    ...metrics.flatMap(([metric, name, dimensions = 1]) => [
      is(metricAt(id, metric, 'MetricName'), name),
      hasLength(metricAt(id, metric, 'Dimensions'), dimensions),
    ]),
    ...(told.length === 0 ? [] : [holdsTexts([id, 'Metrics', { Id: 'told' }, 'Expression'], ...told)]),
  ],
});

export const alarmRules: readonly Rule[] = wantedAlarms.map(alarmRule);
