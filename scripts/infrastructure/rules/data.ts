import { getAtt, holdsTexts, is, isAbsent, isOneOf, isThere, ref } from '../expectations.ts';
import type { Rule } from '../rule.ts';
import { functions } from './security.ts';

const area = 'data';
const stack = 'regional';
const provisioned: Rule['when'] = ({ parameters }) => parameters.capacity === 'provisioned';
const onDemand: Rule['when'] = ({ parameters }) => parameters.capacity !== 'provisioned';
const scaling = { MinCapacity: 5, MaxCapacity: 1000, TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 } };

export const dataRules: readonly Rule[] = [
  {
    area,
    stack,
    name: 'the table has the keys and the index that the connector speaks of',
    expects: [
      is(['Table', 'TableName'], 'muster-prod'),
      is(
        ['Table', 'KeySchema'],
        [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      ),
      is(['Table', 'GlobalSecondaryIndexes', 0, 'IndexName'], 'due'),
      is(
        ['Table', 'GlobalSecondaryIndexes', 0, 'KeySchema'],
        [
          { AttributeName: 'dueQueue', KeyType: 'HASH' },
          { AttributeName: 'dueAt', KeyType: 'RANGE' },
        ],
      ),
      is(['Table', 'GlobalSecondaryIndexes', 0, 'Projection'], { ProjectionType: 'ALL' }),
      is(
        ['Table', 'AttributeDefinitions'],
        ['pk', 'sk', 'dueQueue', 'dueAt'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      ),
      isOneOf(['WebLambdaFunction', 'Environment', 'Variables', 'TABLE_NAME'], [ref('Table'), 'muster-prod']),
    ],
  },
  {
    area,
    stack,
    name: 'on demand, when nothing else is asked for',
    when: onDemand,
    expects: [is(['Table', 'BillingMode'], 'PAY_PER_REQUEST')],
  },
  {
    area,
    stack,
    name: 'provisioned with autoscaling, as an option',
    when: provisioned,
    expects: [
      is(['Table', 'BillingMode'], 'PROVISIONED'),
      is(['Table', 'WriteProvisionedThroughputSettings'], { WriteCapacityAutoScalingSettings: scaling }),
      is(['Table', 'GlobalSecondaryIndexes', 0, 'WriteProvisionedThroughputSettings'], {
        WriteCapacityAutoScalingSettings: scaling,
      }),
      is(['Table', 'Replicas', 0, 'ReadProvisionedThroughputSettings'], { ReadCapacityAutoScalingSettings: scaling }),
      is(
        ['Table', 'Replicas', 0, 'GlobalSecondaryIndexes'],
        [{ IndexName: 'due', ReadProvisionedThroughputSettings: { ReadCapacityAutoScalingSettings: scaling } }],
      ),
    ],
  },
  {
    area,
    stack,
    name: 'what was in the table can be had back: to the second, and after a slip',
    expects: [
      is(['Table', 'Replicas', 0, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'], true),
      is(['Table', 'Replicas', 0, 'DeletionProtectionEnabled'], true),
      is(['Table', '@DeletionPolicy'], 'Retain'),
      is(['Table', '@UpdateReplacePolicy'], 'Retain'),
    ],
  },
  {
    area,
    stack,
    name: 'the table is encrypted with our key',
    expects: [
      is(['Table', 'SSESpecification'], { SSEEnabled: true, SSEType: 'KMS' }),
      is(['Table', 'Replicas', 0, 'SSESpecification', 'KMSMasterKeyId'], getAtt('Key', 'Arn')),
    ],
  },
  {
    area,
    stack,
    name: 'what has had its day is deleted',
    expects: [is(['Table', 'TimeToLiveSpecification'], { AttributeName: 'expiresAt', Enabled: true })],
  },
  {
    area,
    stack,
    name: 'changes are streamed',
    expects: [is(['Table', 'StreamSpecification', 'StreamViewType'], 'NEW_AND_OLD_IMAGES')],
  },
  {
    area,
    stack,
    name: 'a replica in a second region, as an option',
    when: ({ parameters }) => parameters.secondRegion !== undefined,
    expects: [
      is(['Table', 'Replicas', 1, 'Region'], 'eu-west-1'),
      is(['Table', 'Replicas', 1, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'], true),
      is(['Table', 'Replicas', 1, 'DeletionProtectionEnabled'], true),
      holdsTexts(['Keys', 'ReplicaRegions', 0, 'KmsKeyId'], 'arn:aws:kms:eu-west-1:'),
      is(['Keys', 'ReplicaRegions', 0, 'Region'], 'eu-west-1'),
      holdsTexts(['Table', 'Replicas', 1, 'SSESpecification', 'KMSMasterKeyId'], 'arn:aws:kms:eu-west-1:'),
    ],
  },
  {
    area,
    stack,
    name: 'one region, when nothing else is asked for',
    when: ({ parameters }) => parameters.secondRegion === undefined,
    expects: [isAbsent(['Table', 'Replicas', 1], { Region: 'us-west-2' })],
  },
  {
    area,
    stack,
    name: 'a Valkey cache, as an option: encrypted, reached by functions alone, bounded',
    when: ({ parameters }) => parameters.cache === 'yes',
    expects: [
      is(['Cache', 'Engine'], 'valkey'),
      is(['Cache', 'MajorEngineVersion'], '8'),
      is(['Cache', 'KmsKeyId'], ref('Key')),
      is(['Cache', 'SecurityGroupIds'], [ref('CacheGroup')]),
      is(['Cache', 'SubnetIds'], [ref('PrivateSubnetA'), ref('PrivateSubnetB')]),
      isThere(['Cache', 'CacheUsageLimits', 'DataStorage', 'Maximum']),
      isThere(['Cache', 'CacheUsageLimits', 'ECPUPerSecond', 'Maximum']),
      is(['CacheGroup', 'SecurityGroupIngress', 0, 'SourceSecurityGroupId'], ref('FunctionsGroup')),
      is(['CacheGroup', 'SecurityGroupIngress', 0, 'FromPort'], 6379),
      is(['CacheGroup', 'SecurityGroupIngress', 0, 'ToPort'], 6380),
      is(['CacheGroup', 'VpcId'], ref('Network')),
      ...functions.map((name) =>
        holdsTexts([`${name}LambdaFunction`, 'Environment', 'Variables', 'CACHE_URL'], 'rediss://'),
      ),
    ],
  },
];
