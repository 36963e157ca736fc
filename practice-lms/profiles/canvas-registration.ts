import { missingMember, type ToolRegistration, toolConfiguration } from '../registration-body.ts';
import { allScopes, privacyLevels, type Tool } from '../tool.ts';
import { opaqueId } from './derived-ids.ts';
import { targetsOf } from './plain-registration.ts';
import type { RegistrationHabits } from './registration-habits.ts';
import { type Refusal, refusal } from './service-habits.ts';

const canvas = 'https://canvas.instructure.com/lti/';
const placements = [
  'account_navigation',
  'assignment_selection',
  'course_navigation',
  'course_settings_sub_navigation',
  'editor_button',
  'homework_submission',
  'link_selection',
  'module_index_menu_modal',
  'module_menu_modal',
  'submission_type_selection',
  'user_navigation',
];
/** The standard's own names of two of them. */
const standardNames: Readonly<Record<string, string>> = {
  ContentArea: 'link_selection',
  RichTextEditor: 'editor_button',
};

const invalid = (field: string): Refusal => refusal(422, { errors: [{ field, message: 'invalid' }] });
const isWeb = (url: string) => ['http:', 'https:'].includes(new URL(url).protocol);

/** Unsupported ones are dropped without a word; a message that names none is for choosing links. */
const placementsOf = (body: ToolRegistration): string[] => {
  const named = (toolConfiguration(body).messages ?? []).flatMap((message) =>
    (message.placements ?? ['link_selection']).map((name) => {
      const plain = name.startsWith(canvas) ? name.slice(canvas.length) : name;
      return standardNames[plain] ?? plain;
    }),
  );
  return [...new Set(named)].filter((name) => placements.includes(name));
};

/** Said outright, or made out from the claims that the tool asks for. */
const privacyOf = (body: ToolRegistration): Tool['privacy'] => {
  const configuration = toolConfiguration(body);
  const said = privacyLevels.find((level) => level === configuration[`${canvas}privacy_level`]);
  if (said !== undefined) return said;
  const claims = configuration.claims ?? [];
  const [name, email] = [claims.includes('name'), claims.includes('email')];
  if (claims.includes('picture') || (name && email)) return 'public';
  return name ? 'name_only' : email ? 'email_only' : 'anonymous';
};

export const canvasRegistration: RegistrationHabits = {
  configurationNeedsToken: true,
  configuration: ({ sso }) => ({ authorization_server: new URL(sso).host }),
  platformConfiguration: () => ({
    product_family_code: 'canvas',
    version: 'vCloud',
    notice_types_supported: ['LtiHelloWorldNotice', 'LtiContextCopyNotice'],
    [`${canvas}account_name`]: 'Practice LMS',
    [`${canvas}account_lti_guid`]: 'practice:canvas-lms',
  }),
  refusal(body) {
    const missing = missingMember(body);
    if (missing !== null) return invalid(missing);
    if (body.application_type !== 'web') return invalid('application_type');
    if (!['client_credentials', 'implicit'].every((type) => body.grant_types?.includes(type)))
      return invalid('grant_types');
    if (!body.response_types?.includes('id_token')) return invalid('response_types');
    if (body.token_endpoint_auth_method !== 'private_key_jwt') return invalid('token_endpoint_auth_method');
    if (!(body.redirect_uris ?? []).every(isWeb)) return invalid('redirect_uris');
    const scopes = (body.scope ?? '').split(' ').filter(Boolean);
    return scopes.every((scope) => allScopes.some((known) => known === scope)) ? null : invalid('scope');
  },
  tokenRefusal: () => refusal(401, { errorMessage: 'JWT verification failure' }),
  tool: (body, number) => ({
    ...targetsOf(body),
    id: String(number),
    clientId: String(10_000_000_000_000 + number),
    deploymentId: `${number}:${opaqueId(`deployment ${number}`)}`,
    privacy: privacyOf(body),
    placements: placementsOf(body),
    state: 'active',
  }),
  // No deployment id: it is met with the first launch.
  answer: () => ({}),
};
