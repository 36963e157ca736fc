import { once } from 'node:events';
import express, { type Request } from 'express';
import { composeInto, portraitPath } from './class/compose.ts';
import { openContentChoices } from './content-choices.ts';
import { type EnrolProgress, enrolStudents, notStarted } from './enrol-students.ts';
import { openLaunches } from './launches.ts';
import { lineItemRoutes } from './line-items.ts';
import { nrpsRoutes } from './nrps.ts';
import { oidcRoutes } from './oidc.ts';
import { style } from './page-layout.ts';
import { cameraRollPage, gradebookPage, homePage, peoplePage, policyPage } from './pages.ts';
import type { Person, PracticeCourse } from './people.ts';
import { openPlatform, type Platform, type PlatformOptions } from './platform.ts';
import { canvasProfile } from './profiles/canvas.ts';
import { moodleProfile } from './profiles/moodle.ts';
import { practiceProfile } from './profiles/practice.ts';
import type { Profile, ProfileName } from './profiles/profile.ts';
import { programRoutes } from './programs.ts';
import { registrationRoutes } from './registration.ts';
import { openRegistrations } from './registration-tokens.ts';
import { scoreRoutes } from './scores.ts';
import { servicesAuth } from './services-auth.ts';
import { openState } from './state.ts';
import { adminRoutes, toolRoutes } from './tool-routes.ts';

export interface PracticeLmsOptions extends PlatformOptions {
  readonly port: number;
  /** Whose habits it has; its own unless said otherwise. */
  readonly profile?: ProfileName;
  /** Where grades and the key are kept; null keeps them in memory. */
  readonly dataFolder: string | null;
  /** Where the class photographs are composed; null goes without. */
  readonly photographsFolder: string | null;
}

const profiles: Readonly<Record<ProfileName, Profile>> = {
  practice: practiceProfile,
  canvas: canvasProfile,
  moodle: moodleProfile,
};

/** Our id in the tool's login URL, and what we are called there. */
export const registrationId = 'practice';

/** What a tool has to know of us. */
export interface PlatformRegistration {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  readonly deploymentId: string;
}

export interface PracticeLms {
  readonly url: string;
  readonly platform: Platform;
  readonly registration: PlatformRegistration;
  close(): Promise<void>;
}

const personCookie = 'practice_person';

const signedInTo =
  (platform: Platform) =>
  (req: Request): Person | null => {
    const match = new RegExp(`(?:^|; )${personCookie}=([a-z0-9-]+)`).exec(req.get('cookie') ?? '');
    return match?.[1] === undefined ? null : platform.findPerson(match[1]);
  };

const registrationOf = ({ issuer, sso, profile, builtIn }: Platform): PlatformRegistration => ({
  id: registrationId,
  name: profile.title,
  issuer,
  clientId: builtIn.clientId,
  authUrl: sso + profile.paths.auth,
  tokenUrl: sso + profile.paths.token,
  jwksUrl: sso + profile.paths.keys,
  deploymentId: builtIn.deploymentId,
});

/** A small LTI 1.3 Advantage platform, on loopback. */
export const startPracticeLms = async (options: PracticeLmsOptions): Promise<PracticeLms> => {
  const { photographsFolder } = options;
  if (photographsFolder !== null) await composeInto(photographsFolder);
  const app = express();
  app.disable('x-powered-by');
  const server = app.listen(options.port, '127.0.0.1');
  // As a campus' web server does: after Node's own 5 s, whoever keeps a connection meets one that is just being closed.
  server.keepAliveTimeout = 130_000;
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  const state = await openState(options.dataFolder);
  const profile = profiles[options.profile ?? 'practice'];
  const platform = openPlatform(`http://127.0.0.1:${port}`, profile, options, registrationId, state);
  const signedIn = signedInTo(platform);
  const auth = servicesAuth(platform);
  const launches = openLaunches(platform);
  const choices = openContentChoices(platform);
  const registrations = openRegistrations(platform);
  const progress = new Map<string, EnrolProgress>();

  app.get('/healthz', (_req, res) => void res.json({ ready: true }));
  app.use(oidcRoutes(platform, launches, signedIn));
  app.use(programRoutes(platform, launches, choices, registrations));
  app.use(auth.routes);
  app.use(nrpsRoutes(platform, auth));
  app.use(lineItemRoutes(platform, auth));
  app.use(scoreRoutes(platform, auth));
  app.use(registrationRoutes(platform, registrations));

  app.get('/style.css', (_req, res) => void res.type('css').send(style));
  app.get('/policy', (req, res) => void res.send(policyPage(signedIn(req))));
  app.get('/', (req, res) => void res.send(homePage(signedIn(req), platform)));
  app.post('/be/:person', (req, res) => {
    const person = platform.findPerson(req.params.person);
    if (person === null) return void res.status(404).send('Nobody of that name.');
    res.cookie(personCookie, person.id, { httpOnly: true, sameSite: 'lax', path: '/' });
    res.redirect(303, '/courses/biology-101');
  });
  app.get('/portraits/:person.jpg', (req, res) => {
    const portrait = platform.findPerson(String(req.params.person))?.portrait;
    if (portrait == null) return void res.status(404).end();
    res.sendFile(portraitPath(portrait));
  });
  if (photographsFolder !== null) app.use('/photographs', express.static(photographsFolder, { extensions: ['jpg'] }));

  const toolDeps = { platform, launches, choices, registrations, signedIn };
  app.use(toolRoutes(toolDeps));
  app.use(adminRoutes(toolDeps));
  const page = (path: string, show: (person: Person, course: PracticeCourse) => string) =>
    app.get(`/courses/:course${path}`, (req, res) => {
      const person = signedIn(req);
      const course = platform.findCourse(String(req.params.course));
      if (person === null) return void res.redirect('/');
      if (course === null) return void res.status(404).send('No such course.');
      res.set('Cache-Control', 'no-store').send(show(person, course));
    });
  page('/gradebook', (person, course) => gradebookPage(person, course, platform));
  page('/people', (person, course) => peoplePage(person, course, progress.get(course.id) ?? notStarted));
  page('/camera-roll', cameraRollPage);
  app.post('/courses/:course/enrol', (req, res) => {
    const course = platform.findCourse(req.params.course);
    if (course === null) return void res.status(404).send('No such course.');
    if (progress.get(course.id)?.running !== true) {
      void enrolStudents(platform.url, options.toolUrl, course, (now) => progress.set(course.id, now));
    }
    res.redirect(303, `/courses/${course.id}/people`);
  });

  return {
    url: platform.url,
    platform,
    registration: registrationOf(platform),
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
};
