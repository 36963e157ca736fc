import { getAtt, is, ref, sub } from '../expectations.ts';
import type { Rule } from '../rule.ts';

const stack = 'regional';

export const recoveryRules: readonly Rule[] = [
  {
    area: 'recovery',
    stack,
    name: 'the table is backed up every day and copies go after 35 days',
    expects: [
      is(['BackupPlan', 'BackupPlan', 'BackupPlanRule', 0, 'ScheduleExpression'], 'cron(0 3 * * ? *)'),
      is(['BackupPlan', 'BackupPlan', 'BackupPlanRule', 0, 'TargetBackupVault'], ref('BackupVault')),
      is(['BackupPlan', 'BackupPlan', 'BackupPlanRule', 0, 'Lifecycle'], { DeleteAfterDays: 35 }),
      is(['BackupSelection', 'BackupSelection', 'Resources'], [getAtt('Table', 'Arn')]),
      is(['BackupSelection', 'BackupSelection', 'IamRoleArn'], getAtt('BackupRole', 'Arn')),
      is(['BackupSelection', 'BackupPlanId'], ref('BackupPlan')),
      is(
        ['BackupRole', 'ManagedPolicyArns'],
        ['Backup', 'Restores'].map((what) =>
          sub(`arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSBackupServiceRolePolicyFor${what}`),
        ),
      ),
      is(['BackupRole', 'AssumeRolePolicyDocument', 'Statement', 0, 'Principal'], { Service: 'backup.amazonaws.com' }),
    ],
  },
  {
    area: 'recovery',
    stack,
    name: 'backups are encrypted, kept apart, and nobody deletes them early',
    expects: [
      is(['BackupVault', 'EncryptionKeyArn'], getAtt('Key', 'Arn')),
      is(['BackupVault', 'AccessPolicy', 'Statement', 0, 'Effect'], 'Deny'),
      is(
        ['BackupVault', 'AccessPolicy', 'Statement', 0, 'Action'],
        ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'],
      ),
    ],
  },
  {
    area: 'recovery',
    stack,
    // A first deployment that failed leaves nothing behind whose name the next one needs; the two that are protected against
    // deletion stay even then, or CloudFormation could not go back at all.
    name: 'what must outlive the stack is kept, whatever happens to it',
    expects: [
      ...[
        'Key',
        'Keys',
        'OriginKeySeed',
        'MediaBucket',
        'ReportsBucket',
        'LogsBucket',
        'AuditBucket',
        'BackupVault',
      ].flatMap((id) => [
        is([id, '@DeletionPolicy'], 'RetainExceptOnCreate'),
        is([id, '@UpdateReplacePolicy'], 'Retain'),
      ]),
      is(['AdminPool', '@DeletionPolicy'], 'Retain'),
      is(['AdminPool', '@UpdateReplacePolicy'], 'Retain'),
    ],
  },
  {
    area: 'recovery',
    stack,
    name: '`serverless rollback` finds what was deployed before',
    expects: [
      is(['ServerlessDeploymentBucket', 'PublicAccessBlockConfiguration', 'BlockPublicPolicy'], true),
      is(
        ['ServerlessDeploymentBucket', 'BucketEncryption', 'ServerSideEncryptionConfiguration'],
        [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      ),
    ],
  },
  {
    area: 'cost',
    stack,
    name: 'a budget tells at 80 % and when it will be exceeded',
    expects: [
      is(['MonthlyBudget', 'Budget', 'BudgetType'], 'COST'),
      is(['MonthlyBudget', 'Budget', 'TimeUnit'], 'MONTHLY'),
      is(['MonthlyBudget', 'Budget', 'BudgetLimit'], { Amount: '50', Unit: 'USD' }),
      is(['MonthlyBudget', 'Budget', 'CostFilters'], { TagKeyValue: ['user:project$muster'] }),
      is(['MonthlyBudget', 'NotificationsWithSubscribers', 0, 'Notification', 'Threshold'], 80),
      is(['MonthlyBudget', 'NotificationsWithSubscribers', 1, 'Notification', 'NotificationType'], 'FORECASTED'),
      ...[0, 1].map((at) =>
        is(
          ['MonthlyBudget', 'NotificationsWithSubscribers', at, 'Subscribers'],
          [{ SubscriptionType: 'SNS', Address: ref('AlarmTopic') }],
        ),
      ),
    ],
  },
];
