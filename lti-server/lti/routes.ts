import { Router, urlencoded } from 'express';
import type { Metrics } from '../../core/ports/metrics.ts';
import { type LaunchDeps, launch } from './launch.ts';
import { launchLimits } from './launch-limits.ts';
import { type LoginDeps, login } from './login.ts';
import { refuseLaunch } from './refusal.ts';
import { refusalStyle } from './refusal-page.ts';

export type LtiDeps = LoginDeps & LaunchDeps & { readonly metrics: Metrics };

/** The only routes a platform's browser reaches: login initiation and launch. */
export const ltiRoutes = (deps: LtiDeps): Router => {
  const router = Router();
  const form = urlencoded({ extended: false, limit: '200kb', parameterLimit: 50 });
  const limits = launchLimits(deps.known);
  router.get('/lti/login/:registration', limits, login(deps));
  router.post('/lti/login/:registration', form, limits, login(deps));
  router.post('/lti/launch', form, limits, launch(deps));
  router.get('/refusal.css', (_req, res) => void res.type('css').send(refusalStyle));
  router.use('/lti', refuseLaunch(deps.logger, deps.metrics, deps.notes));
  return router;
};
