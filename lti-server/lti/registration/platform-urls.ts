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
export const isInstructureIssuer = (issuer: string): boolean => instructureIssuers.includes(issuer);

/** Hosts that Canvas itself answers at; not those that serve what users uploaded (`…-files.instructure.com`). */
export const isInstructureHost = (host: string): boolean =>
  /^sso(\.beta|\.test)?\.canvaslms\.com$/.test(host) ||
  (/^[a-z0-9-]+(\.beta|\.test)?\.instructure\.com$/.test(host) &&
    !/-files(\.|$)/.test(host.replace('.instructure.com', '')));

/** The same host, or one below it: whoever has a name has what is below it. Ports may differ. */
export const isAtSite = (host: string, site: string): boolean => host === site || host.endsWith(`.${site}`);

const fields = ['authUrl', 'tokenUrl', 'jwksUrl'] as const;

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
  // A Canvas on this machine keeps the issuer that it is shipped with.
  const isDevelopment = (host: string) => rules.allowHttpLoopback && isLoopbackHost(host);
  const own = namedByHand && isInstructureIssuer(endpoints.issuer) ? hosts[0] : undefined;
  for (const [index, host] of hosts.entries()) {
    const known =
      isAtSite(host, issuer.hostname) ||
      (isInstructureIssuer(endpoints.issuer) && (isInstructureHost(host) || isDevelopment(host))) ||
      host === own;
    if (!known) throw invalid(fields[index] ?? 'authUrl', 'foreign_host');
  }
};

/**
 * Where a configuration was read, and where it sends the registration, against the issuer that it names. Hosted Canvas is
 * shown under each school's own name: what counts there is that the endpoints are Instructure's (`checkEndpoints`), and
 * that the registration goes to the host that the configuration came from, or came itself from Instructure.
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
  const readAt = checkUrl('configurationUrl', configurationUrl, rules).hostname;
  const sentTo = checkUrl('registrationUrl', registrationUrl, rules).hostname;
  if (isInstructureIssuer(issuer)) {
    if (!isInstructureHost(readAt) && sentTo !== readAt) throw invalid('registrationUrl', 'foreign_host');
    return;
  }
  if (!isAtSite(readAt, site)) throw invalid('configurationUrl', 'foreign_host');
  if (!isAtSite(sentTo, site)) throw invalid('registrationUrl', 'foreign_host');
};
