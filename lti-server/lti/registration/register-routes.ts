import { randomUUID } from 'node:crypto';
import { type ErrorRequestHandler, type RequestHandler, Router, urlencoded } from 'express';
import { rateLimit } from 'express-rate-limit';
import { isMusterError, MusterError } from '../../../core/errors.ts';
import { asId, type RegistrationId } from '../../../core/ids.ts';
import type { Logger } from '../../../core/ports/logger.ts';
import { idParam } from '../../http/route.ts';
import { canvasKey } from './canvas-key.ts';
import { icon } from './icon.ts';
import { type RegisterDeps, register, showOffer } from './register.ts';
import { problemPage, registerScript, registerStyle } from './register-page.ts';
import { RegistrationRefused } from './send-registration.ts';
import { toolUrls } from './tool-urls.ts';

/** Of one address. Each look at the page with an invitation makes us ask a platform. */
const pagesAMinute = 300;

/** An LMS shows this page in its own frame, whatever its name; it sends its form to ourselves alone. */
const pageHeaders = (allowHttpLoopback: boolean): RequestHandler => {
  const headers = {
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors https:${allowHttpLoopback ? ' http:' : ''}`,
  };
  return (_req, res, next) => {
    res.set(headers);
    next();
  };
};

const asProblem = (error: unknown): MusterError => {
  if (isMusterError(error)) return error;
  const status = (error as { status?: unknown } | null)?.status;
  const unreadable = typeof status === 'number' && status >= 400 && status < 500;
  return new MusterError(unreadable ? 'REQUEST_INVALID' : 'INTERNAL', {}, { cause: error });
};

/** The log has the code and the rule that was broken: no address, no token, and none of the platform's words. */
const refuse =
  (logger: Logger): ErrorRequestHandler =>
  (error, _req, res, next) => {
    if (res.headersSent) return next(error);
    const problem = asProblem(error);
    const reference = randomUUID();
    const line = { reference, outcome: 'refused', code: problem.code, ...problem.details };
    if (problem.code === 'INTERNAL') logger.error({ ...line, err: problem.cause ?? problem }, 'registration');
    else logger.info(line, 'registration');
    const words = problem instanceof RegistrationRefused ? problem.words : '';
    res
      .status(problem.status)
      .type('html')
      .send(problemPage(problem, reference, words));
  };

/** Dynamic registration, and what an LMS fetches of us when it is set up by hand. */
export const registerRoutes = (deps: RegisterDeps): Router => {
  const router = Router();
  const limit = rateLimit({
    windowMs: 60_000,
    limit: pagesAMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_req, _res, next) => next(new MusterError('TOO_MANY_REQUESTS')),
  });
  const headers = pageHeaders(deps.allowHttpLoopback);
  const body = urlencoded({ extended: false, limit: '10kb', parameterLimit: 10 });
  router.get('/lti/register/page.css', (_req, res) => void res.type('css').send(registerStyle));
  router.get('/lti/register/page.js', (_req, res) => void res.type('js').send(registerScript));
  router.get('/lti/register', headers, limit, showOffer(deps));
  router.post('/lti/register', headers, limit, body, register(deps));
  router.use('/lti/register', refuse(deps.logger));
  router.get('/icon.svg', (_req, res) => {
    res.set({ 'Cache-Control': 'public, max-age=86400', 'X-Content-Type-Options': 'nosniff' }).type('svg').send(icon);
  });
  router.get('/lti/canvas/:registration.json', async (req, res) => {
    const id = asId<RegistrationId>(idParam(req, 'registration'));
    const known = await Promise.all([deps.registrations.find(id), deps.registrationDrafts.find(id, deps.clock.now())]);
    if (known.every((one) => one?.product !== 'canvas')) throw new MusterError('NOT_FOUND');
    res.set('Cache-Control', 'no-store').json(canvasKey(toolUrls(deps.publicUrl, id)));
  });
  return router;
};
