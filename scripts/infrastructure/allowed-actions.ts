/** What a role may do, all of it; with `faces`, what the engine that is configured needs besides. */
export interface Allowed {
  readonly always: readonly string[];
  readonly rekognition?: readonly string[];
  readonly sagemaker?: readonly string[];
}

const every = ['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const table = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
];
const tableRead = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const keys = ['kms:Decrypt', 'kms:GenerateDataKey', 'secretsmanager:GetSecretValue'];
const take = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
const erase = ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:ListBucket', 's3:ListBucketVersions'];
const detect = ['rekognition:CompareFaces', 'rekognition:DetectFaces', 'rekognition:ListCollections'];
const search = ['rekognition:ListFaces', 'rekognition:ListUsers', 'rekognition:SearchUsersByImage'];
const enrol = [
  'rekognition:AssociateFaces',
  'rekognition:CreateCollection',
  'rekognition:CreateUser',
  'rekognition:DeleteFaces',
  'rekognition:DeleteUser',
  'rekognition:DisassociateFaces',
  'rekognition:IndexFaces',
];
const invoke = ['sagemaker:InvokeEndpoint'];
const push = 'execute-api:ManageConnections';
const send = 'sqs:SendMessage';

/** By the name of the function. */
export const allowedActions: Readonly<Record<string, Allowed>> = {
  web: {
    always: [...every, ...table, ...keys, ...erase, 's3:GetObject', 's3:PutObject', send, push],
    rekognition: [...detect, ...search, ...enrol],
    sagemaker: invoke,
  },
  identify: {
    always: [...every, ...table, ...keys, ...erase, 's3:GetObject', 's3:PutObject', ...take, send, push],
    rekognition: [...detect, ...search],
    sagemaker: invoke,
  },
  publish: { always: [...every, ...table, ...keys, ...take, send, push] },
  'sync-roster': { always: [...every, ...table, ...keys, send] },
  report: { always: [...every, ...table, ...keys, ...take, 's3:PutObject', send] },
  realtime: { always: [...every, ...table, ...keys, push] },
  retain: {
    always: [...every, ...table, ...keys, ...erase, 's3:GetObject', 's3:PutObject', ...take, send, push],
    rekognition: [...detect, ...search, ...enrol, 'rekognition:DeleteCollection'],
    sagemaker: invoke,
  },
  authorizer: { always: [...every, ...tableRead, ...keys] },
  health: {
    always: [
      ...every,
      ...tableRead,
      ...keys,
      'cloudwatch:GetMetricData',
      'dynamodb:DescribeTable',
      's3:ListBucket',
      's3:ListBucketVersions',
      'sqs:GetQueueAttributes',
    ],
    rekognition: ['rekognition:ListCollections'],
  },
  'alarm-test': { always: [...every, 'cloudwatch:SetAlarmState'] },
};

/** Of which AWS knows no resource, so that `*` is all that can be said (Service Authorization Reference). */
export const withoutResource: ReadonlySet<string> = new Set([
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'cloudwatch:GetMetricData',
  ...detect,
]);
