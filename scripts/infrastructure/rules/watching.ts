import { holdsTexts, is, isOneOf, isThere, ref } from '../expectations.ts';
import type { Rule } from '../rule.ts';
import { functions } from './security.ts';

const area = 'watching';

const logged = ['ApiLogs', 'RealtimeApiLogs', 'ReportsApiLogs', ...functions.map((name) => `${name}LogGroup`)];

const ofAccount = { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } };

export const watchingRules: readonly Rule[] = [
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
    name: 'no version of an engine goes unseen: an alarm is on all together, and the dashboard shows each that there is',
    expects: [
      ...['corrected', 'made'].map((metric) =>
        is(
          ['CorrectedProposalsOfAll', 'Metrics', { Id: metric }, 'MetricStat', 'Metric', 'Dimensions'],
          [{ Name: 'service', Value: 'muster-prod' }],
        ),
      ),
      ...['ProposalsMade', 'ProposalsCorrected'].map((name) =>
        holdsTexts(
          ['Dashboard', 'DashboardBody'],
          `{Muster,service,Engine,ModelVersion} MetricName=`,
          `${name}`,
          'SEARCH(',
        ),
      ),
    ],
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
    // Six to a route, each as dear as a metric of our own: "Monitor HTTP APIs with CloudWatch metrics".
    name: 'no metrics by route are paid for: alarms and dashboard read the APIs’ own',
    expects: [
      is(['HttpApiStage', 'DefaultRouteSettings', 'DetailedMetricsEnabled'], false),
      is(['RealtimeStage', 'DefaultRouteSettings', 'DetailedMetricsEnabled'], false),
      is(['ReportsApiStage', 'MethodSettings', 0, 'MetricsEnabled'], false),
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
      isOneOf(['Dashboard', 'DashboardName'], ['muster-prod', 'muster-prod-standby']),
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
      is(['AlarmTopicPolicy', 'PolicyDocument', 'Statement', 0, 'Principal'], {
        Service: ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'],
      }),
      is(['AlarmTopicPolicy', 'PolicyDocument', 'Statement', 0, 'Condition'], ofAccount),
      is(['AlarmSubscription', 'TopicArn'], ref('AlarmTopic')),
      is(['AlarmSubscription', 'Protocol'], 'email'),
      is(['AlarmSubscription', 'Endpoint'], 'operations@example.edu'),
    ],
  },
  {
    area,
    stack: 'edge',
    name: 'alarms at the edge reach somebody',
    when: ({ parameters }) => parameters.alarmEmail !== undefined,
    expects: [
      is(['EdgeAlarmTopicPolicy', 'Topics'], [ref('EdgeAlarmTopic')]),
      is(
        ['EdgeAlarmTopicPolicy', 'PolicyDocument', 'Statement'],
        [
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: ref('EdgeAlarmTopic'),
            Condition: ofAccount,
          },
        ],
      ),
      is(['EdgeAlarmSubscription', 'TopicArn'], ref('EdgeAlarmTopic')),
      is(['EdgeAlarmSubscription', 'Protocol'], 'email'),
      is(['EdgeAlarmSubscription', 'Endpoint'], 'operations@example.edu'),
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
