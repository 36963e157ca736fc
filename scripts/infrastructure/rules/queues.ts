import { getAtt, holdsTexts, is, isThere, ref, sub } from '../expectations.ts';
import type { Expectation, Rule } from '../rule.ts';
import { statement } from './faces.ts';

const area = 'queues';
const stack = 'regional';
const queues = ['Uploads', 'Publish', 'Report', 'Work'];

/** Queue, function, and the function's timeout in seconds: a queue hides a message six times as long. */
const workers = [
  ['Uploads', 'Identify', 120],
  ['Publish', 'Publish', 300],
  ['Report', 'Report', 300],
  ['Work', 'Retain', 300],
] as const;

const grant = (sid: string): Expectation['at'] => ['Key', 'KeyPolicy', 'Statement', { Sid: sid }];

export const queueRules: readonly Rule[] = [
  {
    area,
    stack,
    name: 'queues are encrypted with our key',
    expects: queues.flatMap((name) => [
      is([`${name}Queue`, 'KmsMasterKeyId'], getAtt('Key', 'Arn')),
      is([`${name}DeadLetters`, 'KmsMasterKeyId'], getAtt('Key', 'Arn')),
    ]),
  },
  {
    area,
    stack,
    name: 'what fails five times is put aside, for a fortnight',
    expects: queues.flatMap((name) => [
      is([`${name}Queue`, 'RedrivePolicy'], {
        deadLetterTargetArn: getAtt(`${name}DeadLetters`, 'Arn'),
        maxReceiveCount: 5,
      }),
      is([`${name}DeadLetters`, 'MessageRetentionPeriod'], 1209600),
      is([`${name}Queue`, 'MessageRetentionPeriod'], 345600),
    ]),
  },
  {
    area,
    stack,
    name: 'publishing is first in, first out, a platform’s host at a time',
    expects: [
      is(['PublishQueue', 'FifoQueue'], true),
      is(['PublishDeadLetters', 'FifoQueue'], true),
      is(['PublishQueue', 'QueueName'], 'muster-prod-publish.fifo'),
      is(['PublishDeadLetters', 'QueueName'], 'muster-prod-publish-dead.fifo'),
      is(['PublishQueue', 'DeduplicationScope'], 'messageGroup'),
      is(['PublishQueue', 'FifoThroughputLimit'], 'perMessageGroupId'),
    ],
  },
  {
    area,
    stack,
    name: 'functions work off their queue and give back only what failed, before the queue shows it again',
    expects: workers.flatMap(([queue, name, timeout]) => {
      const mapping = `${name}EventSourceMappingSQS${queue}Queue`;
      return [
        is([mapping, 'EventSourceArn'], getAtt(`${queue}Queue`, 'Arn')),
        is([mapping, 'FunctionResponseTypes'], ['ReportBatchItemFailures']),
        is([mapping, 'BatchSize'], 1),
        is([mapping, 'Enabled'], true),
        isThere([mapping, 'ScalingConfig', 'MaximumConcurrency']),
        is([`${name}LambdaFunction`, 'Timeout'], timeout),
        is([`${queue}Queue`, 'VisibilityTimeout'], timeout * 6),
        is([...statement(`${name}Role`, 'sqs:ReceiveMessage'), 'Resource'], getAtt(`${queue}Queue`, 'Arn')),
      ];
    }),
  },
  {
    area,
    stack,
    name: 'the schedule wakes what looks for due work, and may',
    expects: [
      is(['SchedulerRole', 'AssumeRolePolicyDocument', 'Statement', 0, 'Condition'], {
        StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
      }),
      is(
        ['SchedulerRole', 'Policies', 0, 'PolicyDocument', 'Statement'],
        [
          {
            Effect: 'Allow',
            Action: 'lambda:InvokeFunction',
            Resource: ['publish', 'sync-roster', 'retain', 'health'].map((name) =>
              sub(`arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:muster-prod-${name}`),
            ),
          },
        ],
      ),
      ...[
        // The table says when a course's scores are sent again; this sends its message.
        ['Publish', 'rate(1 minute)'],
        ['Retain', 'rate(1 minute)'],
        ['SyncDashroster', 'rate(1 hour)'],
        ['Health', 'rate(5 minutes)'],
      ].flatMap(([name = '', rate = '']) => [
        is([`${name}SchedulerSchedule1`, 'ScheduleExpression'], rate),
        is([`${name}SchedulerSchedule1`, 'State'], 'ENABLED'),
        is([`${name}SchedulerSchedule1`, 'Target', 'Arn'], getAtt(`${name}LambdaFunction`, 'Arn')),
        is([`${name}SchedulerSchedule1`, 'Target', 'RoleArn'], getAtt('SchedulerRole', 'Arn')),
        // What failed is tried again when the clock comes round.
        is([`${name}LambdaEvConf`, 'MaximumRetryAttempts'], 0),
      ]),
    ],
  },
  {
    area: 'hidden by emulators',
    stack,
    name: 'S3 may tell the uploads queue: notification, queue policy, and the key’s grant to S3',
    expects: [
      is(['MediaBucket', 'NotificationConfiguration', 'QueueConfigurations', 0, 'Event'], 's3:ObjectCreated:*'),
      is(
        ['MediaBucket', 'NotificationConfiguration', 'QueueConfigurations', 0, 'Queue'],
        getAtt('UploadsQueue', 'Arn'),
      ),
      is(['MediaBucket', 'NotificationConfiguration', 'QueueConfigurations', 0, 'Filter'], {
        S3Key: { Rules: [{ Name: 'prefix', Value: 'uploads/' }] },
      }),
      is(['MediaBucket', '@DependsOn'], ['UploadsQueuePolicy']),
      is(['UploadsQueuePolicy', 'Queues'], [ref('UploadsQueue')]),
      is(['UploadsQueuePolicy', 'PolicyDocument', 'Statement', { Sid: 'MediaBucket' }, 'Principal'], {
        Service: 's3.amazonaws.com',
      }),
      is(['UploadsQueuePolicy', 'PolicyDocument', 'Statement', { Sid: 'MediaBucket' }, 'Action'], 'sqs:SendMessage'),
      is(
        ['UploadsQueuePolicy', 'PolicyDocument', 'Statement', { Sid: 'MediaBucket' }, 'Resource'],
        getAtt('UploadsQueue', 'Arn'),
      ),
      is(['UploadsQueuePolicy', 'PolicyDocument', 'Statement', { Sid: 'MediaBucket' }, 'Condition'], {
        ArnEquals: {
          'aws:SourceArn': sub(`arn:\${AWS::Partition}:s3:::muster-prod-media-\${AWS::AccountId}-\${AWS::Region}`),
        },
        StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
      }),
      is(['UploadsQueuePolicy', 'PolicyDocument', 'Statement', { Sid: 'TlsOnly' }], {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: getAtt('UploadsQueue', 'Arn'),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      is(['MediaBucket', 'BucketName'], sub(`muster-prod-media-\${AWS::AccountId}-\${AWS::Region}`)),
      is([...grant('UploadsToQueue'), 'Principal'], { Service: 's3.amazonaws.com' }),
      is([...grant('UploadsToQueue'), 'Action'], ['kms:GenerateDataKey', 'kms:Decrypt']),
      is([...grant('UploadsToQueue'), 'Condition'], { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } }),
    ],
  },
  {
    area: 'hidden by emulators',
    stack,
    name: 'the distribution may use the key of the assets (OAC)',
    expects: [
      is([...grant('DistributionReadsAssets'), 'Principal'], { Service: 'cloudfront.amazonaws.com' }),
      is([...grant('DistributionReadsAssets'), 'Action'], 'kms:Decrypt'),
      is([...grant('DistributionReadsAssets'), 'Condition'], {
        ArnLike: { 'AWS:SourceArn': sub(`arn:\${AWS::Partition}:cloudfront::\${AWS::AccountId}:distribution/*`) },
      }),
    ],
  },
  {
    area: 'hidden by emulators',
    stack,
    name: 'who signs an upload may use the key: S3 acts in its name',
    expects: [
      is([...statement('WebRole', 'kms:GenerateDataKey'), 'Action'], ['kms:Decrypt', 'kms:GenerateDataKey']),
      holdsTexts([...statement('WebRole', 'kms:GenerateDataKey'), 'Resource'], '"Key","Arn"'),
      is(
        [
          'WebRole',
          'Policies',
          0,
          'PolicyDocument',
          'Statement',
          { Action: 's3:PutObject', Resource: 'uploads/*' },
          'Resource',
        ],
        sub(`\${MediaBucket.Arn}/uploads/*`),
      ),
      is(['WebLambdaFunction', 'Environment', 'Variables', 'MEDIA_KEY_ARN'], getAtt('Key', 'Arn')),
    ],
  },
  {
    area: 'hidden by emulators',
    stack,
    name: 'functions that push may post to connections of this API',
    expects: ['WebRole', 'IdentifyRole', 'PublishRole', 'RetainRole', 'RealtimeRole'].map((role) => ({
      at: [...statement(role, 'execute-api:ManageConnections'), 'Resource'] as Expectation['at'],
      wants: 'must be POST/@connections/* of the realtime API',
      holds: (value) => JSON.stringify(value ?? '').includes(`\${RealtimeApi}/realtime/POST/@connections/*`),
    })),
  },
];
