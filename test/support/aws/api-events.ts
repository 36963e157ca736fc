import { randomUUID } from 'node:crypto';
import { httpEvent, type Request } from './events.ts';

/** What API Gateway hands to functions beside the HTTP API's events. */
const account = '111122223333';
const cloudFront = '130.176.0.1';
const time = () => ({ requestTime: '25/Nov/2026:09:00:00 +0000', requestTimeEpoch: Date.now() });

/** REST and WebSocket APIs tell names of headers as they were written: "x-muster-origin" is sent so, "Host" is CloudFront's. */
const written = (headers: Readonly<Record<string, string>>, host: string): Record<string, string> => ({
  Host: host,
  'X-Amzn-Trace-Id': 'Root=1-5fd5ea4b-35d888b22f86c62d26beae28',
  'X-Forwarded-For': `192.0.2.7, ${cloudFront}`,
  'X-Forwarded-Port': '443',
  'X-Forwarded-Proto': 'https',
  ...headers,
});
const each = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
const orNull = <T extends object>(values: T): T | null => (Object.keys(values).length === 0 ? null : values);

/**
 * Payload 1.0, of the resource /reports/{proxy+} of a stage, its query decoded:
 * docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export const restEvent = ({ url, headers }: Pick<Request, 'url' | 'headers'>) => {
  const { pathname, searchParams } = new URL(url, 'https://muster.example');
  const domainName = 'rest-id.execute-api.eu-west-1.amazonaws.com';
  const all = written(headers, domainName);
  const query = Object.fromEntries(searchParams);
  return {
    resource: '/reports/{proxy+}',
    path: pathname,
    httpMethod: 'GET',
    headers: all,
    multiValueHeaders: each(all),
    queryStringParameters: orNull(query),
    multiValueQueryStringParameters: orNull(each(query)),
    pathParameters: { proxy: pathname.replace('/reports/', '') },
    stageVariables: null,
    requestContext: {
      resourceId: 'r4nd0m',
      resourcePath: '/reports/{proxy+}',
      operationName: null,
      httpMethod: 'GET',
      extendedRequestId: 'XfGLwFTktjMFsLg=',
      ...time(),
      path: `/test${pathname}`,
      accountId: account,
      protocol: 'HTTP/1.1',
      stage: 'test',
      domainPrefix: 'rest-id',
      requestId: randomUUID(),
      identity: {
        cognitoIdentityPoolId: null,
        cognitoIdentityId: null,
        apiKey: 'k'.repeat(40),
        apiKeyId: 'a1b2c3d4e5',
        principalOrgId: null,
        cognitoAuthenticationType: null,
        userArn: null,
        userAgent: 'Amazon CloudFront',
        accountId: null,
        caller: null,
        sourceIp: cloudFront,
        accessKey: null,
        cognitoAuthenticationProvider: null,
        user: null,
      },
      domainName,
      deploymentId: 'd3pl0y',
      apiId: 'rest-id',
    },
    body: null,
    isBase64Encoded: false,
  };
};

/** A request authorizer's, payload 2.0: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html */
export const authorizerEvent = (request: Pick<Request, 'url' | 'headers'>) => {
  const { body: _, isBase64Encoded, ...event } = httpEvent({ method: 'GET', ...request });
  const routeKey = 'ANY /api/admin/{proxy+}';
  const { authorization, 'x-muster-origin': origin } = request.headers;
  return {
    ...event,
    type: 'REQUEST',
    routeKey,
    routeArn: `arn:aws:execute-api:eu-west-1:${account}:api-id/$default/GET${event.rawPath}`,
    identitySource: [authorization, origin].filter((one) => one !== undefined),
    requestContext: { ...event.requestContext, routeKey },
    pathParameters: { proxy: event.rawPath.replace('/api/admin/', '') },
  };
};

const socketDomain = 'live-id.execute-api.eu-west-1.amazonaws.com';

const socketContext = (routeKey: string, eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT', connectionId: string) => ({
  routeKey,
  eventType,
  extendedRequestId: 'IU3kkGyEoAMFwZQ=',
  ...time(),
  messageDirection: 'IN',
  stage: 'realtime',
  connectedAt: Date.now() - 17,
  identity: { sourceIp: cloudFront, userAgent: 'Amazon CloudFront' },
  requestId: randomUUID(),
  domainName: socketDomain,
  connectionId,
  apiId: 'live-id',
});

/** Of a WebSocket API: docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-integrations.html */
export const connectEvent = (
  connection: string,
  query: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
) => {
  const handshake = { 'Sec-WebSocket-Key': 'X/MA+DSRXZ8WnITjBpxm3g==', 'Sec-WebSocket-Version': '13' };
  const all = written({ ...handshake, ...headers }, socketDomain);
  const asked = Object.keys(query).length > 0;
  return {
    headers: all,
    multiValueHeaders: each(all),
    // Left out, not null, where there is none.
    ...(asked ? { queryStringParameters: query, multiValueQueryStringParameters: each(query) } : {}),
    requestContext: socketContext('$connect', 'CONNECT', connection),
    isBase64Encoded: false,
  };
};

export const messageEvent = (connection: string, body: string) => ({
  requestContext: { ...socketContext('$default', 'MESSAGE', connection), messageId: 'SOqIDdzSoAMCEeg=' },
  body,
  isBase64Encoded: false,
});

/** Told at best, and of a line that the network broke maybe never. */
export const disconnectEvent = (connection: string) => {
  const headers = { Host: socketDomain, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' };
  return {
    headers,
    multiValueHeaders: each(headers),
    requestContext: {
      ...socketContext('$disconnect', 'DISCONNECT', connection),
      disconnectStatusCode: 1005,
      disconnectReason: 'Client-side close frame status not set',
    },
    isBase64Encoded: false,
  };
};
