import { z } from 'zod';
import { MusterError } from '../../../core/errors.ts';
import type { OfferedPlatform } from '../../../core/lti/invitation.ts';
import type { Product } from '../../../core/lti/registration.ts';
import {
  checkEndpoints,
  checkRegistrationHosts,
  checkTokenAudience,
  checkUrl,
  type UrlRules,
} from './platform-urls.ts';

/**
 * A fetch for URLs that a stranger chose. It must refuse all but https (http to this machine in development alone), resolve
 * a name once and connect to what it resolved to, refuse private, link-local and loopback addresses, follow no redirect,
 * and bound time and size. @throws MusterError DENIED, RESPONSE_INVALID; what the network throws otherwise
 */
export type GuardedFetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Canvas refuses calls without one. */
export const userAgent = 'Muster (LTI attendance tool)';

const platformClaim = 'https://purl.imsglobal.org/spec/lti-platform-configuration';
const accountName = 'https://canvas.instructure.com/lti/account_name';

const url = z.string().min(1).max(2000);
const word = z.string().max(200).nullish();

/** LTI dynamic registration 1.0, section 2.1; what Canvas and Moodle leave out is optional. */
const configuration = z.looseObject({
  issuer: url,
  authorization_endpoint: url,
  token_endpoint: url,
  jwks_uri: url,
  registration_endpoint: url,
  authorization_server: z.string().max(2000).nullish(),
  scopes_supported: z.array(z.string().max(300)).max(200).nullish(),
  [platformClaim]: z.looseObject({ product_family_code: word, version: word, [accountName]: word }).nullish(),
});

const productOf = (code: string | null | undefined): Product =>
  code?.toLowerCase() === 'canvas' ? 'canvas' : code?.toLowerCase() === 'moodle' ? 'moodle' : 'other';

/** What a configuration says, when it may say so. @throws MusterError PLATFORM_INVALID */
export const readConfiguration = (given: unknown, configurationUrl: string, rules: UrlRules): OfferedPlatform => {
  const parsed = configuration.safeParse(given);
  if (!parsed.success) {
    throw new MusterError('PLATFORM_INVALID', {
      field: String(parsed.error.issues[0]?.path[0] ?? 'configuration'),
      reason: 'missing',
    });
  }
  const told = parsed.data;
  const platform = told[platformClaim];
  const product = productOf(platform?.product_family_code);
  const offered: OfferedPlatform = {
    product,
    productVersion: platform?.version ?? null,
    name: platform?.[accountName] ?? null,
    issuer: told.issuer,
    authUrl: told.authorization_endpoint,
    tokenUrl: told.token_endpoint,
    // Canvas holds `aud` against the URL that it is asked at, whatever it calls its authorisation server.
    tokenAudience: product === 'canvas' ? null : told.authorization_server || null,
    jwksUrl: told.jwks_uri,
    registrationUrl: told.registration_endpoint,
    scopes: told.scopes_supported ?? [],
  };
  checkEndpoints(offered, rules, { namedByHand: false });
  if (offered.tokenAudience !== null) checkTokenAudience(offered.tokenAudience, offered, rules);
  checkRegistrationHosts({ ...offered, configurationUrl }, rules);
  return offered;
};

/** Asks the platform what it is. @throws MusterError PLATFORM_INVALID, PLATFORM_REFUSED, UNAVAILABLE, DENIED */
export const fetchConfiguration = async (
  fetch: GuardedFetch,
  configurationUrl: string,
  token: string | null,
  rules: UrlRules,
): Promise<OfferedPlatform> => {
  checkUrl('configurationUrl', configurationUrl, rules);
  let answer: Response;
  try {
    answer = await fetch(configurationUrl, {
      headers: {
        Accept: 'application/json',
        'User-Agent': userAgent,
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
    });
  } catch (error) {
    throw error instanceof MusterError
      ? error
      : new MusterError('UNAVAILABLE', { port: 'registration' }, { cause: error });
  }
  if (!answer.ok) throw new MusterError('PLATFORM_REFUSED', { operation: 'configuration', httpStatus: answer.status });
  return readConfiguration(await answer.json().catch(() => null), configurationUrl, rules);
};
