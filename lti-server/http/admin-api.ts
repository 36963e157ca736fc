import express, { Router } from 'express';
import { MusterError } from '../../core/errors.ts';
import type { AdminDeps } from './admin-deps.ts';
import { administratorIn, authenticateAdmin } from './authenticate-admin.ts';
import { draftRoutes } from './routes/admin/drafts.ts';
import { linkRoutes } from './routes/admin/links.ts';
import { adminRegistrationRoutes } from './routes/admin/registrations.ts';
import { reportKeyRoutes } from './routes/admin/report-keys.ts';
import { adminSessionRoutes, adminSessionsRoutes } from './routes/admin/session.ts';
import { adminSignInRoutes } from './routes/admin/sign-in.ts';
import { usageRoutes } from './routes/admin/usage.ts';

/** Everything below /api/admin; every change is logged with who made it, the route and no value. */
export const adminApi = (deps: AdminDeps): Router => {
  const router = Router();
  router.use(express.json({ limit: '100kb' }));
  router.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.use(adminSessionRoutes(deps));
  router.use(adminSignInRoutes(deps));
  router.use(authenticateAdmin(deps));
  router.use((req, res, next) => {
    if (req.method !== 'GET') {
      res.once('finish', () => {
        const administrator = administratorIn(res);
        const by = administrator.kind === 'token' ? `token ${administrator.subject}` : administrator.kind;
        deps.logger.info({ by, method: req.method, path: req.path, status: res.statusCode }, 'administration');
      });
    }
    next();
  });
  const all = [linkRoutes, adminSessionsRoutes, draftRoutes, adminRegistrationRoutes, reportKeyRoutes, usageRoutes];
  for (const routes of all) router.use(routes(deps));
  router.use(() => {
    throw new MusterError('NOT_FOUND');
  });
  return router;
};
