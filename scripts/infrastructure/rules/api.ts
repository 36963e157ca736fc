import { getAtt, hasLength, holdsTexts, is, isAbsent, isOneOf, isThere, isWithout, ref } from '../expectations.ts';
import type { Expectation, Rule } from '../rule.ts';

const stack = 'regional';
const area = 'API';

/** Where tokens, states and tickets would show: query strings, headers, bodies, and whose address it was. */
const tellTales = ['querystring', 'queryString', 'requestOverride', 'sourceIp', '.header.', 'domainName/'];
const logs = (at: Expectation['at'], group: string): Expectation[] => [
  is([...at, 'DestinationArn'], getAtt(group, 'Arn')),
  isWithout([...at, 'Format'], tellTales, '$context.identity.sourceIp $context.requestId'),
  is([group, 'KmsKeyId'], getAtt('Key', 'Arn')),
  is([group, 'RetentionInDays'], 90),
];
const replicaOfSecret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:muster-prod/keys-AbCdEf';
const routes = [
  'POST /lti/launch',
  'GET /lti/login/{registration}',
  'POST /lti/login/{registration}',
  'GET /lti/register',
  'POST /lti/register',
  'GET /api/admin/sign-in',
  'POST /api/admin/session',
  'ANY /api/admin/{proxy+}',
  'GET /healthz/deep',
];

/**
 * Whatever an answer of the reports' API depends on: who asks, which way, and for what. Headers and path are always there,
 * queries may be; API Gateway takes into the key only what a method declares ("Enable API caching to enhance responsiveness").
 */
export const reportsCacheKey = [
  ['path.proxy', true],
  ['header.x-api-key', true],
  ['header.x-report-key', true],
  ['header.x-muster-origin', true],
  ['querystring.after', false],
  ['querystring.since', false],
  ['querystring.format', false],
] as const;

