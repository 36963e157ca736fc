import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Message } from '@aws-sdk/client-sqs';
import type { StoredObject } from '../s3-server.ts';

/** What AWS hands to functions, as its documentation shows it. */
const account = '111122223333';

/** docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export const s3Event = ({ bucket, key, size, version }: StoredObject, at = new Date().toISOString()) => ({
  Records: [
    {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'eu-west-1',
      eventTime: at,
      eventName: 'ObjectCreated:Post',
      userIdentity: { principalId: 'AWS:EXAMPLE' },
      requestParameters: { sourceIPAddress: '192.0.2.1' },
      responseElements: { 'x-amz-request-id': randomUUID() },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'uploads',
        bucket: { name: bucket, ownerIdentity: { principalId: 'EXAMPLE' }, arn: `arn:aws:s3:::${bucket}` },
        object: {
          key: encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+'),
          size,
          eTag: 'd41d8cd98f00b204e9800998ecf8427e',
          versionId: version,
          sequencer: '0055AED6DCD90281E5',
        },
      },
    },
  ],
});

export const s3TestEvent = (bucket: string) => ({
  Service: 'Amazon S3',
  Event: 's3:TestEvent',
  Time: new Date().toISOString(),
  Bucket: bucket,
  RequestId: randomUUID(),
  HostId: 'example',
});

export interface SqsMessage {
  readonly body: unknown;
  readonly group?: string;
  readonly id?: string;
}

/** docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export const sqsEvent = (messages: readonly SqsMessage[], queue = 'queue') => ({
  Records: messages.map(({ body, group, id = randomUUID() }) => ({
    messageId: id,
    receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(Date.now()),
      SenderId: account,
      ApproximateFirstReceiveTimestamp: String(Date.now()),
      ...(group === undefined ? {} : { MessageGroupId: group, SequenceNumber: '1', MessageDeduplicationId: id }),
    },
    messageAttributes: {},
    md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-west-1:${account}:${queue}`,
    awsRegion: 'eu-west-1',
  })),
});

export const eventOfMessages = (messages: readonly Message[], queue: string) => {
  const event = sqsEvent(
    messages.map(({ Body = '', MessageId = '', Attributes }) => ({
      body: Body,
      id: MessageId,
      ...(Attributes?.MessageGroupId === undefined ? {} : { group: Attributes.MessageGroupId }),
    })),
    queue,
  );
  for (const [index, { Attributes }] of messages.entries()) {
    const record = event.Records[index];
    const count = Attributes?.ApproximateReceiveCount;
    if (record !== undefined && count !== undefined) record.attributes.ApproximateReceiveCount = count;
  }
  return event;
};

/** docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html */
export const scheduleEvent = () => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.scheduler',
  account,
  time: new Date().toISOString(),
  region: 'eu-west-1',
  resources: [],
  detail: {},
});

/** Sent as they are; everything else comes in base64. */
const isText = (type: string) =>
  /^(text\/|application\/(json|x-www-form-urlencoded|javascript|xml))/.test(type) || type === '';

export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export const requestOf = ({ method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer): Request => ({
  method,
  url,
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : String(value ?? ''),
    ]),
  ),
  body,
});

/** Payload 2.0: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export const httpEvent = ({ method, url, headers, body = Buffer.alloc(0) }: Request) => {
  const { pathname, search } = new URL(url, 'https://muster.example');
  const { cookie, ...others } = headers;
  const text = isText(headers['content-type'] ?? '');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers: others,
    requestContext: {
      accountId: account,
      apiId: 'api-id',
      domainName: 'api-id.execute-api.eu-west-1.amazonaws.com',
      domainPrefix: 'api-id',
      http: {
        method,
        path: pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '130.176.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: '25/Nov/2026:09:00:00 +0000',
      timeEpoch: Date.now(),
    },
    ...(body.length === 0 ? {} : { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  };
};
