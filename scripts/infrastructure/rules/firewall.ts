import { getAtt, holdsTexts, includesAll, is, isBetween, isThere, sub } from '../expectations.ts';
import type { Expectation, Rule, Step } from '../rule.ts';
import { withDomain } from './distribution.ts';

type At = Expectation['at'];

const area = 'edge';

/** Of the core rules, those that what we are sent on purpose would break. */
const onlyCounted = [
  'NoUserAgent_HEADER',
  'SizeRestrictions_BODY',
  'SizeRestrictions_QUERYSTRING',
  'GenericRFI_BODY',
  'GenericRFI_QUERYARGUMENTS',
  'EC2MetaDataSSRF_BODY',
  'EC2MetaDataSSRF_QUERYARGUMENTS',
  'GenericLFI_BODY',
  'CrossSiteScripting_BODY',
];

/** What stands apart from the region: the firewall and the certificate in us-east-1, and the second region's assets. */
/** Least requests that a lecture hall of 500 and an administrator make within five minutes, and what the API takes of everybody then. */
const limited = [
  ['launches', '/lti/', 2 * 500, 50 * 300],
  ['administration', '/api/admin/', 300, 20 * 300],
] as const;

export const firewallRules: readonly Rule[] = [
  {
    area,
    stack: 'edge',
    name: 'one address cannot use up what the API takes of launches and of administrators',
    expects: limited.flatMap(([name, path, least, most]) => {
      const at = (...steps: Step[]): At => ['Firewall', 'Rules', { Name: name }, ...steps];
      const limit = (...steps: Step[]) => at('Statement', 'RateBasedStatement', ...steps);
      return [
        is(at('Action'), { Block: {} }),
        isBetween(limit('Limit'), least, most / 2),
        is(limit('AggregateKeyType'), 'IP'),
        is(limit('ScopeDownStatement', 'ByteMatchStatement'), {
          FieldToMatch: { UriPath: {} },
          PositionalConstraint: 'STARTS_WITH',
          SearchString: path,
          TextTransformations: [
            { Priority: 0, Type: 'URL_DECODE' },
            { Priority: 1, Type: 'LOWERCASE' },
          ],
        }),
      ];
    }),
  },
  {
    area,
    stack: 'edge',
    name: 'the firewall has managed rules and a limit of requests, and stands before CloudFront',
    expects: [
      is(['Firewall', 'Scope'], 'CLOUDFRONT'),
      isThere(['Firewall', 'Rules', { Name: 'rate' }, 'Statement', 'RateBasedStatement', 'Limit']),
      is(['Firewall', 'Rules', { Name: 'rate' }, 'Statement', 'RateBasedStatement', 'AggregateKeyType'], 'IP'),
      is(['Firewall', 'Rules', { Name: 'rate' }, 'Action'], { Block: {} }),
      ...[
        ['core', 'AWSManagedRulesCommonRuleSet'],
        ['inputs', 'AWSManagedRulesKnownBadInputsRuleSet'],
        ['reputation', 'AWSManagedRulesAmazonIpReputationList'],
      ].flatMap(([name = '', group = '']) => [
        is(['Firewall', 'Rules', { Name: name }, 'Statement', 'ManagedRuleGroupStatement', 'Name'], group),
        is(['Firewall', 'Rules', { Name: name }, 'OverrideAction'], { None: {} }),
      ]),
      is(['Firewall', 'DefaultAction'], { Allow: {} }),
      // A launch's token is longer than 8 kB and holds addresses.
      is(
        ['Firewall', 'Rules', { Name: 'core' }, 'Statement', 'ManagedRuleGroupStatement', 'RuleActionOverrides'],
        onlyCounted.map((Name) => ({ Name, ActionToUse: { Count: {} } })),
      ),
    ],
  },
  {
    area,
    stack: 'edge',
    name: 'the firewall’s log holds no query string, bearer or cookie',
    expects: [
      is(['FirewallLogging', 'ResourceArn'], getAtt('Firewall', 'Arn')),
      is(['FirewallLogging', '@DependsOn'], ['FirewallLogs']),
      // Who was let through is nobody's business.
      is(['FirewallLogging', 'LoggingFilter'], {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: ['BLOCK', 'COUNT'].map((Action) => ({ ActionCondition: { Action } })),
          },
        ],
      }),
      holdsTexts(['FirewallLogging', 'LogDestinationConfigs'], 'aws-waf-logs-muster-prod'),
      includesAll(
        ['FirewallLogging', 'RedactedFields'],
        { QueryString: {} },
        { SingleHeader: { Name: 'authorization' } },
        { SingleHeader: { Name: 'cookie' } },
        { SingleHeader: { Name: 'x-api-key' } },
        { SingleHeader: { Name: 'x-report-key' } },
        { SingleHeader: { Name: 'referer' } },
      ),
      is(['FirewallLogs', 'LogGroupName'], 'aws-waf-logs-muster-prod'),
      isThere(['FirewallLogs', 'RetentionInDays']),
      is(['FirewallLogs', 'KmsKeyId'], getAtt('EdgeKey', 'Arn')),
    ],
  },
  {
    area,
    stack: 'edge',
    name: 'the certificate is proven by DNS, when there is a domain',
    when: withDomain,
    expects: [
      is(['Certificate', 'DomainName'], 'muster.example.edu'),
      is(['Certificate', 'ValidationMethod'], 'DNS'),
      is(
        ['Certificate', 'DomainValidationOptions'],
        [{ DomainName: 'muster.example.edu', HostedZoneId: 'Z0123456789ABCDEFGHIJ' }],
      ),
    ],
  },
  {
    area,
    stack: 'second',
    name: 'the second region’s assets are read by the distribution alone',
    expects: [
      is(['SecondAssetsPolicy', 'PolicyDocument', 'Statement', { Sid: 'Distribution' }, 'Action'], 's3:GetObject'),
      is(['SecondAssetsPolicy', 'PolicyDocument', 'Statement', { Sid: 'Distribution' }, 'Principal'], {
        Service: 'cloudfront.amazonaws.com',
      }),
      is(['SecondAssetsPolicy', 'PolicyDocument', 'Statement', { Sid: 'Distribution' }, 'Condition', 'ArnLike'], {
        'AWS:SourceArn': sub(`arn:\${AWS::Partition}:cloudfront::\${AWS::AccountId}:distribution/*`),
      }),
    ],
  },
];
