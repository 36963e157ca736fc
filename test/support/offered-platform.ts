import { wantedScopes } from '../../lti-server/lti/registration/placements.ts';

const platformClaim = 'https://purl.imsglobal.org/spec/lti-platform-configuration';

/** Hosted Canvas' openid configuration, as its documentation has it. */
export const canvasConfiguration = (over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  issuer: 'https://canvas.instructure.com',
  authorization_endpoint: 'https://sso.canvaslms.com/api/lti/authorize_redirect',
  registration_endpoint: 'https://school.instructure.com/api/lti/registrations',
  jwks_uri: 'https://sso.canvaslms.com/api/lti/security/jwks',
  token_endpoint: 'https://sso.canvaslms.com/login/oauth2/token',
  authorization_server: 'sso.canvaslms.com',
  scopes_supported: [...wantedScopes, 'https://canvas.instructure.com/lti/public_jwk/scope/update'],
  [platformClaim]: {
    product_family_code: 'canvas',
    version: 'CLOUD',
    'https://canvas.instructure.com/lti/account_name': 'School of Example',
  },
  ...over,
});

export const moodleConfiguration = (over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  issuer: 'https://moodle.school.example',
  authorization_endpoint: 'https://moodle.school.example/mod/lti/auth.php',
  registration_endpoint: 'https://moodle.school.example/mod/lti/openid-registration.php',
  jwks_uri: 'https://moodle.school.example/mod/lti/certs.php',
  token_endpoint: 'https://moodle.school.example/mod/lti/token.php',
  scopes_supported: [...wantedScopes],
  [platformClaim]: { product_family_code: 'moodle', version: '4.5' },
  ...over,
});
