import type { PlatformEndpoints } from '../../../core/lti/registration.ts';
import { checkUrl, type UrlRules } from './platform-urls.ts';

/** Hosted Canvas: one issuer and one set of endpoints for all schools, by environment. */
const canvasEnvironments = ['production', 'beta', 'test'] as const;
export type CanvasEnvironment = (typeof canvasEnvironments)[number];

/** https://canvas.instructure.com/doc/api/file.tools_xml.html and the LTI launch overview beside it. */
export const canvasHosted = (environment: CanvasEnvironment): PlatformEndpoints => {
  const infix = environment === 'production' ? '' : `.${environment}`;
  const sso = `https://sso${infix}.canvaslms.com`;
  return {
    issuer: `https://canvas${infix}.instructure.com`,
    authUrl: `${sso}/api/lti/authorize_redirect`,
    tokenUrl: `${sso}/login/oauth2/token`,
    tokenAudience: null,
    jwksUrl: `${sso}/api/lti/security/jwks`,
  };
};

/** `lti_iss` in config/security.yml as it is shipped. Self-hosted sites that never changed it say this too. */
const shippedCanvasIssuer = 'https://canvas.instructure.com';

/** A Canvas of one's own. `issuer` is its `lti_iss`. @throws MusterError PLATFORM_INVALID */
export const canvasSelfHosted = (site: string, issuer: string | null, rules: UrlRules): PlatformEndpoints => {
  const { origin } = checkUrl('siteUrl', site, rules);
  return {
    issuer: issuer ?? shippedCanvasIssuer,
    authUrl: `${origin}/api/lti/authorize_redirect`,
    tokenUrl: `${origin}/login/oauth2/token`,
    tokenAudience: null,
    jwksUrl: `${origin}/api/lti/security/jwks`,
  };
};

/** Moodle's issuer is its site URL, path and all, without a slash at the end. @throws MusterError PLATFORM_INVALID */
export const moodleSite = (site: string, rules: UrlRules): PlatformEndpoints => {
  checkUrl('siteUrl', site, rules);
  const root = site.replace(/\/+$/, '');
  return {
    issuer: root,
    authUrl: `${root}/mod/lti/auth.php`,
    tokenUrl: `${root}/mod/lti/token.php`,
    tokenAudience: null,
    jwksUrl: `${root}/mod/lti/certs.php`,
  };
};
