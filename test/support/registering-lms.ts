import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type Request } from 'express';
import { wantedScopes } from '../../lti-server/lti/registration/placements.ts';

const toolClaim = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
const platformClaim = 'https://purl.imsglobal.org/spec/lti-platform-configuration';

type Body = Readonly<Record<string, unknown>>;

/** The side of dynamic registration that an LMS has, with the checks of Canvas or of Moodle. */
export interface RegisteringLms {
  readonly url: string;
  readonly configurationUrl: string;
  /** Registration token, good for one tool. */
  readonly token: string;
  /** What it was asked to register. */
  readonly received: Body[];
  /** How often its configuration was read. */
  readonly reads: () => number;
  /** The client id of the next tool. */
  nextClientId: string;
  /** Says this instead of registering. */
  refusal: { readonly status: number; readonly body: string } | null;
  /** What its configuration says differently. */
  configuration: Body;
  close(): Promise<void>;
}

const needed = [
  'application_type',
  'grant_types',
  'response_types',
  'redirect_uris',
  'initiate_login_uri',
  'client_name',
  'jwks_uri',
  'token_endpoint_auth_method',
  toolClaim,
] as const;

/** Canvas: required members, and no scope that it does not know. */
const canvasFault = (body: Body): string | null => {
  const missing = needed.find((name) => body[name] === undefined);
  if (missing !== undefined) return `{"errors":"${missing} is required"}`;
  const unknown = String(body.scope)
    .split(' ')
    .find((scope) => !wantedScopes.includes(scope));
  return unknown === undefined ? null : '{"errors":"invalid scopes"}';
};

/** Moodle: the target's host, port and all, is the domain. Its errors are plain text. */
const moodleFault = (body: Body): string | null => {
  const missing = needed.find((name) => body[name] === undefined);
  if (missing !== undefined) return `missing_required_attribute ${missing}`;
  const { domain, target_link_uri } = body[toolClaim] as { domain?: string; target_link_uri?: string };
  if (domain === undefined) return 'missing_domain';
  const host = new URL(target_link_uri ?? `https://${domain}`).host;
  return host === domain ? null : 'domain_targetlinkuri_mismatch';
};

export const openRegisteringLms = async (product: 'canvas' | 'moodle'): Promise<RegisteringLms> => {
  const app = express();
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let reads = 0;
  let used = false;
  const lms: RegisteringLms = {
    url,
    configurationUrl: `${url}/openid-configuration`,
    token: `token-of-${product}`,
    received: [],
    reads: () => reads,
    nextClientId: `${product}-client-1`,
    refusal: null,
    configuration: {},
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
  const authorised = (req: Request) => req.get('authorization') === `Bearer ${lms.token}`;
  app.get('/openid-configuration', (req, res) => {
    reads += 1;
    if (product === 'canvas' && !authorised(req)) return void res.status(401).json({ errors: 'unauthorized' });
    res.json({
      issuer: url,
      authorization_endpoint: `${url}/auth`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/jwks`,
      registration_endpoint: `${url}/register`,
      scopes_supported: ['openid', ...wantedScopes],
      [platformClaim]: { product_family_code: product, version: product === 'canvas' ? 'CLOUD' : '4.5' },
      ...lms.configuration,
    });
  });
  // Where an administrator pastes a registration link: the tool's page in a frame, until it asks to be closed.
  app.get('/tools', (req, res) => {
    const link = new URL(String(req.query.link));
    link.searchParams.set('openid_configuration', lms.configurationUrl);
    link.searchParams.set('registration_token', lms.token);
    const src = link.href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    res.send(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tools</title></head><body><h1>Tools</h1>
<iframe title="Registration" width="900" height="700" src="${src}"></iframe><script>
addEventListener('message', ({ data }) => {
  if (data?.subject === 'org.imsglobal.lti.close') document.querySelector('iframe').replaceWith('The tool closed its page');
});</script></body></html>`);
  });
  app.post('/register', express.json(), (req, res) => {
    if (!authorised(req)) return void res.status(401).type('text').send('invalid_token');
    if (used) return void res.status(401).type('text').send('token_already_used');
    if (lms.refusal !== null) return void res.status(lms.refusal.status).type('text').send(lms.refusal.body);
    const body = req.body as Body;
    const fault = product === 'canvas' ? canvasFault(body) : moodleFault(body);
    if (fault !== null) return void res.status(400).type('text').send(fault);
    used = true;
    lms.received.push(body);
    const deployment = product === 'moodle' ? { deployment_id: '7' } : {};
    res.json({ ...body, client_id: lms.nextClientId, [toolClaim]: { ...(body[toolClaim] as Body), ...deployment } });
  });
  return lms;
};
