import { once } from 'node:events';
import express, { type Request } from 'express';
import { agsRoutes } from './ags.ts';
import { composeInto, portraitPath } from './class/compose.ts';
import { type EnrolProgress, enrolStudents, notStarted } from './enrol-students.ts';
import { nrpsRoutes } from './nrps.ts';
import { oidcRoutes } from './oidc.ts';
import { cameraRollPage, gradebookPage, homePage, peoplePage, style, toolPage } from './pages.ts';
import { findCourse, findPerson, type Person, type PracticeCourse } from './people.ts';
import type { Platform } from './platform.ts';
import { servicesAuth } from './services-auth.ts';
import { openState } from './state.ts';

export interface PracticeLmsOptions {
  readonly port: number;
  readonly toolUrl: string;
  /** Where grades and the key are kept; null keeps them in memory. */
  readonly dataFolder: string | null;
  /** Where the class photographs are composed. */
  readonly photographsFolder: string;
  readonly onScore?: Platform['onScore'];
  readonly now?: () => number;
}

/** What a tool has to know of us. */
export const registration = {
  id: 'practice',
  clientId: 'muster-practice',
  deploymentId: 'practice-1',
  name: 'Practice LMS',
} as const;

export interface PracticeLms {
  readonly url: string;
  readonly platform: Platform;
  close(): Promise<void>;
}

const personCookie = 'practice_person';

const signedIn = (req: Request): Person | null => {
  const match = new RegExp(`(?:^|; )${personCookie}=([a-z0-9-]+)`).exec(req.get('cookie') ?? '');
  return match?.[1] === undefined ? null : findPerson(match[1]);
};

/** A small LTI 1.3 Advantage platform, on loopback. */
export const startPracticeLms = async (options: PracticeLmsOptions): Promise<PracticeLms> => {
  await composeInto(options.photographsFolder);
  const app = express();
  app.disable('x-powered-by');
  const server = app.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  const platform: Platform = {
    url: `http://127.0.0.1:${port}`,
    toolUrl: options.toolUrl,
    registrationId: registration.id,
    clientId: registration.clientId,
    deploymentId: registration.deploymentId,
    state: await openState(options.dataFolder),
    now: options.now ?? Date.now,
    onScore: options.onScore ?? (() => 'ok'),
  };
  const auth = servicesAuth(platform);
  const progress = new Map<string, EnrolProgress>();

  app.get('/healthz', (_req, res) => void res.json({ ready: true }));
  app.use(oidcRoutes(platform, signedIn));
  app.use(auth.routes);
  app.use(nrpsRoutes(platform, auth));
  app.use(agsRoutes(platform, auth));

  app.get('/style.css', (_req, res) => void res.type('css').send(style));
  app.get('/', (req, res) => void res.send(homePage(signedIn(req))));
  app.post('/be/:person', (req, res) => {
    const person = findPerson(req.params.person);
    if (person === null) return void res.status(404).send('Nobody of that name.');
    res.cookie(personCookie, person.id, { httpOnly: true, sameSite: 'lax', path: '/' });
    res.redirect(303, '/courses/biology-101');
  });
  app.get('/portraits/:person.jpg', (req, res) => {
    const portrait = findPerson(String(req.params.person))?.portrait;
    if (portrait == null) return void res.status(404).end();
    res.sendFile(portraitPath(portrait));
  });
  app.use('/photographs', express.static(options.photographsFolder, { extensions: ['jpg'] }));

  const page = (path: string, show: (person: Person, course: PracticeCourse) => string) =>
    app.get(`/courses/:course${path}`, (req, res) => {
      const person = signedIn(req);
      const course = findCourse(String(req.params.course));
      if (person === null) return void res.redirect('/');
      if (course === null) return void res.status(404).send('No such course.');
      res.set('Cache-Control', 'no-store').send(show(person, course));
    });
  page('', (person, course) => toolPage(person, course, options.toolUrl));
  page('/gradebook', (person, course) => gradebookPage(person, course, platform.state));
  page('/people', (person, course) => peoplePage(person, course, progress.get(course.id) ?? notStarted));
  page('/camera-roll', cameraRollPage);
  app.post('/courses/:course/enrol', (req, res) => {
    const course = findCourse(req.params.course);
    if (course === null) return void res.status(404).send('No such course.');
    if (progress.get(course.id)?.running !== true) {
      void enrolStudents(platform.url, options.toolUrl, course, (now) => progress.set(course.id, now));
    }
    res.redirect(303, `/courses/${course.id}/people`);
  });

  return {
    url: platform.url,
    platform,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
};
