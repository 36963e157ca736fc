import type { OfferedPlatform } from '../../../core/lti/invitation.ts';
import {
  canvasPrivacyLevel,
  customParameters,
  placements,
  toolDescription,
  toolLabel,
  toolTitle,
  wantedScopes,
} from './placements.ts';
import type { ToolUrls } from './tool-urls.ts';

export const toolConfigurationClaim = 'https://purl.imsglobal.org/spec/lti-tool-configuration';

const canvas = 'https://canvas.instructure.com/lti/';

type Json = Readonly<Record<string, unknown>>;

/** Canvas refuses a scope that it does not know: only what the platform lists is asked for. */
export const scopesFor = ({ scopes }: Pick<OfferedPlatform, 'scopes'>): string[] =>
  wantedScopes.filter((scope) => scopes.includes(scope));

/** A name and an identity. No e-mail and no picture: Muster reads neither. */
const claims = ['iss', 'sub', 'name', 'given_name', 'family_name'];

/** One message a placement, because visibility is the message's; Canvas' developer documentation on dynamic registration. */
const canvasMessages = (urls: ToolUrls): Json[] =>
  placements.map(({ placement, messageType, visibility, roles, enabled }) => ({
    type: messageType,
    target_link_uri: urls.launch,
    label: toolLabel,
    icon_uri: urls.icon,
    custom_parameters: customParameters('canvas'),
    placements: [placement],
    roles,
    [`${canvas}visibility`]: visibility,
    ...(placement === 'course_navigation' ? { [`${canvas}course_navigation/default_enabled`]: enabled } : {}),
  }));

/** Moodle keeps the address of a deep linking message and nothing more of it. */
const plainMessages = (urls: ToolUrls): Json[] => [
  { type: 'LtiResourceLinkRequest', target_link_uri: urls.launch, label: toolLabel },
  { type: 'LtiDeepLinkingRequest', target_link_uri: urls.launch, label: toolLabel },
];

const toolConfiguration = ({ product }: OfferedPlatform, urls: ToolUrls): Json => ({
  // Moodle holds it against the target's host, port and all.
  domain: urls.domain,
  description: toolDescription,
  target_link_uri: urls.launch,
  custom_parameters: customParameters(product),
  claims,
  messages: product === 'canvas' ? canvasMessages(urls) : plainMessages(urls),
  ...(product === 'canvas'
    ? { [`${canvas}privacy_level`]: canvasPrivacyLevel, [`${canvas}tool_id`]: 'muster', [`${canvas}vendor`]: toolTitle }
    : {}),
});

/** What is posted to a platform's registration endpoint. LTI dynamic registration 1.0, section 3.4. */
export const toolRegistration = (platform: OfferedPlatform, urls: ToolUrls): Json => ({
  application_type: 'web',
  response_types: ['id_token'],
  grant_types: ['implicit', 'client_credentials'],
  initiate_login_uri: urls.login,
  redirect_uris: [urls.launch],
  client_name: toolTitle,
  jwks_uri: urls.keys,
  logo_uri: urls.icon,
  token_endpoint_auth_method: 'private_key_jwt',
  scope: scopesFor(platform).join(' '),
  [toolConfigurationClaim]: toolConfiguration(platform, urls),
});