export const apiRules: readonly Rule[] = [
  {
    area,
    stack,
    name: 'each kind of route has a throttle of its own',
    expects: [
      isThere(['HttpApiStage', 'DefaultRouteSettings', 'ThrottlingRateLimit']),
      isThere(['HttpApiStage', 'DefaultRouteSettings', 'ThrottlingBurstLimit']),
      ...routes.flatMap((route) => [
        isThere(['HttpApiStage', 'RouteSettings', route, 'ThrottlingRateLimit']),
        isThere(['HttpApiStage', 'RouteSettings', route, 'ThrottlingBurstLimit']),
      ]),
      // What has a throttle must be there before the stage, or the stage is refused.
      holdsTexts(['HttpApiStage', '@DependsOn'], 'HttpApiRoutePostLtiLaunch', 'HttpApiRouteAnyApiAdminProxyVar'),
      is(['HttpApiRoutePostLtiLaunch', 'RouteKey'], 'POST /lti/launch'),
    ],
  },
  {
    area,
    stack,
    name: 'no other origin than ours is allowed (CORS)',
    when: ({ parameters }) => parameters.domain !== undefined,
    expects: [is(['HttpApi', 'CorsConfiguration', 'AllowOrigins'], ['https://muster.example.edu'])],
  },
  {
    area,
    stack,
    name: 'no other origin at all is allowed where there is no domain (CORS)',
    when: ({ parameters }) => parameters.domain === undefined,
    expects: [is(['HttpApi', 'CorsConfiguration', 'AllowOrigins'], ['https://none.invalid'])],
  },
  {
    area,
    stack,
    name: 'access is logged without query strings and addresses',
    expects: [
      ...logs(['HttpApiStage', 'AccessLogSettings'], 'ApiLogs'),
      ...logs(['RealtimeStage', 'AccessLogSettings'], 'RealtimeApiLogs'),
      ...logs(['ReportsApiStage', 'AccessLogSetting'], 'ReportsApiLogs'),
      is(['ApiGatewayAccount', 'CloudWatchRoleArn'], getAtt('ApiGatewayLogsRole', 'Arn')),
    ],
  },
  {
    area,
    stack,
    name: 'everything that is not named goes to web, administration through the authorizer',
    expects: [
      is(['HttpApiRouteDefault', 'RouteKey'], '$default'),
      is(['HttpApiRouteAnyApiAdminProxyVar', 'AuthorizationType'], 'CUSTOM'),
      is(['HttpApiRouteAnyApiAdminProxyVar', 'AuthorizerId'], ref('HttpApiAuthorizerAdmin')),
      is(['HttpApiAuthorizerAdmin', 'AuthorizerType'], 'REQUEST'),
      is(
        ['HttpApiAuthorizerAdmin', 'IdentitySource'],
        ['$request.header.Authorization', '$request.header.x-muster-origin'],
      ),
      // The way in is open: where to sign in, and a one-time link.
      isAbsent(['HttpApiRouteGetApiAdminSignDashin', 'AuthorizerId'], ref('HttpApiAuthorizerAdmin')),
      isAbsent(['HttpApiRoutePostApiAdminSession', 'AuthorizerId'], ref('HttpApiAuthorizerAdmin')),
      is(['HttpApiAuthorizerAdmin', 'AuthorizerResultTtlInSeconds'], 0),
      is(['HttpApiAuthorizerAdmin', 'EnableSimpleResponses'], true),
      holdsTexts(['HttpApiAuthorizerAdmin', 'AuthorizerUri'], 'AuthorizerLambdaFunction'),
    ],
  },
  {
    area,
    stack,
    name: 'a WebSocket API with its three routes',
    expects: [
      is(['RealtimeApi', 'ProtocolType'], 'WEBSOCKET'),
      is(['RealtimeConnectRoute', 'RouteKey'], '$connect'),
      is(['RealtimeDisconnectRoute', 'RouteKey'], '$disconnect'),
      is(['RealtimeDefaultRoute', 'RouteKey'], '$default'),
      ...['Connect', 'Disconnect', 'Default'].map((name) =>
        holdsTexts([`Realtime${name}Route`, 'Target'], 'RealtimeIntegration'),
      ),
      holdsTexts(['RealtimeIntegration', 'IntegrationUri'], 'RealtimeLambdaFunction'),
      // The stage's name is the distribution's path.
      is(['RealtimeStage', 'StageName'], 'realtime'),
      is(['RealtimePermission', 'Principal'], 'apigateway.amazonaws.com'),
      holdsTexts(['RealtimePermission', 'SourceArn'], 'RealtimeApi'),
    ],
  },
  {
    area,
    stack,
    name: 'the reports’ API is a REST API with keys and a usage plan',
    expects: [
      is(['ReportsApiMethod', 'ApiKeyRequired'], true),
      is(['ReportsApiMethod', 'HttpMethod'], 'GET'),
      holdsTexts(['ReportsApiMethod', 'Integration', 'Uri'], 'WebLambdaFunction'),
      is(['ReportsApi', 'ApiKeySourceType'], 'HEADER'),
      is(['ReportsUsagePlan', 'ApiStages', 0, 'ApiId'], ref('ReportsApi')),
      isThere(['ReportsUsagePlan', 'Throttle', 'RateLimit']),
      isThere(['ReportsUsagePlan', 'Quota', 'Limit']),
      is(['ReportsUsagePlanKey', 'KeyId'], ref('ReportsApiKey')),
      is(['ReportsUsagePlanKey', 'UsagePlanId'], ref('ReportsUsagePlan')),
      is(['ReportsApiKey', 'Enabled'], true),
      holdsTexts(['ReportsApiPermission', 'SourceArn'], 'ReportsApi'),
    ],
  },
  {
    area,
    stack,
    name: 'the reports’ cache is off by default',
    when: ({ parameters }) => parameters.reportsCache === undefined,
    expects: [
      is(['ReportsApiStage', 'CacheClusterEnabled'], false),
      is(['ReportsApiStage', 'MethodSettings', 0, 'CachingEnabled'], false),
      // And would be encrypted from its first answer on.
      is(['ReportsApiStage', 'MethodSettings', 0, 'CacheDataEncrypted'], true),
    ],
  },
  {
    area,
    stack,
    name: 'the reports’ cache, when it is wanted, is encrypted',
    when: ({ parameters }) => parameters.reportsCache === 'yes',
    expects: [
      is(['ReportsApiStage', 'CacheClusterEnabled'], true),
      isThere(['ReportsApiStage', 'CacheClusterSize']),
      is(['ReportsApiStage', 'MethodSettings', 0, 'CacheDataEncrypted'], true),
      is(['ReportsApiStage', 'MethodSettings', 0, 'CachingEnabled'], true),
    ],
  },
  {
    area,
    stack,
    name: 'two callers of the reports never share a cached answer',
    expects: [
      hasLength(['ReportsApiMethod', 'Integration', 'CacheKeyParameters'], reportsCacheKey.length),
      ...reportsCacheKey.flatMap(([name, required], place) => [
        is(['ReportsApiMethod', 'Integration', 'CacheKeyParameters', place], `method.request.${name}`),
        is(['ReportsApiMethod', 'RequestParameters', `method.request.${name}`], required),
      ]),
    ],
  },
  {
    area,
    stack,
    name: 'the distribution sends its secret to every API, which functions ask for',
    expects: [
      ...['api', 'reports', 'realtime'].map((id) =>
        is(
          ['Distribution', 'DistributionConfig', 'Origins', { Id: id }, 'OriginCustomHeaders'],
          [
            {
              HeaderName: 'x-muster-origin',
              HeaderValue: { 'Fn::Sub': `{{resolve:secretsmanager:\${Keys}:SecretString:originKey}}` },
            },
          ],
        ),
      ),
      ...['Web', 'Authorizer', 'Health', 'Realtime'].map((name) =>
        isOneOf([`${name}LambdaFunction`, 'Environment', 'Variables', 'SECRET_ARN'], [ref('Keys'), replicaOfSecret]),
      ),
    ],
  },
];
