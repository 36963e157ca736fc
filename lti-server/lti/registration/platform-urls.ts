import { MusterError } from '../../../core/errors.ts';
import type { PlatformEndpoints } from '../../../core/lti/registration.ts';

/** The longest URL that is taken. */
const maxLength = 500;

export interface UrlRules {
  /** Lets http reach this machine: the development setting MUSTER_ALLOW_HTTP_LOOPBACK. */
  readonly allowHttpLoopback: boolean;
}

export type UrlField =
  | 'issuer'
  | 'authUrl'
  | 'tokenUrl'
  | 'tokenAudience'
  | 'jwksUrl'
  | 'registrationUrl'
  | 'configurationUrl'
  | 'siteUrl';

/** Names the field and the rule, never the value. */
const invalid = (field: UrlField, reason: string) => new MusterError('PLATFORM_INVALID', { field, reason });

const isLoopbackHost = (host: string) => ['127.0.0.1', 'localhost', '[::1]'].includes(host);

/** https, no credentials, no fragment, of bounded length. @throws MusterError PLATFORM_INVALID */
export const checkUrl = (field: UrlField, value: string, { allowHttpLoopback }: UrlRules): URL => {
  if (value.length > maxLength) throw invalid(field, 'too_long');
  if (!URL.canParse(value)) throw invalid(field, 'not_a_url');
  const url = new URL(value);
  const secure =
    url.protocol === 'https:' || (allowHttpLoopback && url.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (!secure) throw invalid(field, 'not_https');
  if (url.username !== '' || url.password !== '') throw invalid(field, 'credentials');
  if (value.includes('#')) throw invalid(field, 'fragment');
  return url;
};

/** OpenID Connect Discovery 1.0, section 3: the issuer has no query and no fragment. @throws MusterError PLATFORM_INVALID */
export const checkIssuer = (value: string, rules: UrlRules): URL => {
  const url = checkUrl('issuer', value, rules);
  if (value.includes('?')) throw invalid('issuer', 'query');
  return url;
};

/** One issuer stands for all schools of Instructure's Canvas, whatever host they are shown under. */
const instructureIssuers: readonly string[] = [
  'https://canvas.instructure.com',
  'https://canvas.beta.instructure.com',
  'https://canvas.test.instructure.com',
];
const isInstructureIssuer = (issuer: string): boolean => instructureIssuers.includes(issuer);

/** Hosts that Canvas itself answers at; not those that serve what users uploaded (`…-files.instructure.com`). */
export const isInstructureHost = (host: string): boolean =>
  /^sso(\.beta|\.test)?\.canvaslms\.com$/.test(host) ||
  (/^[a-z0-9-]+(\.beta|\.test)?\.instructure\.com$/.test(host) &&
    !/-files(\.|$)/.test(host.replace('.instructure.com', '')));

/** The same host, or one below it: whoever has a name has what is below it. Ports may differ. */
const isAtSite = (host: string, site: string): boolean => host === site || host.endsWith(`.${site}`);

const fields = ['authUrl', 'tokenUrl', 'jwksUrl'] as const;

/** A Canvas on this machine keeps the issuer that it is shipped with. */
const isDevelopment = (host: string, { allowHttpLoopback }: UrlRules) => allowHttpLoopback && isLoopbackHost(host);

/**
 * A platform's endpoints as a whole: each sound, and each at the issuer's site or at a host known to be the issuer's, so
 * that nobody speaks for somebody else. `namedByHand`: a person entered them for a Canvas of their own, whose shipped
 * issuer is Instructure's; they are of one host then. @throws MusterError PLATFORM_INVALID
 */
export const checkEndpoints = (
  endpoints: PlatformEndpoints,
  rules: UrlRules,
  { namedByHand }: { readonly namedByHand: boolean },
): void => {
  const issuer = checkIssuer(endpoints.issuer, rules);
  const hosts = fields.map((field) => checkUrl(field, endpoints[field], rules).hostname);
  const own = namedByHand && isInstructureIssuer(endpoints.issuer) ? hosts[0] : undefined;
  for (const [index, host] of hosts.entries()) {
    const known =
      isAtSite(host, issuer.hostname) ||
      (isInstructureIssuer(endpoints.issuer) && (isInstructureHost(host) || isDevelopment(host, rules))) ||
      host === own;
    if (!known) throw invalid(fields[index] ?? 'authUrl', 'foreign_host');
  }
};

/**
 * What a configuration wants as the audience of our assertions (`authorization_server`): a name at the issuer's site, or
 * the host of its token URL. An assertion for somebody else would be used there. @throws MusterError PLATFORM_INVALID
 */
export const checkTokenAudience = (
  audience: string,
  { issuer, tokenUrl }: Pick<PlatformEndpoints, 'issuer' | 'tokenUrl'>,
  rules: UrlRules,
): void => {
  const token = checkUrl('tokenUrl', tokenUrl, rules);
  if (audience === token.host) return;
  const { hostname } = checkUrl('tokenAudience', audience, rules);
  if (hostname !== token.hostname && !isAtSite(hostname, checkIssuer(issuer, rules).hostname)) {
    throw invalid('tokenAudience', 'foreign_host');
  }
};

/**
 * Where a configuration was read, and where it sends the registration, against the issuer that it names. Instructure's
 * issuer stands for all schools, so that both are Instructure's: a Canvas under a name of its own is registered by hand.
 * @throws MusterError PLATFORM_INVALID
 */
export const checkRegistrationHosts = (
  {
    issuer,
    configurationUrl,
    registrationUrl,
  }: Readonly<Record<'issuer' | 'configurationUrl' | 'registrationUrl', string>>,
  rules: UrlRules,
): void => {
  const site = checkIssuer(issuer, rules).hostname;
  const ofInstructure = isInstructureIssuer(issuer);
  const addresses = [
    ['configurationUrl', configurationUrl],
    ['registrationUrl', registrationUrl],
  ] as const;
  for (const [field, url] of addresses) {
    const host = checkUrl(field, url, rules).hostname;
    const known = ofInstructure ? isInstructureHost(host) || isDevelopment(host, rules) : isAtSite(host, site);
    if (!known) throw invalid(field, ofInstructure ? 'vanity_host' : 'foreign_host');
  }
};
