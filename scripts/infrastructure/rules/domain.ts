import { getAtt, is, isOneOf, isThere } from '../expectations.ts';
import type { Rule } from '../rule.ts';
import { behaviour, distribution, withDomain } from './distribution.ts';

const area = 'edge';
const stack = 'regional';

/** By which name the distribution is reached, and how safely. */
export const domainRules: readonly Rule[] = [
  {
    area,
    stack,
    name: 'a domain of one’s own with its certificate, when configured',
    when: withDomain,
    expects: [
      is(distribution('Aliases'), ['muster.example.edu']),
      isThere(distribution('ViewerCertificate', 'AcmCertificateArn')),
      is(distribution('ViewerCertificate', 'SslSupportMethod'), 'sni-only'),
    ],
  },
  {
    area,
    stack,
    name: 'records in Route 53, when configured',
    when: withDomain,
    expects: ['AddressV4', 'AddressV6'].flatMap((id) => [
      is([id, 'Name'], 'muster.example.edu'),
      is([id, 'Type'], id === 'AddressV4' ? 'A' : 'AAAA'),
      is([id, 'HostedZoneId'], 'Z0123456789ABCDEFGHIJ'),
      is([id, 'AliasTarget', 'DNSName'], getAtt('Distribution', 'DomainName')),
      // Amazon Route 53 API Reference, AliasTarget: the zone of every distribution.
      is([id, 'AliasTarget', 'HostedZoneId'], 'Z2FDTNDATAQYW2'),
    ]),
  },
  {
    area,
    stack,
    name: 'TLS 1.2 (2021) or newer at least, and TLS 1.3 on',
    when: withDomain,
    expects: [
      isOneOf(distribution('ViewerCertificate', 'MinimumProtocolVersion'), [
        'TLSv1.2_2021',
        'TLSv1.2_2025',
        'TLSv1.3_2025',
      ]),
      is(distribution('HttpVersion'), 'http2and3'),
      is(distribution('DefaultCacheBehavior', 'ViewerProtocolPolicy'), 'redirect-to-https'),
      is(behaviour('/assets/*', 'ViewerProtocolPolicy'), 'redirect-to-https'),
    ],
  },
  {
    area,
    stack,
    // Of its own certificate CloudFront sets the least version itself: docs/decisions/0006-on-aws.md, "TLS without a name".
    name: 'without a domain TLS 1.3 is on all the same, nothing is answered over HTTP, and browsers keep to that',
    when: ({ parameters }) => parameters.domain === undefined,
    expects: [
      is(distribution('ViewerCertificate'), { CloudFrontDefaultCertificate: true }),
      is(distribution('HttpVersion'), 'http2and3'),
      is(distribution('DefaultCacheBehavior', 'ViewerProtocolPolicy'), 'redirect-to-https'),
      ...['/assets/*', '/lti/keys/*', '/reports/*', '/realtime'].map((path) =>
        is(behaviour(path, 'ViewerProtocolPolicy'), 'redirect-to-https'),
      ),
      is(['AppHeaders', 'ResponseHeadersPolicyConfig', 'SecurityHeadersConfig', 'StrictTransportSecurity'], {
        AccessControlMaxAgeSec: 31_536_000,
        IncludeSubdomains: false,
        Override: true,
      }),
    ],
  },
];
