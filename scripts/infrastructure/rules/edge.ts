import { getAtt, holdsTexts, is, isAbsent, isOneOf, isThere, ref, sub } from '../expectations.ts';
import type { Expectation, Rule, Step } from '../rule.ts';
import { behaviour, distribution, withDomain } from './distribution.ts';

type At = Expectation['at'];
const area = 'edge';
const stack = 'regional';
const origin = (id: string, ...steps: Step[]): At => distribution('Origins', { Id: id }, ...steps);
const inKey = (name: string): At => [
  'KeySetCache',
  'CachePolicyConfig',
  'ParametersInCacheKeyAndForwardedToOrigin',
  name,
];
const withSecondRegion: Rule['when'] = ({ parameters }) => parameters.secondRegion !== undefined;

/** AWS' managed policies, by their fixed ids ("Use managed cache policies", "Use managed origin request policies"). */
const cachingOptimized = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const allViewerExceptHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

const overTls = { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'], OriginReadTimeout: 60 };
const passing = {
  ViewerProtocolPolicy: 'redirect-to-https',
  AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
  Compress: false,
  CachePolicyId: cachingDisabled,
  OriginRequestPolicyId: allViewerExceptHost,
  ResponseHeadersPolicyId: ref('AppHeaders'),
};

/** "HTTP 4xx and 5xx status codes that CloudFront caches"; 416 is not kept. */
const keptErrors = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

export const edgeRules: readonly Rule[] = [
  {
    area,
    stack,
    name: 'hashed assets come from a bucket that the distribution alone may read (OAC)',
    expects: [
      is(origin('assets', 'DomainName'), getAtt('AssetsBucket', 'RegionalDomainName')),
      is(origin('assets', 'OriginAccessControlId'), ref('AssetsAccess')),
      isThere(origin('assets', 'S3OriginConfig')),
      is(['AssetsAccess', 'OriginAccessControlConfig', 'OriginAccessControlOriginType'], 's3'),
      is(['AssetsAccess', 'OriginAccessControlConfig', 'SigningBehavior'], 'always'),
      is(['AssetsAccess', 'OriginAccessControlConfig', 'SigningProtocol'], 'sigv4'),
      is(['AssetsBucketPolicy', 'PolicyDocument', 'Statement', { Sid: 'Distribution' }], {
        Sid: 'Distribution',
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: sub(`\${AssetsBucket.Arn}/*`),
        Condition: {
          StringEquals: {
            'AWS:SourceArn': sub(`arn:\${AWS::Partition}:cloudfront::\${AWS::AccountId}:distribution/\${Distribution}`),
          },
        },
      }),
      is(behaviour('/assets/*', 'CachePolicyId'), cachingOptimized),
    ],
  },
  {
    area,
    stack,
    name: 'the API stands behind the distribution, and nothing of it is cached',
    expects: [
      is(distribution('DefaultCacheBehavior'), { ...passing, TargetOriginId: 'api' }),
      holdsTexts(origin('api', 'DomainName'), `\${HttpApi}.execute-api`),
      ...['api', 'reports', 'realtime'].map((id) => is(origin(id, 'CustomOriginConfig'), overTls)),
      // The stage's name is in the path of a REST API, and is the path of the WebSocket API.
      is(origin('reports', 'OriginPath'), '/prod'),
      is(behaviour('/reports/*'), { ...passing, TargetOriginId: 'reports', PathPattern: '/reports/*' }),
      is(behaviour('/realtime'), { ...passing, TargetOriginId: 'realtime', PathPattern: '/realtime' }),
    ],
  },
  {
    area,
    stack,
    name: 'an error is answered to who asked, and kept for nobody else',
    expects: keptErrors.map((code) =>
      is(distribution('CustomErrorResponses', { ErrorCode: String(code) }), { ErrorCode: code, ErrorCachingMinTTL: 0 }),
    ),
  },
  {
    area,
    stack,
    name: 'what is cached is read alone, and everything is reached by IPv6 too',
    expects: [
      // CloudFront refuses a group of origins behind a behaviour that lets anything be posted.
      is(behaviour('/assets/*', 'AllowedMethods'), ['GET', 'HEAD']),
      is(behaviour('/lti/keys/*', 'AllowedMethods'), ['GET', 'HEAD']),
      is(distribution('IPV6Enabled'), true),
    ],
  },
  {
    area,
    stack,
    // With the flag CloudFront compresses where a cache policy has the encodings on and a TTL above 0 ("Serve compressed files").
    name: 'answers are compressed: by CloudFront where they are cached, by the app and the reports’ API where they are not',
    expects: [
      is(behaviour('/assets/*', 'Compress'), true),
      is(behaviour('/assets/*', 'CachePolicyId'), cachingOptimized),
      is(behaviour('/lti/keys/*', 'Compress'), true),
      is(behaviour('/lti/keys/*', 'CachePolicyId'), ref('KeySetCache')),
      ...['Brotli', 'Gzip'].map((name) => is(inKey(`EnableAcceptEncoding${name}`), true)),
      is(['KeySetCache', 'CachePolicyConfig', 'MaxTTL'], 3600),
      // Accept-Encoding goes on to who compresses.
      is(distribution('DefaultCacheBehavior', 'OriginRequestPolicyId'), allViewerExceptHost),
      is(behaviour('/reports/*', 'OriginRequestPolicyId'), allViewerExceptHost),
      is(['ReportsApi', 'MinimumCompressionSize'], 1024),
    ],
  },
  {
    area,
    stack,
    name: 'key sets are cached as long as they say, and no longer than an hour',
    expects: [
      is(behaviour('/lti/keys/*', 'CachePolicyId'), ref('KeySetCache')),
      is(['KeySetCache', 'CachePolicyConfig', 'MaxTTL'], 3600),
      is(['KeySetCache', 'CachePolicyConfig', 'MinTTL'], 0),
    ],
  },
  {
    area,
    stack,
    name: 'security headers, and none that keeps the LMS from framing the pages',
    expects: [
      ...['/assets/*', '/lti/keys/*'].map((path) => is(behaviour(path, 'ResponseHeadersPolicyId'), ref('AppHeaders'))),
      is(
        ['AppHeaders', 'ResponseHeadersPolicyConfig', 'SecurityHeadersConfig', 'StrictTransportSecurity', 'Override'],
        true,
      ),
      is(
        ['AppHeaders', 'ResponseHeadersPolicyConfig', 'SecurityHeadersConfig', 'ContentTypeOptions', 'Override'],
        true,
      ),
      is(['AppHeaders', 'ResponseHeadersPolicyConfig', 'SecurityHeadersConfig', 'ReferrerPolicy'], {
        ReferrerPolicy: 'no-referrer',
        Override: false,
      }),
      is(
        ['AppHeaders', 'ResponseHeadersPolicyConfig', 'RemoveHeadersConfig', 'Items'],
        [{ Header: 'server' }, { Header: 'x-powered-by' }],
      ),
      isAbsent(['AppHeaders', 'ResponseHeadersPolicyConfig', 'SecurityHeadersConfig', 'FrameOptions'], {
        FrameOption: 'SAMEORIGIN',
        Override: true,
      }),
      isAbsent(['AppHeaders', 'ResponseHeadersPolicyConfig', 'SecurityHeadersConfig', 'ContentSecurityPolicy'], {
        ContentSecurityPolicy: "frame-ancestors 'self'",
        Override: true,
      }),
    ],
  },
  {
    area,
    stack,
    name: 'a price class',
    expects: [isOneOf(distribution('PriceClass'), ['PriceClass_100', 'PriceClass_200', 'PriceClass_All'])],
  },
  { area, stack, name: 'the firewall is on', when: withDomain, expects: [isThere(distribution('WebACLId'))] },
  {
    area,
    stack,
    name: 'a second origin region for what is read, as an option',
    when: withSecondRegion,
    expects: [
      is(behaviour('/assets/*', 'TargetOriginId'), 'assets-or-second'),
      is(behaviour('/lti/keys/*', 'TargetOriginId'), 'api-or-second'),
      is(distribution('OriginGroups', 'Quantity'), 2),
      ...['assets', 'api'].flatMap((id) => [
        is(distribution('OriginGroups', 'Items', { Id: `${id}-or-second` }, 'Members', 'Items'), [
          { OriginId: id },
          { OriginId: `second-${id}` },
        ]),
        is(
          distribution('OriginGroups', 'Items', { Id: `${id}-or-second` }, 'FailoverCriteria', 'StatusCodes', 'Items'),
          [500, 502, 503, 504],
        ),
        isThere(origin(`second-${id}`, 'DomainName')),
      ]),
      is(origin('second-api', 'CustomOriginConfig'), overTls),
      holdsTexts(origin('second-api', 'OriginCustomHeaders'), 'x-muster-origin', 'originKey'),
      is(origin('second-assets', 'OriginAccessControlId'), ref('AssetsAccess')),
      isThere(origin('second-assets', 'S3OriginConfig')),
    ],
  },
];
