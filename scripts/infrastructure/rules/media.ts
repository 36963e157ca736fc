import { getAtt, holdsTexts, includesAll, is, isAbsent, isOneOf, ref, sub } from '../expectations.ts';
import type { Rule } from '../rule.ts';
import type { Json } from '../template.ts';
import { closed, encrypted, lifecycle, tlsOnly } from './bucket.ts';

const area = 'media';
const stack = 'regional';

const may = (Action: Json, Resource: Json): Json => ({ Effect: 'Allow', Action, Resource });
const buckets = ['MediaBucket', 'ReportsBucket', 'AssetsBucket', 'AuditBucket'];

export const mediaRules: readonly Rule[] = [
  {
    area,
    stack,
    name: 'pictures, reports and assets are encrypted with our key, and with no other',
    expects: [
      ...buckets.flatMap((bucket) => encrypted(bucket, 'Key')),
      is(['MediaBucketPolicy', 'PolicyDocument', 'Statement', { Sid: 'NoOtherKey' }], {
        Sid: 'NoOtherKey',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: sub(`\${MediaBucket.Arn}/*`),
        Condition: {
          StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': getAtt('Key', 'Arn') },
        },
      }),
    ],
  },
  {
    area,
    stack,
    name: 'nothing is public',
    expects: [...buckets, 'LogsBucket'].flatMap((bucket) => [
      ...closed(bucket),
      is([bucket, 'OwnershipControls', 'Rules', 0, 'ObjectOwnership'], 'BucketOwnerEnforced'),
    ]),
  },
  { area, stack, name: 'TLS only', expects: [...buckets, 'LogsBucket'].flatMap(tlsOnly) },
  {
    area,
    stack,
    name: 'every version is kept for a day and can be erased: by retain, by web and by identify',
    expects: [
      is(['MediaBucket', 'VersioningConfiguration', 'Status'], 'Enabled'),
      is(['AssetsBucket', 'VersioningConfiguration', 'Status'], 'Enabled'),
      lifecycle('AssetsBucket', 'remains', 'NoncurrentVersionExpiration', { NoncurrentDays: 30 }),
      lifecycle('MediaBucket', 'remains', 'NoncurrentVersionExpiration', { NoncurrentDays: 1 }),
      lifecycle('MediaBucket', 'markers', 'ExpiredObjectDeleteMarker', true),
      ...['Web', 'Retain', 'Identify'].flatMap((name) => [
        includesAll(
          [
            `${name}Role`,
            'Policies',
            0,
            'PolicyDocument',
            'Statement',
            { Action: 's3:DeleteObjectVersion', Resource: 'MediaBucket' },
            'Action',
          ],
          's3:DeleteObject',
          's3:DeleteObjectVersion',
        ),
        includesAll(
          [
            `${name}Role`,
            'Policies',
            0,
            'PolicyDocument',
            'Statement',
            { Action: 's3:ListBucketVersions', Resource: 'MediaBucket' },
            'Action',
          ],
          's3:ListBucketVersions',
        ),
      ]),
    ],
  },
  {
    area,
    stack,
    name: 'what was left behind goes: uploads after a day, captures after two, reports after fourteen, halves after one',
    expects: [
      lifecycle('MediaBucket', 'uploads', 'ExpirationInDays', 1),
      lifecycle('MediaBucket', 'uploads', 'Prefix', 'uploads/'),
      lifecycle('MediaBucket', 'uploads', 'Status', 'Enabled'),
      lifecycle('MediaBucket', 'captures', 'ExpirationInDays', 2),
      lifecycle('MediaBucket', 'captures', 'Prefix', 'captures/'),
      lifecycle('MediaBucket', 'captures', 'Status', 'Enabled'),
      lifecycle('MediaBucket', 'remains', 'AbortIncompleteMultipartUpload', { DaysAfterInitiation: 1 }),
      lifecycle('ReportsBucket', 'reports', 'ExpirationInDays', 14),
      lifecycle('ReportsBucket', 'reports', 'AbortIncompleteMultipartUpload', { DaysAfterInitiation: 1 }),
      lifecycle('ReportsBucket', 'reports', 'NoncurrentVersionExpiration', { NoncurrentDays: 1 }),
      is(['ReportsBucket', 'VersioningConfiguration', 'Status'], 'Enabled'),
      ...['AssetsBucket', 'AuditBucket', 'LogsBucket'].map((bucket) =>
        lifecycle(bucket, bucket === 'AssetsBucket' ? 'remains' : 'old', 'AbortIncompleteMultipartUpload', {
          DaysAfterInitiation: 1,
        }),
      ),
      lifecycle('LogsBucket', 'old', 'ExpirationInDays', 90),
    ],
  },
  {
    area,
    stack,
    name: 'references outlive the rules of the bucket',
    expects: [
      isAbsent(['MediaBucket', 'LifecycleConfiguration', 'Rules', { Id: 'remains' }, 'ExpirationInDays'], 2),
      isAbsent(['MediaBucket', 'LifecycleConfiguration', 'Rules', { Id: 'remains' }, 'Prefix'], 'captures/'),
    ],
  },
  {
    area,
    stack,
    name: 'reports are copied to a second region, as an option',
    when: ({ parameters }) => parameters.secondRegion !== undefined,
    expects: [
      is(['ReportsBucket', 'ReplicationConfiguration', 'Role'], getAtt('ReplicationRole', 'Arn')),
      is(['ReportsBucket', 'ReplicationConfiguration', 'Rules', 0, 'Status'], 'Enabled'),
      is(['ReportsBucket', 'ReplicationConfiguration', 'Rules', 0, 'DeleteMarkerReplication', 'Status'], 'Enabled'),
      holdsTexts(
        ['ReportsBucket', 'ReplicationConfiguration', 'Rules', 0, 'Destination', 'EncryptionConfiguration'],
        'arn:aws:kms:eu-west-1:',
      ),
      is(
        ['ReportsBucket', 'ReplicationConfiguration', 'Rules', 0, 'SourceSelectionCriteria', 'SseKmsEncryptedObjects'],
        { Status: 'Enabled' },
      ),
      is(['ReportsBucket', 'VersioningConfiguration', 'Status'], 'Enabled'),
      is(['ReplicationPolicy', 'Roles'], [ref('ReplicationRole')]),
      is(
        ['ReplicationPolicy', 'PolicyDocument', 'Statement'],
        [
          may(['s3:GetReplicationConfiguration', 's3:ListBucket'], getAtt('ReportsBucket', 'Arn')),
          may(
            ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'],
            sub(`\${ReportsBucket.Arn}/*`),
          ),
          may(
            ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'],
            'arn:aws:s3:::muster-second-prod-reportscopies-abcdefghijkl/*',
          ),
          may('kms:Decrypt', getAtt('Key', 'Arn')),
          may('kms:Encrypt', 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-4333-8444-555555555555'),
        ],
      ),
      is(['ReportsBucket', 'ReplicationConfiguration', 'Rules', 0, 'Filter'], { Prefix: '' }),
      is(['ReportsBucket', 'ReplicationConfiguration', 'Rules', 0, 'Priority'], 1),
    ],
  },
  {
    area,
    stack,
    name: 'faces are copied nowhere',
    expects: [
      isAbsent(['MediaBucket', 'ReplicationConfiguration'], { Role: 'arn:aws:iam::111122223333:role/any', Rules: [] }),
    ],
  },
  {
    area,
    stack,
    name: 'who reads and writes is logged, where S3 can write its logs',
    expects: [
      ...['MediaBucket', 'ReportsBucket', 'AssetsBucket'].map((bucket) =>
        is([bucket, 'LoggingConfiguration', 'DestinationBucketName'], ref('LogsBucket')),
      ),
      is(
        [
          'LogsBucket',
          'BucketEncryption',
          'ServerSideEncryptionConfiguration',
          0,
          'ServerSideEncryptionByDefault',
          'SSEAlgorithm',
        ],
        'AES256',
      ),
      is(['LogsBucketPolicy', 'PolicyDocument', 'Statement', { Sid: 'AccessLogs' }], {
        Sid: 'AccessLogs',
        Effect: 'Allow',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: sub(`\${LogsBucket.Arn}/*`),
        Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
      }),
    ],
  },
  {
    area,
    stack,
    name: 'browsers post pictures from our pages alone',
    expects: [
      isOneOf(
        ['MediaBucket', 'CorsConfiguration', 'CorsRules', 0, 'AllowedOrigins'],
        [['https://muster.example.edu'], [sub(`https://\${Distribution.DomainName}`)]],
      ),
      is(['MediaBucket', 'CorsConfiguration', 'CorsRules', 0, 'AllowedMethods'], ['POST']),
      is(['MediaBucket', 'CorsConfiguration', 'CorsRules', 0, 'AllowedHeaders'], ['*']),
    ],
  },
  {
    area,
    stack: 'second',
    name: 'the second region’s buckets are as closed, encrypted and short-lived',
    expects: [
      ...['ReportsCopies', 'SecondAssets'].flatMap((bucket) => [
        ...encrypted(bucket, 'SecondKey'),
        ...closed(bucket),
        ...tlsOnly(bucket),
      ]),
      ...['ReportsCopies', 'SecondAssets'].flatMap((bucket) => [
        is([bucket, 'OwnershipControls', 'Rules', 0, 'ObjectOwnership'], 'BucketOwnerEnforced'),
        is([bucket, 'VersioningConfiguration', 'Status'], 'Enabled'),
      ]),
      lifecycle('ReportsCopies', 'reports', 'ExpirationInDays', 14),
      lifecycle('ReportsCopies', 'reports', 'NoncurrentVersionExpiration', { NoncurrentDays: 1 }),
      lifecycle('ReportsCopies', 'reports', 'AbortIncompleteMultipartUpload', { DaysAfterInitiation: 1 }),
      lifecycle('SecondAssets', 'remains', 'NoncurrentVersionExpiration', { NoncurrentDays: 30 }),
      lifecycle('SecondAssets', 'remains', 'AbortIncompleteMultipartUpload', { DaysAfterInitiation: 1 }),
      is(['ReportsCopies', '@DeletionPolicy'], 'RetainExceptOnCreate'),
      is(['ReportsCopies', '@UpdateReplacePolicy'], 'Retain'),
      is(['SecondKey', 'EnableKeyRotation'], true),
    ],
  },
];
