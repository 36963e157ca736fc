import { type Request, type Response, Router, urlencoded } from 'express';
import type { ContentChoices } from './content-choices.ts';
import type { Launches } from './launches.ts';
import type { Person, PracticeCourse } from './people.ts';
import type { Platform } from './platform.ts';
import { storageScripts } from './platform-storage.ts';
import type { Registrations } from './registration-tokens.ts';
import type { Tool } from './tool.ts';
import {
  chosenPage,
  contentPage,
  framePage,
  notChosenPage,
  registeringPage,
  registeringScript,
  toolPage,
  toolsPage,
} from './tool-pages.ts';

export interface ToolRouteDeps {
  readonly platform: Platform;
  readonly launches: Launches;
  readonly choices: ContentChoices;
  readonly registrations: Registrations;
  signedIn(req: Request): Person | null;
}

const phone = /Android|iPhone|iPad/i;

/** Pages with a tool in them: its place in a course, links, choosing content. */
export const toolRoutes = ({ platform, launches, choices, signedIn }: ToolRouteDeps): Router => {
  const router = Router();
  const { profile } = platform;
  type Visit = { person: Person; course: PracticeCourse; req: Request; res: Response };
  const inCourse = (path: string, visit: (on: Visit) => void) =>
    router.get(`/courses/:course${path}`, (req, res) => {
      const person = signedIn(req);
      const course = platform.findCourse(String(req.params.course));
      if (person === null) return void res.redirect('/');
      if (course === null) return void res.status(404).send('No such course.');
      res.set('Cache-Control', 'no-store');
      visit({ person, course, req, res });
    });
  const linkOf = (req: Request) => platform.state.links.find(({ id }) => id === req.query.link) ?? null;
  const toolOfRequest = (req: Request): Tool | null => platform.findTool(String(linkOf(req)?.tool ?? req.query.tool));
  const mayChoose = (person: Person, tool: Tool) =>
    (person.kind === 'teacher' || person.kind === 'ta') && tool.deepLinkUri !== null && tool.state === 'active';

  inCourse('', ({ person, course, req, res }) => {
    if (profile.launch.wholeWindowOnPhones && phone.test(req.get('user-agent') ?? '')) {
      return void res.redirect(`/launch/${course.id}`);
    }
    res.send(toolPage(platform, person, course));
  });
  inCourse('/content', ({ person, course, res }) => void res.send(contentPage(platform, person, course)));
  inCourse('/content/open', ({ person, course, req, res }) => {
    const tool = toolOfRequest(req);
    if (tool === null) return void res.status(404).send('No such link.');
    const query = new URLSearchParams(req.query as Record<string, string>).toString();
    const title = linkOf(req)?.title ?? tool.name;
    res.send(framePage(platform, person, course, tool, title, `/launch/${course.id}?${query}`));
  });
  inCourse('/content/choose', ({ person, course, req, res }) => {
    const tool = toolOfRequest(req);
    if (tool === null || !mayChoose(person, tool)) return void res.status(403).send('Not yours to choose.');
    const src = `/choose/${course.id}?tool=${encodeURIComponent(tool.id)}`;
    res.send(framePage(platform, person, course, tool, 'Choose content', src));
  });
  router.get('/choose/:course', (req, res) => {
    const person = signedIn(req);
    const course = platform.findCourse(req.params.course);
    const tool = toolOfRequest(req);
    if (person === null || course === null || tool === null || !mayChoose(person, tool)) {
      return void res.status(403).send('Not yours to choose.');
    }
    const choosing = choices.begin(person, course, tool);
    res.set('Referrer-Policy', 'no-referrer');
    res.redirect(launches.begin({ person, course, tool, link: null }, { choosing }));
  });
  router.post(profile.paths.contentReturn, urlencoded({ extended: false, limit: '1mb' }), async (req, res) => {
    const token = (req.body as Record<string, unknown> | undefined)?.JWT;
    const chosen = await choices.finish(
      String(req.query[profile.paths.contentReturnKey]),
      typeof token === 'string' ? token : '',
    );
    if (chosen.ok) res.send(chosenPage(chosen.course, chosen.links.length, chosen.message));
    else res.status(400).send(notChosenPage(chosen.fault));
  });

  router.get('/platform-storage.js', (_req, res) => void res.type('js').send(storageScripts.page));
  router.get('/forwarding.js', (_req, res) => void res.type('js').send(storageScripts.forwarding));
  router.get('/post_message_forwarding', (_req, res) => {
    res.send(
      `<!doctype html><html lang="en"><head><title>Message forwarding</title></head><body><script src="/forwarding.js" data-page="${platform.url}"></script></body></html>`,
    );
  });
  return router;
};

/** Where an administrator registers tools and lets them in. */
export const adminRoutes = ({ platform, registrations, signedIn }: ToolRouteDeps): Router => {
  const router = Router();
  router.use('/admin', (req, res, next) => {
    if (signedIn(req)?.kind === 'admin') return next();
    res.status(403).send('For administrators.');
  });
  const admin = (req: Request): Person => signedIn(req) as Person;
  router.get('/admin/tools', (req, res) => void res.send(toolsPage(platform, admin(req))));
  router.post('/admin/tools/register', urlencoded({ extended: false }), async (req, res) => {
    const { url } = (req.body ?? {}) as { url?: unknown };
    if (typeof url !== 'string' || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      return void res.status(400).send('That is no URL.');
    }
    res.send(registeringPage(admin(req), await registrations.invite(url)));
  });
  router.post('/admin/tools/:tool/activate', async (req, res) => {
    const { tools } = platform.state;
    const at = tools.findIndex(({ id }) => id === req.params.tool);
    const tool = tools[at];
    if (tool === undefined) return void res.status(404).send('No such tool.');
    tools[at] = { ...tool, state: 'active' };
    await platform.state.save();
    res.redirect(303, '/admin/tools');
  });
  router.get('/registering.js', (_req, res) => void res.type('js').send(registeringScript));
  return router;
};
