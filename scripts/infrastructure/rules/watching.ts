import { hasLength, holdsTexts, is, isThere, ref } from '../expectations.ts';
import type { Stack } from '../package-stack.ts';
import type { Expectation, Rule, Step } from '../rule.ts';

const area = 'watching';

interface Wanted {
  readonly line: string;
  readonly id: string;
  readonly runbook: string;
  readonly operator: string;
  /** A number, or none where a band of usual values is the threshold. */
  readonly threshold?: number | string;
  /** Each metric with where it is in the alarm. */
  readonly metrics: readonly (readonly [id: string | null, name: string, dimensions?: number])[];
  readonly expression?: readonly string[];
  readonly stack?: Stack;
}

const above = 'GreaterThanThreshold';
const sum4 = (id: string) => ['uploads', 'publish', 'report', 'work'].map((queue) => [queue, id] as const);

/** The alarms that the issue asks for: these, and no others. */
export const wantedAlarms: readonly Wanted[] = [
  {
    line: 'error rate > 1 %',
    id: 'ErrorRate',
    runbook: 'error-rate',
    operator: above,
    threshold: 1,
    metrics: [
      ['errors', '5xx'],
      ['requests', 'Count'],
    ],
    expression: ['100 * errors / requests'],
  },
  {
    line: 'error rate > 1 % (work)',
    id: 'ErrorRateWork',
    runbook: 'error-rate',
    operator: above,
    threshold: 1,
    metrics: [0, 1, 2, 3].flatMap(
      (n) =>
        [
          [`e${n}`, 'Errors'],
          [`i${n}`, 'Invocations'],
        ] as const,
    ),
    expression: ['100 *', 'e3', 'i3'],
  },
  {
    line: 'API p95 latency > 1 s',
    id: 'ApiLatency',
    runbook: 'api-latency',
    operator: above,
    threshold: 1000,
    metrics: [[null, 'Latency']],
  },
  {
    line: 'launch failures > 5 %',
    id: 'LaunchFailures',
    runbook: 'launch-failures',
    operator: above,
    threshold: 5,
    metrics: [
      ['failed', 'LaunchFailed'],
      ['succeeded', 'LaunchSucceeded'],
    ],
    expression: ['100 * FILL(failed, 0)'],
  },
  {
    line: 'sign-in failures > 5 %',
    id: 'SignInFailures',
    runbook: 'launch-failures',
    operator: above,
    threshold: 5,
    metrics: [
      ['failed', 'SignInFailed'],
      ['succeeded', 'SignInSucceeded'],
    ],
    expression: ['100 * FILL(failed, 0)'],
  },
  {
    line: 'any DynamoDB throttling',
    id: 'ThrottlingTable',
    runbook: 'throttling',
    operator: above,
    threshold: 0,
    metrics: [
      ['reads', 'ReadThrottleEvents'],
      ['writes', 'WriteThrottleEvents'],
      ['dueReads', 'ReadThrottleEvents', 2],
      ['dueWrites', 'WriteThrottleEvents', 2],
    ],
    expression: ['FILL(dueWrites, 0)'],
  },
  {
    line: 'any Rekognition throttling',
    id: 'ThrottlingRekognition',
    runbook: 'throttling',
    operator: above,
    threshold: 0,
    metrics: [[null, 'RekognitionThrottled']],
  },
  {
    line: 'DLQ not empty',
    id: 'DeadLetters',
    runbook: 'dead-letters',
    operator: above,
    threshold: 0,
    metrics: sum4('ApproximateNumberOfMessagesVisible'),
    expression: ['SUM(METRICS())'],
  },
  {
    line: 'oldest message age',
    id: 'MessageAge',
    runbook: 'message-age',
    operator: above,
    threshold: 600,
    metrics: sum4('ApproximateAgeOfOldestMessage'),
    expression: ['MAX(METRICS())'],
  },
  {
    line: 'gradebook unconfirmed > 24 h',
    id: 'GradebookUnconfirmed',
    runbook: 'gradebook-unconfirmed',
    operator: above,
    threshold: 0,
    metrics: [[null, 'GradebookUnconfirmedOver24h']],
  },
  {
    line: 'storage > 80 % of the budget',
    id: 'StorageBudget',
    runbook: 'storage-budget',
    operator: above,
    threshold: 80,
    metrics: [['bytes', 'StorageBytes']],
    expression: ['100 * bytes / (50 * 1073741824)'],
  },
  {
    line: 'Lambda memory > 90 %',
    id: 'LambdaMemory',
    runbook: 'lambda-memory',
    operator: above,
    threshold: 90,
    metrics: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`m${n}`, 'LambdaMemoryUsedPercent', 2] as const),
    expression: ['MAX(METRICS())'],
  },
  {
    line: 'unusual traffic (anomaly detection)',
    id: 'UnusualTraffic',
    runbook: 'unusual-traffic',
    operator: 'GreaterThanUpperThreshold',
    metrics: [['requests', 'Count']],
  },
  {
    line: 'share of proposals that teachers corrected, by engine and version',
    id: 'CorrectedProposals',
    runbook: 'corrected-proposals',
    operator: above,
    threshold: 10,
    metrics: [
      ['corrected', 'ProposalsCorrected', 3],
      ['made', 'ProposalsMade', 3],
    ],
    expression: ['100 * FILL(corrected, 0) / made'],
  },
  {
    line: 'cache hit ratio (CloudFront)',
    id: 'CacheHitRatio',
    runbook: 'cache-hit-ratio',
    operator: 'LessThanThreshold',
    threshold: '20',
    metrics: [
      ['rate', 'CacheHitRate', 2],
      ['requests', 'Requests', 2],
    ],
    expression: ['rate'],
    stack: 'edge',
  },
];

