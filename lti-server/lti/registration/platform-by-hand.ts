import type { PlatformEndpoints, Product } from '../../../core/lti/registration.ts';
import type { Platform } from '../../http/api-schema/admin.ts';
import { checkEndpoints, type UrlRules } from './platform-urls.ts';
import { canvasHosted, canvasSelfHosted, moodleSite } from './presets.ts';

const endpointsOf = (platform: Platform, rules: UrlRules): PlatformEndpoints => {
  switch (platform.kind) {
    case 'canvas-hosted':
      return canvasHosted(platform.environment);
    case 'canvas-selfhosted':
      return canvasSelfHosted(platform.site, platform.issuer, rules);
    case 'moodle':
      return moodleSite(platform.site, rules);
    case 'other': {
      const { issuer, authUrl, tokenUrl, tokenAudience, jwksUrl } = platform;
      return { issuer, authUrl, tokenUrl, tokenAudience, jwksUrl };
    }
  }
};

const productOf = (platform: Platform): Product => {
  if (platform.kind === 'other') return platform.product;
  return platform.kind === 'moodle' ? 'moodle' : 'canvas';
};

/** What a person entered, whole and sound. @throws MusterError PLATFORM_INVALID */
export const platformByHand = (
  platform: Platform,
  rules: UrlRules,
): { readonly product: Product; readonly endpoints: PlatformEndpoints } => {
  const [product, endpoints] = [productOf(platform), endpointsOf(platform, rules)];
  checkEndpoints(endpoints, rules, { namedByHand: product === 'canvas' });
  return { product, endpoints };
};
