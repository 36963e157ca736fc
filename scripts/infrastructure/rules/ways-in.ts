import { getAtt, is, isThere, ref } from '../expectations.ts';
import type { Expectation, Rule } from '../rule.ts';
import type { Json } from '../template.ts';

const stack = 'regional';
const area = 'API';

/** By its logical id, which function a route of the HTTP API leads to. */
const routes: Readonly<Record<string, string>> = {
  Default: 'Web',
  GetLtiLoginRegistrationVar: 'Web',
  PostLtiLoginRegistrationVar: 'Web',
  PostLtiLaunch: 'Web',
  GetLtiRegister: 'Web',
  PostLtiRegister: 'Web',
  GetApiAdminSignDashin: 'Web',
  PostApiAdminSession: 'Web',
  AnyApiAdminProxyVar: 'Web',
  GetHealthzDeep: 'Health',
};

const ofHttpApi: Json = {
  'Fn::Join': [
    '',
    [
      'arn:',
      ref('AWS::Partition'),
      ':execute-api:',
      ref('AWS::Region'),
      ':',
      ref('AWS::AccountId'),
      ':',
      ref('HttpApi'),
      '/*',
    ],
  ],
};

/** Without it every request ends in 500, and nothing else tells of it. */
const mayInvoke = (permission: string, name: string): Expectation[] => [
  is([permission, 'FunctionName'], getAtt(`${name}LambdaFunction`, 'Arn')),
  is([permission, 'Action'], 'lambda:InvokeFunction'),
  is([permission, 'Principal'], 'apigateway.amazonaws.com'),
  is([permission, 'SourceArn'], ofHttpApi),
];

export const wayInRules: readonly Rule[] = [
  {
    area,
    stack,
    name: 'each route leads to its function, which the API may invoke',
    expects: [
      is(['HttpApi', 'ProtocolType'], 'HTTP'),
      // A change of a route is there when the stack is: nobody deploys the API besides.
      is(['HttpApiStage', 'AutoDeploy'], true),
      ...Object.entries(routes).map(([route, name]) =>
        is([`HttpApiRoute${route}`, 'Target'], {
          'Fn::Join': ['/', ['integrations', ref(`HttpApiIntegration${name}`)]],
        }),
      ),
      ...['Web', 'Health'].flatMap((name) => [
        is([`HttpApiIntegration${name}`, 'IntegrationUri'], getAtt(`${name}LambdaFunction`, 'Arn')),
        is([`HttpApiIntegration${name}`, 'PayloadFormatVersion'], '2.0'),
        isThere([`HttpApiIntegration${name}`, 'TimeoutInMillis']),
        ...mayInvoke(`${name}LambdaPermissionHttpApi`, name),
      ]),
      ...mayInvoke('AdminLambdaAuthorizerPermissionHttpApi', 'Authorizer'),
      is(['HttpApiAuthorizerAdmin', 'AuthorizerPayloadFormatVersion'], '2.0'),
    ],
  },
  {
    area,
    stack,
    name: 'other origins may ask what our pages ask, and no more (CORS)',
    expects: [
      is(['HttpApi', 'CorsConfiguration', 'AllowMethods'], ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
      is(['HttpApi', 'CorsConfiguration', 'AllowHeaders'], ['authorization', 'content-type']),
    ],
  },
  {
    area,
    stack,
    name: 'the WebSocket API is deployed with its routes, and has a throttle',
    expects: [
      is(['RealtimeApi', 'RouteSelectionExpression'], '$request.body.action'),
      // Who connects shows a ticket, which the function looks at.
      is(['RealtimeConnectRoute', 'AuthorizationType'], 'NONE'),
      isThere(['RealtimeStage', 'DeploymentId']),
      is(['RealtimeStage', '@DependsOn'], ['ApiGatewayAccount']),
      is(['RealtimeStage', 'DefaultRouteSettings', 'ThrottlingRateLimit'], 100),
      is(['RealtimeStage', 'DefaultRouteSettings', 'ThrottlingBurstLimit'], 500),
    ],
  },
  {
    area,
    stack,
    name: 'the reports’ API is a region’s own, has throttles and a quota, and logs no bodies',
    expects: [
      is(['ReportsApi', 'Name'], 'muster-prod-reports'),
      is(['ReportsApi', 'EndpointConfiguration', 'Types'], ['REGIONAL']),
      is(['ReportsApiMethod', 'AuthorizationType'], 'NONE'),
      // API Gateway calls functions by POST, whatever it was asked by.
      is(['ReportsApiMethod', 'Integration', 'IntegrationHttpMethod'], 'POST'),
      isThere(['ReportsApiStage', 'DeploymentId']),
      is(['ReportsApiStage', '@DependsOn'], ['ApiGatewayAccount']),
      is(['ReportsApiStage', 'StageName'], 'prod'),
      is(['ReportsApiStage', 'MethodSettings', 0, 'ResourcePath'], '/*'),
      is(['ReportsApiStage', 'MethodSettings', 0, 'HttpMethod'], '*'),
      is(['ReportsApiStage', 'MethodSettings', 0, 'DataTraceEnabled'], false),
      is(['ReportsApiStage', 'MethodSettings', 0, 'CacheTtlInSeconds'], 60),
      is(['ReportsApiStage', 'MethodSettings', 0, 'ThrottlingRateLimit'], 5),
      is(['ReportsApiStage', 'MethodSettings', 0, 'ThrottlingBurstLimit'], 10),
      is(['ReportsUsagePlan', 'ApiStages', 0, 'Stage'], ref('ReportsApiStage')),
      is(['ReportsUsagePlan', 'Throttle', 'BurstLimit'], 5),
      is(['ReportsUsagePlan', 'Quota', 'Period'], 'DAY'),
      // By this name the guide finds it.
      is(['ReportsApiKey', 'Name'], 'muster-prod-reports'),
    ],
  },
  {
    area,
    stack,
    name: 'the API Gateway’s right to log is the account’s, and outlives the stack',
    expects: [
      ...['ApiGatewayAccount', 'ApiGatewayLogsRole'].flatMap((id) => [
        is([id, '@DeletionPolicy'], 'Retain'),
        is([id, '@UpdateReplacePolicy'], 'Retain'),
      ]),
      is(
        ['ApiGatewayLogsRole', 'ManagedPolicyArns'],
        [{ 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs` }],
      ),
    ],
  },
];
