import { json, type Request, Router } from 'express';
import type { Platform } from './platform.ts';
import { registrationBody, toolConfiguration, toolConfigurationClaim } from './registration-body.ts';
import type { Registrations } from './registration-tokens.ts';
import { refuseWith } from './services-auth.ts';
import { allScopes, type Tool } from './tool.ts';

/** LTI dynamic registration 1.0, as a platform does it: its configuration, and the endpoint that tools are entered at. */
export const registrationRoutes = (platform: Platform, registrations: Registrations): Router => {
  const router = Router();
  const { paths, registration: habits } = platform.profile;
  const bearerOf = (req: Request) => req.get('authorization');

  router.get(paths.configuration, async (req, res) => {
    if (habits.configurationNeedsToken) {
      const token = await registrations.check(bearerOf(req));
      if (!token.ok) return void refuseWith(res, habits.tokenRefusal(token.reason));
    }
    const messages = [
      { type: 'LtiResourceLinkRequest' },
      { type: 'LtiDeepLinkingRequest', placements: ['ContentArea'] },
    ];
    res.json({
      issuer: platform.issuer,
      authorization_endpoint: platform.sso + paths.auth,
      token_endpoint: platform.sso + paths.token,
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS256'],
      jwks_uri: platform.sso + paths.keys,
      registration_endpoint: platform.url + paths.registration,
      scopes_supported: ['openid', ...allScopes],
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: ['iss', 'sub', 'name', 'given_name', 'family_name', 'email'],
      ...habits.configuration(platform),
      'https://purl.imsglobal.org/spec/lti-platform-configuration': {
        messages_supported: messages,
        variables: ['Person.address.timezone', 'User.id'],
        ...habits.platformConfiguration(platform),
      },
    });
  });

  router.post(paths.registration, json({ type: () => true }), async (req, res) => {
    const token = await registrations.check(bearerOf(req));
    if (!token.ok) return void refuseWith(res, habits.tokenRefusal(token.reason));
    const parsed = registrationBody.safeParse(req.body);
    const field = parsed.success ? null : String(parsed.error.issues[0]?.path.join('.') ?? 'body');
    if (!parsed.success) return void res.status(400).json({ error: 'invalid_client_metadata', field });
    const body = parsed.data;
    const refused = habits.refusal(body);
    if (refused !== null) return void refuseWith(res, refused);
    registrations.use(token.id);
    const tool: Tool = {
      ...habits.tool(body, platform.tools().length + 1),
      name: body.client_name ?? '',
      loginUrl: body.initiate_login_uri ?? '',
      redirectUris: body.redirect_uris ?? [],
      jwksUrl: body.jwks_uri ?? '',
      scopes: (body.scope ?? '').split(' ').filter((scope) => allScopes.some((known) => known === scope)),
    };
    platform.state.tools.push(tool);
    await platform.state.save();
    res.json({
      ...body,
      client_id: tool.clientId,
      scope: tool.scopes.join(' '),
      [toolConfigurationClaim]: { ...toolConfiguration(body), ...habits.answer(tool) },
    });
  });
  return router;
};
