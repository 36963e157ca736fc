import { Router, urlencoded } from 'express';
import { rateLimit } from 'express-rate-limit';
import { MusterError } from '../../core/errors.ts';
import { type LaunchDeps, launch } from './launch.ts';
import { type LoginDeps, login } from './login.ts';
import { refuseLaunch } from './refusal.ts';
import { refusalStyle } from './refusal-page.ts';

export type LtiDeps = LoginDeps & LaunchDeps;

/** Of one address: a lecture hall behind one router opens Muster at once. */
const launchesAMinute = 3000;

/** The only routes a platform's browser reaches: login initiation and launch. */
export const ltiRoutes = (deps: LtiDeps): Router => {
  const router = Router();
  const form = urlencoded({ extended: false, limit: '200kb', parameterLimit: 50 });
  const limit = rateLimit({
    windowMs: 60_000,
    limit: launchesAMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_req, _res, next) => next(new MusterError('TOO_MANY_REQUESTS')),
  });
  router.get('/lti/login/:registration', limit, login(deps));
  router.post('/lti/login/:registration', limit, form, login(deps));
  router.post('/lti/launch', limit, form, launch(deps));
  router.get('/refusal.css', (_req, res) => void res.type('css').send(refusalStyle));
  router.use('/lti', refuseLaunch(deps.logger));
  return router;
};
