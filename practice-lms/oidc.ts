import { type Request, type Response, Router, urlencoded } from 'express';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { escapeHtml } from './html.ts';
import { claimsOf } from './launch-claims.ts';
import { type Launches, storageTargetOf } from './launches.ts';
import type { Person } from './people.ts';
import type { Platform } from './platform.ts';

const authRequest = z.object({
  scope: z.literal('openid'),
  response_type: z.literal('id_token'),
  response_mode: z.literal('form_post'),
  prompt: z.literal('none'),
  client_id: z.string(),
  redirect_uri: z.string(),
  login_hint: z.string(),
  lti_message_hint: z.string(),
  state: z.string().min(1),
  nonce: z.string().min(1),
});

/** The answer in a form that submits itself; the tool's URL and the token are the only things in it. */
const formPost = (action: string, fields: Readonly<Record<string, string>>): string => {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Practice LMS: opening the tool</title></head><body><form id="launch" method="post" action="${escapeHtml(action)}">${inputs.join('')}<noscript><button>Open the tool</button></noscript></form><script src="/submit.js"></script></body></html>`;
};

/** OIDC third-party login, as a platform does it: LTI security framework 1.0, section 5.1. */
export const oidcRoutes = (
  platform: Platform,
  launches: Launches,
  signedIn: (req: Request) => Person | null,
): Router => {
  const router = Router();
  const { paths, launch: habits, sub } = platform.profile;

  router.get('/launch/:course', (req, res) => {
    const person = signedIn(req);
    if (person === null) return void res.redirect('/');
    const course = platform.findCourse(req.params.course);
    const link = platform.state.links.find(({ id }) => id === req.query.link) ?? null;
    const tool = platform.findTool(String(link?.tool ?? req.query.tool ?? platform.builtIn.id));
    const member = course?.members.some(({ id }) => id === person.id) ?? false;
    const passes = ['admin', 'nobody', 'test-student'].includes(person.kind);
    if (course === null || !(member || passes)) return void res.status(403).send('Not your course.');
    if (tool?.state !== 'active') return void res.status(404).send('No such tool, or it is not active yet.');
    const login = launches.begin({ person, course: person.kind === 'admin' ? null : course, tool, link });
    res.set('Referrer-Policy', 'no-referrer').redirect(login);
  });

  const authorise = async (req: Request, res: Response): Promise<void> => {
    const parsed = authRequest.safeParse(req.method === 'POST' ? req.body : req.query);
    if (!parsed.success)
      return void res.status(400).json({ error: 'invalid_request', field: parsed.error.issues[0]?.path[0] });
    const asked = parsed.data;
    const tool = platform.tools().find(({ clientId }) => clientId === asked.client_id);
    if (tool?.state !== 'active') return void res.status(400).json({ error: 'unauthorized_client' });
    if (!habits.redirectAllowed(asked.redirect_uri, tool.redirectUris))
      return void res.status(400).json({ error: 'invalid_redirect_uri' });
    const storage = storageTargetOf(platform);
    const answer = (fields: Readonly<Record<string, string>>) =>
      void res
        .set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' })
        .type('html')
        .send(formPost(asked.redirect_uri, { ...fields, state: asked.state, ...storage }));
    const launch = launches.take(asked.lti_message_hint);
    if (launch === null || launch.tool.id !== tool.id) {
      const { error, description } = habits.consumedError;
      return answer({ error, error_description: description });
    }
    // In a frame the LMS's own cookie may not come; the one-time hint was given to that very browser.
    const here = signedIn(req);
    if (sub(launch.person) !== asked.login_hint || (here !== null && here.id !== launch.person.id))
      return answer({ error: 'login_required', error_description: 'Another person is signed in' });
    const now = Math.floor(platform.now() / 1000);
    const token = await new SignJWT(claimsOf(platform, launch, asked.nonce))
      .setProtectedHeader({ alg: 'RS256', kid: platform.state.kid, typ: 'JWT' })
      .setIssuer(platform.issuer)
      .setAudience(tool.clientId)
      .setIssuedAt(now)
      .setExpirationTime(now + habits.tokenSeconds)
      .sign(platform.state.key);
    answer({ id_token: token });
  };
  router.get(paths.auth, authorise);
  router.post(paths.auth, urlencoded({ extended: false }), authorise);
  router.get(paths.keys, (_req, res) => void res.json({ keys: [platform.state.publicJwk] }));
  router.get('/submit.js', (_req, res) => void res.type('js').send("document.getElementById('launch').submit();"));
  return router;
};
