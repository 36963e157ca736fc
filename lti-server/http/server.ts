import { join } from 'node:path';
import express, { type Express, type RequestHandler } from 'express';
import { MusterError } from '../../core/errors.ts';
import type { App } from '../app.ts';
import { appHeaders } from '../lti/page-headers.ts';
import { authenticate } from './authenticate.ts';
import { compressed } from './compressed.ts';
import { problemHandler } from './problem-answer.ts';
import { reportsApi } from './reports-api.ts';
import { captureRoutes, uploadRoutes } from './routes/captures.ts';
import { checkInRoutes } from './routes/check-in.ts';
import { courseRoutes } from './routes/course.ts';
import { deepLinkingRoutes } from './routes/deep-linking.ts';
import { disputeRoutes } from './routes/disputes.ts';
import { eventRoutes, liveRoutes } from './routes/events.ts';
import { gradebookRoutes } from './routes/gradebook.ts';
import { heldEnrolmentRoutes } from './routes/held-enrolments.ts';
import { meRoutes } from './routes/me.ts';
import { myRecognitionRoutes } from './routes/my-recognition.ts';
import { recordRoutes } from './routes/records.ts';
import { registrationRoutes } from './routes/registration.ts';
import { reportFileRoutes, reportRoutes } from './routes/reports.ts';
import { reviewRoutes } from './routes/review.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { settingsRoutes } from './routes/settings.ts';

/** Where a teacher's choice is sent from. After a reload nothing says any more which platform it goes to. */
const placingPage = '/app/place';

const pageHeaders =
  ({ connectsTo }: App): RequestHandler =>
  ({ path }, res, next) => {
    const formsTo = path === placingPage ? "'self' https: http:" : "'self'";
    res.set(appHeaders({ formsTo, framedBy: 'https: http:', connectsTo }));
    next();
  };

/** Nobody frames the administrator's pages: what is pressed there must be seen. A sign-in's code is traded at its pool. */
const adminPageHeaders = ({ adminSignIn }: Pick<App, 'adminSignIn'>): RequestHandler => {
  const asked = adminSignIn === null ? "'self'" : `'self' ${adminSignIn.domain}`;
  const policy = `default-src 'self'; connect-src ${asked}; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
  return (_req, res, next) => {
    res.set({ 'Cache-Control': 'no-store', 'Content-Security-Policy': policy });
    next();
  };
};

/** What a form of a foreign page could send is not read as an empty request. */
const jsonOrPictures: RequestHandler = (req, _res, next) => {
  const hasBody = req.headers['content-length'] !== undefined && req.headers['content-length'] !== '0';
  if (hasBody && !req.is(['application/json', 'multipart/form-data']))
    throw new MusterError('REQUEST_TYPE_UNSUPPORTED');
  next();
};

const api = (app: App, admin: express.Router): express.Router => {
  const router = express.Router();
  router.use('/admin', admin);
  router.use(uploadRoutes(app));
  router.use(reportFileRoutes(app));
  router.use(authenticate(app));
  router.use(jsonOrPictures);
  router.use(express.json({ limit: '1mb' }));
  for (const routes of [
    meRoutes,
    checkInRoutes,
    courseRoutes,
    disputeRoutes,
    settingsRoutes,
    gradebookRoutes,
    sessionRoutes,
    reviewRoutes,
    captureRoutes,
    recordRoutes,
    eventRoutes,
    liveRoutes,
    myRecognitionRoutes,
    heldEnrolmentRoutes,
    registrationRoutes,
    reportRoutes,
    deepLinkingRoutes,
  ]) {
    router.use(routes(app));
  }
  router.use(() => {
    throw new MusterError('NOT_FOUND');
  });
  return router;
};

/** Somebody who followed a dead link gets a page; a program, and who asks for anything, gets the problem. */
const notFound =
  (uiFolder: string): RequestHandler =>
  (req, res) => {
    if (req.method !== 'GET' || req.accepts(['json', 'html']) !== 'html') throw new MusterError('NOT_FOUND');
    res.status(404).set('Cache-Control', 'no-store').sendFile(join(uiFolder, 'not-found.html'));
  };

/** The tool's outside: LTI routes, the API under /api, the pages under /app, the administrator's under /admin. */
export const expressApp = (
  app: App,
  { lti, admin }: { readonly lti: express.Router; readonly admin: express.Router },
  uiFolder: string,
): Express => {
  const server = express();
  server.disable('x-powered-by');
  server.set('trust proxy', [...app.trustProxy]);
  server.get('/healthz', (_req, res) => void res.json({ ready: true }));
  server.use(lti);
  server.use(compressed());
  server.use('/api', api(app, admin));
  server.use('/reports/v1', reportsApi(app));
  server.use(pageHeaders(app));
  server.use(
    '/assets',
    express.static(join(uiFolder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }),
  );
  server.get(/^\/(app(\/.*)?)?$/, (_req, res) => {
    res.set('Cache-Control', 'no-store').sendFile(join(uiFolder, 'index.html'));
  });
  server.get(/^\/admin(\/.*)?$/, adminPageHeaders(app), (_req, res) => {
    res.sendFile(join(uiFolder, 'index.html'));
  });
  server.use(notFound(uiFolder));
  server.use(problemHandler(app.logger));
  return server;
};