const metricAt = (id: string, metric: string | null, ...steps: Step[]): Expectation['at'] =>
  metric === null ? [id, ...steps] : [id, 'Metrics', { Id: metric }, 'MetricStat', 'Metric', ...steps];

const alarmRule = ({
  line,
  id,
  runbook,
  operator,
  threshold,
  metrics,
  expression,
  stack = 'regional',
}: Wanted): Rule => ({
  area,
  stack,
  name: `alarm: ${line}`,
  ...(stack === 'edge' ? { when: ({ parameters }) => parameters.distributionId !== undefined } : {}),
  expects: [
    holdsTexts([id, 'AlarmDescription'], `docs/operators/runbooks/${runbook}.md`),
    is([id, 'AlarmActions'], [ref(stack === 'edge' ? 'EdgeAlarmTopic' : 'AlarmTopic')]),
    is([id, 'ComparisonOperator'], operator),
    isThere([id, 'EvaluationPeriods']),
    ...(threshold === undefined ? [is([id, 'ThresholdMetricId'], 'band')] : []),
    // "20" and 20 are one to CloudFormation.
    ...(threshold === undefined
      ? []
      : [
          {
            at: [id, 'Threshold'] as const,
            wants: `must be ${threshold}`,
            holds: (value: unknown) => String(value) === String(threshold),
          },
        ]),
    ...metrics.flatMap(([metric, name, dimensions = 1]) => [
      is(metricAt(id, metric, 'MetricName'), name),
      hasLength(metricAt(id, metric, 'Dimensions'), dimensions),
    ]),
    ...(threshold === undefined
      ? [holdsTexts([id, 'Metrics', { Id: 'band' }, 'Expression'], 'ANOMALY_DETECTION_BAND(requests')]
      : []),
    ...(expression === undefined ? [] : [holdsTexts([id, 'Metrics', { Id: 'told' }, 'Expression'], ...expression)]),
  ],
});

const functions = [
  'Web',
  'Identify',
  'Publish',
  'SyncDashroster',
  'Report',
  'Realtime',
  'Retain',
  'Authorizer',
  'Health',
  'AlarmDashtest',
];
const logged = ['ApiLogs', 'RealtimeApiLogs', 'ReportsApiLogs', ...functions.map((name) => `${name}LogGroup`)];

export const watchingRules: readonly Rule[] = [
  ...wantedAlarms.map(alarmRule),
  {
    area,
    stack: 'regional',
    name: 'corrected proposals are told apart by engine and model version',
    expects: ['corrected', 'made'].flatMap((metric) => [
      isThere([
        'CorrectedProposals',
        'Metrics',
        { Id: metric },
        'MetricStat',
        'Metric',
        'Dimensions',
        { Name: 'Engine' },
        'Value',
      ]),
      isThere([
        'CorrectedProposals',
        'Metrics',
        { Id: metric },
        'MetricStat',
        'Metric',
        'Dimensions',
        { Name: 'ModelVersion' },
        'Value',
      ]),
    ]),
  },
  {
    area,
    stack: 'regional',
    name: 'functions and the reports’ API are traced',
    expects: [
      ...functions.map((name) => is([`${name}LambdaFunction`, 'TracingConfig', 'Mode'], 'Active')),
      is(['ReportsApiStage', 'TracingEnabled'], true),
    ],
  },
  {
    area,
    stack: 'regional',
    name: 'logs are encrypted and go after ninety days',
    expects: logged.flatMap((id) => [
      is([id, 'RetentionInDays'], 90),
      is([id, 'KmsKeyId'], { 'Fn::GetAtt': ['Key', 'Arn'] }),
    ]),
  },
  {
    area,
    stack: 'regional',
    name: 'a dashboard',
    expects: [
      is(['Dashboard', 'DashboardName'], 'muster-prod'),
      holdsTexts(
        ['Dashboard', 'DashboardBody'],
        'Latency',
        'LaunchFailed',
        'ApproximateAgeOfOldestMessage',
        'ProposalsCorrected',
        'StorageBytes',
      ),
    ],
  },
  {
    area,
    stack: 'regional',
    name: 'alarms reach somebody',
    when: ({ parameters }) => parameters.alarmEmail !== undefined,
    expects: [
      is(['AlarmTopic', 'KmsMasterKeyId'], ref('Key')),
      is(['AlarmTopicPolicy', 'Topics'], [ref('AlarmTopic')]),
      is(['AlarmTopicPolicy', 'PolicyDocument', 'Statement', 0, 'Action'], 'sns:Publish'),
      is(['AlarmSubscription', 'TopicArn'], ref('AlarmTopic')),
      is(['AlarmSubscription', 'Protocol'], 'email'),
      is(['AlarmSubscription', 'Endpoint'], 'operations@example.edu'),
    ],
  },
  {
    area,
    stack: 'regional',
    name: 'the distribution’s paid metrics are on: the hit ratio is among them',
    expects: [
      is(['DistributionMetrics', 'DistributionId'], ref('Distribution')),
      is(
        [
          'DistributionMetrics',
          'MonitoringSubscription',
          'RealtimeMetricsSubscriptionConfig',
          'RealtimeMetricsSubscriptionStatus',
        ],
        'Enabled',
      ),
    ],
  },
];
