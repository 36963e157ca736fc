import express, { Router } from 'express';
import { MusterError } from '../../core/errors.ts';
import type { AdminDeps } from './admin-deps.ts';
import { authenticateAdmin } from './authenticate-admin.ts';
import { draftRoutes } from './routes/admin/drafts.ts';
import { linkRoutes } from './routes/admin/links.ts';
import { adminRegistrationRoutes } from './routes/admin/registrations.ts';
import { adminSessionRoutes } from './routes/admin/session.ts';
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
  router.use(authenticateAdmin(deps));
  router.use((req, res, next) => {
    if (req.method !== 'GET') {
      res.once('finish', () => {
        const { kind } = res.locals.administrator as { kind: string };
        deps.logger.info({ by: kind, method: req.method, path: req.path, status: res.statusCode }, 'administration');
      });
    }
    next();
  });
  for (const routes of [linkRoutes, draftRoutes, adminRegistrationRoutes, usageRoutes]) router.use(routes(deps));
  router.use(() => {
    throw new MusterError('NOT_FOUND');
  });
  return router;
};
