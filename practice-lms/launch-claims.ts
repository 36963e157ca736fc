import { addressesOf } from './addresses.ts';
import type { Begun } from './launches.ts';
import type { Platform } from './platform.ts';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';

/** A variable that has no value here goes out as it was written. LTI core 1.3, 5.4.6 and 6.1. */
export const substitute = (
  parameters: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      value.startsWith('$') ? (variables[value.slice(1)] ?? value) : value,
    ]),
  );

const services = (platform: Platform, { course, tool, link }: Begun): Record<string, unknown> => {
  if (course === null) return {};
  const addresses = addressesOf(platform, course, tool);
  const ags = tool.scopes.filter((scope) => scope.includes('/lti-ags/'));
  const coupled = platform.state.lineItems.filter(
    ({ course: of, resourceLinkId }) => of === course.id && link !== null && resourceLinkId === link.id,
  );
  const [only] = coupled;
  return {
    ...(tool.scopes.some((scope) => scope.includes('/lti-nrps/'))
      ? {
          'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice': {
            context_memberships_url: addresses.memberships,
            service_versions: ['2.0'],
          },
        }
      : {}),
    ...(ags.length > 0
      ? {
          'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
            scope: ags,
            lineitems: addresses.lineItems,
            // Only when it is beyond doubt which one is meant.
            ...(coupled.length === 1 && only !== undefined ? { lineitem: addresses.lineItem(only.id) } : {}),
          },
        }
      : {}),
  };
};

/** The id_token's payload, but for issuer, audience and times. LTI core 1.3, 5.3; deep linking 2.0, 4.4. */
export const claimsOf = (platform: Platform, begun: Begun, nonce: string): Record<string, unknown> => {
  const { person, course, tool, link, choosing, masquerading } = begun;
  const { launch, sub } = platform.profile;
  const variables = {
    ...launch.variables(begun),
    ...(masquerading === null ? {} : { 'Canvas.masqueradingUser.id': masquerading }),
  };
  return {
    nonce,
    sub: sub(person),
    ...launch.identity(begun),
    [`${lti}message_type`]: choosing === null ? 'LtiResourceLinkRequest' : 'LtiDeepLinkingRequest',
    [`${lti}version`]: '1.3.0',
    [`${lti}deployment_id`]: tool.deploymentId,
    [`${lti}target_link_uri`]:
      choosing === null ? (link?.url ?? tool.targetLinkUri) : (tool.deepLinkUri ?? tool.targetLinkUri),
    [`${lti}roles`]: launch.roles(person),
    [`${lti}custom`]: substitute({ ...link?.custom, ...tool.custom }, variables),
    ...(choosing === null
      ? { [`${lti}resource_link`]: launch.resourceLink(begun) }
      : {
          'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings': {
            ...launch.deepLinkingSettings,
            accept_multiple: launch.acceptMultiple,
            deep_link_return_url: choosing.returnUrl,
            ...(choosing.data === null ? {} : { data: choosing.data }),
          },
        }),
    ...(course === null ? {} : { [`${lti}context`]: launch.context(course) }),
    ...launch.claims(begun, platform),
    ...services(platform, begun),
  };
};
