import { z } from 'zod';

export const toolConfigurationClaim = 'https://purl.imsglobal.org/spec/lti-tool-configuration';

const message = z.looseObject({
  type: z.string(),
  target_link_uri: z.string().optional(),
  label: z.string().optional(),
  placements: z.array(z.string()).optional(),
  custom_parameters: z.record(z.string(), z.string()).optional(),
});

/** LTI dynamic registration 1.0, section 3.4: read loosely; each platform says itself what it insists on. */
export const registrationBody = z.looseObject({
  application_type: z.string().optional(),
  response_types: z.array(z.string()).optional(),
  grant_types: z.array(z.string()).optional(),
  initiate_login_uri: z.url().optional(),
  redirect_uris: z.array(z.url()).optional(),
  client_name: z.string().optional(),
  jwks_uri: z.url().optional(),
  token_endpoint_auth_method: z.string().optional(),
  scope: z.string().optional(),
  [toolConfigurationClaim]: z
    .looseObject({
      domain: z.string().optional(),
      target_link_uri: z.url().optional(),
      custom_parameters: z.record(z.string(), z.string()).optional(),
      claims: z.array(z.string()).optional(),
      messages: z.array(message).optional(),
    })
    .optional(),
});
export type ToolRegistration = z.infer<typeof registrationBody>;

export const toolConfiguration = (body: ToolRegistration) => body[toolConfigurationClaim] ?? {};

/** The members that no registration can do without; the first that is missing. */
export const missingMember = (body: ToolRegistration): string | null => {
  const needed = ['initiate_login_uri', 'redirect_uris', 'client_name', 'jwks_uri', toolConfigurationClaim] as const;
  return needed.find((name) => body[name] === undefined) ?? null;
};
