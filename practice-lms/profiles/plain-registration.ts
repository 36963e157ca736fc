import { missingMember, type ToolRegistration, toolConfiguration } from '../registration-body.ts';
import type { Refusal } from './service-habits.ts';

/** Where a registering tool wants its launches, and what it wants told with them. */
export const targetsOf = (
  body: ToolRegistration,
): { targetLinkUri: string; deepLinkUri: string | null; custom: Record<string, string> } => {
  const { target_link_uri, domain, messages = [], custom_parameters = {} } = toolConfiguration(body);
  const targetLinkUri = target_link_uri ?? `https://${domain ?? ''}`;
  const deep = messages.find(({ type }) => type === 'LtiDeepLinkingRequest');
  return {
    targetLinkUri,
    deepLinkUri: deep === undefined ? null : (deep.target_link_uri ?? targetLinkUri),
    custom: custom_parameters,
  };
};

export const usualRefusal = (body: ToolRegistration): Refusal | null => {
  const missing = missingMember(body);
  if (missing !== null) return { status: 400, body: { error: 'invalid_client_metadata', field: missing } };
  return body.token_endpoint_auth_method === 'private_key_jwt'
    ? null
    : { status: 400, body: { error: 'invalid_client_metadata', field: 'token_endpoint_auth_method' } };
};
