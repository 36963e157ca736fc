import { randomUUID } from 'node:crypto';
import { type Request, type Response, Router, urlencoded } from 'express';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { escapeHtml } from './html.ts';
import { findCourse, findPerson, fullName, type Person, type PracticeCourse, rolesOf } from './people.ts';
import type { Platform } from './platform.ts';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';

/** A launch that was begun here: good for one answer, for minutes. */
interface Begun {
  readonly person: Person;
  readonly course: PracticeCourse | null;
  readonly until: number;
}

const launchMinutes = 5;

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

const claimsOf = (
  platform: Platform,
  { person, course }: Begun,
  nonce: string,
  session: string,
): Record<string, unknown> => ({
  nonce,
  sub: person.id,
  name: fullName(person),
  given_name: person.givenName,
  family_name: person.familyName,
  email: `${person.id}@practice.example`,
  locale: 'en-GB',
  [`${lti}message_type`]: 'LtiResourceLinkRequest',
  [`${lti}version`]: '1.3.0',
  [`${lti}deployment_id`]: platform.deploymentId,
  [`${lti}target_link_uri`]: `${platform.toolUrl}/lti/launch`,
  [`${lti}resource_link`]: { id: `muster-${course?.id ?? 'site'}`, title: 'Muster' },
  [`${lti}roles`]: rolesOf(person),
  [`${lti}tool_platform`]: { guid: 'practice-lms', name: 'Practice LMS', product_family_code: 'practice' },
  [`${lti}launch_presentation`]: {
    document_target: 'iframe',
    locale: 'en-GB',
    return_url: `${platform.url}/courses/${course?.id ?? ''}`,
  },
  [`${lti}custom`]: { person_timezone: 'Europe/London', masquerading_user_id: '$Canvas.masqueradingUser.id', session },
  ...(course === null
    ? {}
    : {
        [`${lti}context`]: {
          id: course.id,
          label: course.label,
          title: course.title,
          type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseSection'],
        },
        'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice': {
          context_memberships_url: `${platform.url}/api/courses/${course.id}/memberships`,
          service_versions: ['2.0'],
        },
        'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
          scope: ['lineitem', 'result.readonly', 'score'].map(
            (name) => `https://purl.imsglobal.org/spec/lti-ags/scope/${name}`,
          ),
          lineitems: `${platform.url}/api/courses/${course.id}/lineitems`,
        },
      }),
});

/** The answer in a form that submits itself; the tool's URL and the token are the only things in it. */
const formPost = (action: string, fields: Readonly<Record<string, string>>): string => {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Practice LMS: opening the tool</title></head><body><form id="launch" method="post" action="${escapeHtml(action)}">${inputs.join('')}<noscript><button>Open the tool</button></noscript></form><script src="/submit.js"></script></body></html>`;
};

/** OIDC third-party login, as a platform does it: LTI security framework 1.0, section 5.1. */
export const oidcRoutes = (platform: Platform, signedIn: (req: Request) => Person | null): Router => {
  const router = Router();
  const begun = new Map<string, Begun>();

  const begin = (person: Person, course: PracticeCourse | null): string => {
    const hint = randomUUID();
    begun.set(hint, { person, course, until: platform.now() + launchMinutes * 60_000 });
    const login = new URL(`${platform.toolUrl}/lti/login/${platform.registrationId}`);
    const parameters = {
      iss: platform.url,
      login_hint: person.id,
      target_link_uri: `${platform.toolUrl}/lti/launch`,
      lti_message_hint: hint,
      client_id: platform.clientId,
      lti_deployment_id: platform.deploymentId,
    };
    for (const [name, value] of Object.entries(parameters)) login.searchParams.set(name, value);
    return login.href;
  };

  router.get('/launch/:course', (req, res) => {
    const person = signedIn(req);
    if (person === null) return void res.redirect('/');
    const course = findCourse(req.params.course);
    const member = course?.members.some(({ id }) => id === person.id) ?? false;
    if (course === null || !(member || person.kind === 'admin' || person.kind === 'nobody')) {
      return void res.status(403).send('Not your course.');
    }
    res.set('Referrer-Policy', 'no-referrer').redirect(begin(person, person.kind === 'admin' ? null : course));
  });

  const authorise = async (req: Request, res: Response): Promise<void> => {
    const parsed = authRequest.safeParse(req.method === 'POST' ? req.body : req.query);
    if (!parsed.success)
      return void res.status(400).json({ error: 'invalid_request', field: parsed.error.issues[0]?.path[0] });
    const asked = parsed.data;
    if (asked.client_id !== platform.clientId) return void res.status(400).json({ error: 'unauthorized_client' });
    if (asked.redirect_uri !== `${platform.toolUrl}/lti/launch`)
      return void res.status(400).json({ error: 'invalid_redirect_uri' });
    const launch = begun.get(asked.lti_message_hint);
    begun.delete(asked.lti_message_hint);
    const refuse = (error: string) =>
      res.type('html').send(formPost(asked.redirect_uri, { error, state: asked.state }));
    if (launch === undefined || launch.until < platform.now()) return void refuse('launch_no_longer_valid');
    // In a frame the LMS's own cookie may not come; the one-time hint was given to that very browser.
    const here = signedIn(req);
    if (launch.person.id !== asked.login_hint || (here !== null && here.id !== launch.person.id))
      return void refuse('login_required');
    const token = await new SignJWT(claimsOf(platform, launch, asked.nonce, randomUUID()))
      .setProtectedHeader({ alg: 'RS256', kid: platform.state.kid, typ: 'JWT' })
      .setIssuer(platform.url)
      .setAudience(platform.clientId)
      .setIssuedAt(Math.floor(platform.now() / 1000))
      .setExpirationTime(Math.floor(platform.now() / 1000) + 300)
      .sign(platform.state.key);
    res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }).type('html');
    res.send(formPost(asked.redirect_uri, { id_token: token, state: asked.state }));
  };
  router.get('/auth', authorise);
  router.post('/auth', urlencoded({ extended: false }), authorise);
  router.get('/jwks', (_req, res) => void res.json({ keys: [platform.state.publicJwk] }));
  router.get('/submit.js', (_req, res) => void res.type('js').send("document.getElementById('launch').submit();"));

  // For programs that act as a person: the practice LMS's own agent and the tests.
  router.post('/begin/:person/:course', (req, res) => {
    const person = findPerson(req.params.person);
    const course = findCourse(req.params.course);
    if (person === null) return void res.status(404).json({ error: 'unknown' });
    res.json({ login: begin(person, course) });
  });
  return router;
};
