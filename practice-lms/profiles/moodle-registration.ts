import { type ToolRegistration, toolConfiguration } from '../registration-body.ts';
import type { Tool } from '../tool.ts';
import { numberOf } from './derived-ids.ts';
import { targetsOf } from './plain-registration.ts';
import type { RegistrationHabits } from './registration-habits.ts';
import { type Refusal, refusal } from './service-habits.ts';

const withoutWww = (host: string) => host.replace(/^www\./, '');

const refusalOf = (body: ToolRegistration): Refusal | null => {
  const { domain, target_link_uri } = toolConfiguration(body);
  if (body.response_types?.includes('id_token') !== true) return refusal(400, 'invalid_response_types');
  if (body.initiate_login_uri === undefined) return refusal(400, 'missing_initiate_login_uri');
  if (body.redirect_uris === undefined) return refusal(400, 'missing_redirect_uris');
  if (body.client_name === undefined) return refusal(400, 'missing_client_name');
  if (body.jwks_uri === undefined) return refusal(400, 'missing_jwks_uri');
  if (body.token_endpoint_auth_method !== 'private_key_jwt') return refusal(400, 'invalid_token_endpoint_auth_method');
  if (!domain) return refusal(400, 'missing_domain');
  // The port belongs to the domain.
  const host = target_link_uri === undefined ? domain : new URL(target_link_uri).host;
  return withoutWww(host) === withoutWww(domain) ? null : refusal(400, 'domain_targetlinkuri_mismatch');
};

const privacyOf = (body: ToolRegistration): Tool['privacy'] => {
  const { claims = [] } = toolConfiguration(body);
  const name = ['name', 'given_name', 'family_name'].some((claim) => claims.includes(claim));
  if (claims.includes('email')) return name ? 'public' : 'email_only';
  return name ? 'name_only' : 'anonymous';
};

/** Errors are plain text, and a tool waits for the site's administrator. */
export const moodleRegistration: RegistrationHabits = {
  configurationNeedsToken: false,
  configuration: () => ({}),
  platformConfiguration: () => ({ product_family_code: 'moodle', version: '5.0' }),
  refusal: refusalOf,
  tokenRefusal: (reason) => refusal(401, reason === 'used' ? 'token_already_used' : 'invalid_token'),
  tool: (body, number) => ({
    ...targetsOf(body),
    id: String(3 + number),
    clientId: `m${numberOf(`tool ${number}`)}`,
    deploymentId: String(3 + number),
    privacy: privacyOf(body),
    // An activity that teachers add; nothing in a course's menu.
    placements: [],
    state: 'pending',
  }),
  answer: ({ deploymentId }) => ({ deployment_id: deploymentId }),
};
