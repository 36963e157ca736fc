import { getAtt, is, isThere, ref, sub } from '../expectations.ts';
import type { Rule, Step } from '../rule.ts';
import type { Json } from '../template.ts';

const area = 'pipeline';
const stack = 'pipeline';
const action = (place: number, ...steps: Step[]) => ['Pipeline', 'Stages', place, 'Actions', 0, ...steps] as const;
const allow = (Action: Json, Resource: Json): Json => ({ Effect: 'Allow', Action, Resource });

const artefacts = sub(`\${Artefacts.Arn}/*`);
const log = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], sub(`\${BuildLogs.Arn}`));
const carry = [
  allow(['s3:GetObject', 's3:PutObject'], artefacts),
  allow(['kms:Decrypt', 'kms:GenerateDataKey'], getAtt('PipelineKey', 'Arn')),
];

/** What each of the pipeline's roles may do, all of it. */
const rights: Readonly<Record<string, readonly Json[]>> = {
  BuildRole: [log, ...carry],
  DeployBuildRole: [log, ...carry, allow('sts:AssumeRole', ref('DeployRoleArn'))],
  PipelineRole: [
    ...carry,
    allow(['s3:GetBucketVersioning', 's3:GetBucketAcl', 's3:GetBucketLocation'], getAtt('Artefacts', 'Arn')),
    allow(
      ['codebuild:StartBuild', 'codebuild:BatchGetBuilds'],
      [getAtt('TestBuild', 'Arn'), getAtt('DeployBuild', 'Arn')],
    ),
    allow('codestar-connections:UseConnection', ref('ConnectionArn')),
    allow('sns:Publish', ref('ApprovalTopic')),
  ],
};

export const pipelineRightsRules: readonly Rule[] = [
  {
    area,
    stack,
    name: 'each of its roles may do what it needs and no more',
    expects: Object.entries(rights).map(([role, statements]) =>
      is([role, 'Policies', 0, 'PolicyDocument', 'Statement'], statements),
    ),
  },
  {
    area,
    stack,
    name: 'what was tested is what is deployed: each step takes what the one before it gave',
    expects: [
      is(['Pipeline', 'PipelineType'], 'V2'),
      is(action(0, 'Configuration'), {
        ConnectionArn: ref('ConnectionArn'),
        FullRepositoryId: ref('Repository'),
        BranchName: ref('Branch'),
      }),
      is(action(0, 'OutputArtifacts'), [{ Name: 'source' }]),
      is(action(1, 'InputArtifacts'), [{ Name: 'source' }]),
      is(action(1, 'OutputArtifacts'), [{ Name: 'tested' }]),
      ...[2, 4].flatMap((place) => [
        is(action(place, 'Configuration', 'ProjectName'), ref('DeployBuild')),
        is(action(place, 'InputArtifacts'), [{ Name: 'tested' }]),
      ]),
      is(['ApprovalSubscription', 'Endpoint'], ref('ApproverEmail')),
    ],
  },
  {
    area,
    stack,
    name: 'artefacts are encrypted with its key, sent by TLS alone, and go after a month',
    expects: [
      is(['Pipeline', 'ArtifactStore'], {
        Type: 'S3',
        Location: ref('Artefacts'),
        EncryptionKey: { Id: getAtt('PipelineKey', 'Arn'), Type: 'KMS' },
      }),
      is(['Artefacts', 'BucketEncryption', 'ServerSideEncryptionConfiguration', 0], {
        BucketKeyEnabled: true,
        ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: getAtt('PipelineKey', 'Arn') },
      }),
      is(['Artefacts', 'OwnershipControls', 'Rules', 0, 'ObjectOwnership'], 'BucketOwnerEnforced'),
      is(['Artefacts', 'LifecycleConfiguration', 'Rules', 0, 'ExpirationInDays'], 30),
      isThere(['Artefacts', 'LifecycleConfiguration', 'Rules', 0, 'AbortIncompleteMultipartUpload']),
      is(['ArtefactsPolicy', 'PolicyDocument', 'Statement', 0, 'Effect'], 'Deny'),
      is(['ArtefactsPolicy', 'PolicyDocument', 'Statement', 0, 'Principal'], '*'),
      is(['ArtefactsPolicy', 'PolicyDocument', 'Statement', 0, 'Resource'], [getAtt('Artefacts', 'Arn'), artefacts]),
      is(['ArtefactsPolicy', 'PolicyDocument', 'Statement', 0, 'Condition'], {
        Bool: { 'aws:SecureTransport': 'false' },
      }),
    ],
  },
  {
    area,
    stack,
    name: 'builds end, are encrypted with its key, and log where the key lets them',
    expects: [
      is(['BuildLogs', 'LogGroupName'], '/muster/pipeline'),
      ...['TestBuild', 'DeployBuild'].flatMap((id) => [
        is([id, 'EncryptionKey'], getAtt('PipelineKey', 'Arn')),
        is([id, 'TimeoutInMinutes'], 90),
        is([id, 'LogsConfig'], { CloudWatchLogs: { Status: 'ENABLED', GroupName: ref('BuildLogs') } }),
      ]),
    ],
  },
];
