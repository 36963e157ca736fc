import { getAtt, is, ref, sub } from '../expectations.ts';
import type { Expectation, Rule } from '../rule.ts';
import type { Json } from '../template.ts';
import { functionName, functions, roleOf } from './security.ts';

const area = 'security';
const ofAccount: Json = { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } };
const replicaKey = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-4333-8444-555555555555';

const allow = (Sid: string, Principal: Json, Action: Json, Condition?: Json): Json => ({
  Sid,
  Effect: 'Allow',
  Principal,
  Action,
  Resource: '*',
  ...(Condition === undefined ? {} : { Condition }),
});
const account = allow('Account', { AWS: sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root`) }, 'kms:*');
const logGroup = (name: string): Json =>
  allow(
    'LogGroups',
    { Service: sub(`logs.\${AWS::Region}.amazonaws.com`) },
    ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': sub(
          `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${name}`,
        ),
      },
    },
  );
const toTopic = (Sid: string, service: string): Json =>
  allow(Sid, { Service: service }, ['kms:GenerateDataKey*', 'kms:Decrypt'], ofAccount);

const key = (id: string, statements: readonly Json[]): Expectation[] => [
  is([id, 'KeyPolicy', 'Statement'], statements),
  is([id, '@DeletionPolicy'], 'RetainExceptOnCreate'),
  is([id, '@UpdateReplacePolicy'], 'Retain'),
];

/** Who may use the keys beside the regional stack's own, word for word. */
export const keyRules: readonly Rule[] = [
  {
    area,
    stack: 'edge',
    name: 'the edge’s key is for its log and its alarms',
    expects: key('EdgeKey', [
      account,
      logGroup('aws-waf-logs-muster-prod'),
      toTopic('AlarmsToTopic', 'cloudwatch.amazonaws.com'),
    ]),
  },
  {
    area,
    stack: 'second',
    name: 'the second region’s key is for its buckets and the distribution',
    expects: key('SecondKey', [
      account,
      allow('DistributionReadsAssets', { Service: 'cloudfront.amazonaws.com' }, 'kms:Decrypt', {
        ArnLike: { 'AWS:SourceArn': sub(`arn:\${AWS::Partition}:cloudfront::\${AWS::AccountId}:distribution/*`) },
      }),
    ]),
  },
  {
    area,
    stack: 'pipeline',
    name: 'the pipeline’s key is for its log and its question',
    expects: key('PipelineKey', [
      account,
      logGroup('/muster/pipeline'),
      toTopic('ApprovalToTopic', 'codepipeline.amazonaws.com'),
    ]),
  },
  {
    area,
    stack: 'regional',
    name: 'standing by, roles may use the first region’s key for what was copied, and their own',
    when: ({ parameters }) => parameters.standby === 'yes',
    expects: functions.map((name) =>
      is(
        [roleOf(name), 'Policies', 0, 'PolicyDocument', 'Statement', { Action: 'kms:Decrypt' }, 'Resource'],
        [getAtt('Key', 'Arn'), replicaKey],
      ),
    ),
  },
  {
    area,
    stack: 'regional',
    name: 'log groups are those that the key lets be encrypted, and that functions write to',
    expects: [
      ...functions.map((name) =>
        is([`${name}LogGroup`, 'LogGroupName'], `/aws/lambda/muster-prod-${functionName(name)}`),
      ),
      ...Object.entries({ Api: 'api', RealtimeApi: 'realtime-api', ReportsApi: 'reports-api' }).map(([id, name]) =>
        is([`${id}Logs`, 'LogGroupName'], `/muster/prod/${name}`),
      ),
    ],
  },
];
