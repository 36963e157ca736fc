/** Actions by the place they are allowed on; `places.ts` names the places. */
export type Rights = Readonly<Record<string, readonly string[]>>;

/** What a function's role may do, all of it, and what it may besides with the engine that is configured. */
export interface Allowed {
  readonly always: readonly Rights[];
  readonly rekognition?: readonly Rights[];
  readonly sagemaker?: readonly Rights[];
}

const readTable: Rights = {
  table: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
  'index due': ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
};
const writeTable: Rights = { table: ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'] };
const useKey: Rights = { key: ['kms:Decrypt', 'kms:GenerateDataKey'] };
const readWithKey: Rights = { key: ['kms:Decrypt'] };
const secrets: Rights = { secret: ['secretsmanager:GetSecretValue'] };
const every: Rights = {
  'own logs': ['logs:CreateLogStream', 'logs:PutLogEvents'],
  everything: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
};
const hint: Rights = {
  'work queue': ['sqs:SendMessage'],
  'publish queue': ['sqs:SendMessage'],
  'report queue': ['sqs:SendMessage'],
};
const push: Rights = { 'post to connections': ['execute-api:ManageConnections'] };
const take = (queue: string): Rights => ({
  [`${queue} queue`]: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
});
const erase = (place: string): Rights => ({ [place]: ['s3:DeleteObject', 's3:DeleteObjectVersion'] });
const list = (bucket: string): Rights => ({ [bucket]: ['s3:ListBucket', 's3:ListBucketVersions'] });
const get = (place: string): Rights => ({ [place]: ['s3:GetObject'] });
const put = (place: string): Rights => ({ [place]: ['s3:PutObject'] });
const readPictures = [get('captures'), get('references')];
const eraseReports = [erase('reports'), list('reports bucket')];
const makeReports: Rights = { reports: ['s3:AbortMultipartUpload', 's3:PutObject'] };

const detect: Rights = { everything: ['rekognition:DetectFaces', 'rekognition:ListCollections'] };
const compare: Rights = { everything: ['rekognition:CompareFaces'] };
const search: Rights = { collections: ['rekognition:SearchUsersByImage'] };
const takeOut: Rights = {
  collections: ['rekognition:DeleteFaces', 'rekognition:DeleteUser', 'rekognition:ListFaces', 'rekognition:ListUsers'],
};
const enrol: Rights = {
  collections: [
    'rekognition:AssociateFaces',
    'rekognition:CreateCollection',
    'rekognition:CreateUser',
    'rekognition:DisassociateFaces',
    'rekognition:IndexFaces',
  ],
};
const sagemaker: readonly Rights[] = [{ endpoint: ['sagemaker:InvokeEndpoint'] }];
const common = [every, readTable, writeTable, useKey, secrets];

/** By the name of the function. */
export const allowedActions: Readonly<Record<string, Allowed>> = {
  web: {
    always: [
      ...common,
      put('uploads'),
      ...readPictures,
      put('references'),
      erase('media'),
      list('media bucket'),
      get('reports'),
      ...eraseReports,
      hint,
      push,
    ],
    rekognition: [detect, compare, search, takeOut],
    sagemaker,
  },
  identify: {
    always: [
      ...common,
      get('uploads'),
      ...readPictures,
      put('captures'),
      erase('uploads'),
      erase('captures'),
      list('media bucket'),
      take('uploads'),
      hint,
      push,
    ],
    rekognition: [detect, search],
    sagemaker,
  },
  publish: { always: [...common, take('publish'), hint, push] },
  'sync-roster': { always: [...common, hint] },
  report: { always: [...common, take('report'), makeReports, ...eraseReports, hint] },
  realtime: { always: [...common, push, { 'close connections': ['execute-api:ManageConnections'] }] },
  retain: {
    always: [
      ...common,
      get('uploads'),
      ...readPictures,
      put('captures'),
      erase('media'),
      list('media bucket'),
      ...eraseReports,
      makeReports,
      take('work'),
      hint,
      push,
    ],
    rekognition: [detect, search, enrol, takeOut],
    sagemaker,
  },
  authorizer: { always: [every, readTable, readWithKey, secrets] },
  health: {
    always: [
      every,
      readTable,
      readWithKey,
      secrets,
      get('health'),
      { 'media bucket': ['s3:ListBucket'] },
      { table: ['dynamodb:DescribeTable'], everything: ['cloudwatch:GetMetricStatistics'] },
      ...['uploads', 'work', 'publish', 'report'].map(
        (name): Rights => ({ [`${name} queue`]: ['sqs:GetQueueAttributes'] }),
      ),
    ],
    rekognition: [{ everything: ['rekognition:ListCollections'] }],
    sagemaker,
  },
  'alarm-test': {
    always: [every, hint, useKey, { everything: ['cloudwatch:PutMetricData'] }],
  },
};

/** Of which AWS knows no resource, so that `*` is all that can be said (Service Authorization Reference). */
export const withoutResource: ReadonlySet<string> = new Set([
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'cloudwatch:GetMetricStatistics',
  'cloudwatch:PutMetricData',
  ...(detect.everything ?? []),
  ...(compare.everything ?? []),
]);
