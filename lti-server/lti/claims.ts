import { z } from 'zod';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';

/** Names of the claims that are read. LTI core 1.3, section 5.3; NRPS 2.0, 3.6.1.1; AGS 2.0, 3.1. */
export const claim = {
  messageType: `${lti}message_type`,
  version: `${lti}version`,
  deploymentId: `${lti}deployment_id`,
  targetLinkUri: `${lti}target_link_uri`,
  resourceLink: `${lti}resource_link`,
  roles: `${lti}roles`,
  context: `${lti}context`,
  custom: `${lti}custom`,
  launchPresentation: `${lti}launch_presentation`,
  namesRoles: 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
  deepLinking: 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings',
  endpoint: 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint',
} as const;

/** LTI core 1.3, 5.3.3 and 5.3.5: at most 255 ASCII characters. */
const identifier = z.string().min(1).max(255);
const text = z.string().max(2000).nullish();

/** LTI deep linking 2.0, section 4.4.1. The return URL is an address that a form is sent to: the web alone. */
const deepLinkingSettings = z.looseObject({
  deep_link_return_url: z.url({ protocol: /^https?$/ }).max(2000),
  accept_types: z.array(z.string().max(100)).max(50),
  accept_presentation_document_targets: z.array(z.string()).nullish(),
  accept_multiple: z.boolean().nullish(),
  accept_lineitem: z.boolean().nullish(),
  title: text,
  text,
  data: z.string().max(10_000).nullish(),
});

/** What both messages carry. */
const common = {
  iss: z.string(),
  sub: identifier,
  nonce: z.string().min(1).max(255),
  name: text,
  given_name: text,
  family_name: text,
  email: text,
  locale: text,
  [claim.version]: z.literal('1.3.0'),
  [claim.deploymentId]: identifier,
  [claim.roles]: z.array(z.string().max(500)).max(100),
  [claim.context]: z.looseObject({ id: z.string().max(255).nullish(), title: text, label: text }).nullish(),
  [claim.custom]: z.record(z.string(), z.unknown()).nullish(),
  [claim.launchPresentation]: z.looseObject({ return_url: text, locale: text }).nullish(),
  [claim.namesRoles]: z.looseObject({ context_memberships_url: z.string() }).nullish(),
  [claim.endpoint]: z
    .looseObject({
      scope: z.array(z.string()).nullish(),
      lineitems: z.string().nullish(),
      lineitem: z.string().nullish(),
    })
    .nullish(),
};

/**
 * The id_token's payload after its signature was verified. Unknown claims and null optional members (Canvas) are let be;
 * an empty list of roles, or [""], is a launch without rights, a missing one is refused.
 */
export const launchClaims = z.discriminatedUnion(claim.messageType, [
  z.looseObject({
    ...common,
    [claim.messageType]: z.literal('LtiResourceLinkRequest'),
    [claim.targetLinkUri]: z.string().max(2000),
    [claim.resourceLink]: z.looseObject({ id: identifier }),
  }),
  z.looseObject({
    ...common,
    [claim.messageType]: z.literal('LtiDeepLinkingRequest'),
    // The certification's request has none.
    [claim.targetLinkUri]: z.string().max(2000).optional(),
    [claim.deepLinking]: deepLinkingSettings,
  }),
]);

export type LaunchClaims = z.infer<typeof launchClaims>;

type DeepLinkingClaims = Extract<LaunchClaims, Record<typeof claim.messageType, 'LtiDeepLinkingRequest'>>;

export const placesContent = (claims: LaunchClaims): claims is DeepLinkingClaims =>
  claims[claim.messageType] === 'LtiDeepLinkingRequest';

/** A substitution variable the platform did not expand is sent as its own name: that is no value. LTI core 1.3, 5.4.6. */
export const customValue = (claims: LaunchClaims, name: string): string | null => {
  const value = claims[claim.custom]?.[name];
  return typeof value === 'string' && value !== '' && !value.startsWith('$') ? value : null;
};
