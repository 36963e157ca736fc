import { Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { MusterError } from '../../../../core/errors.ts';
import { startAdminSession } from '../../../../core/use-cases/start-admin-session.ts';
import { digest, randomSecret } from '../../../lti/secrets.ts';
import type { AdminDeps } from '../../admin-deps.ts';
import { type AdminSession, type AdminSessionList, signInRequest } from '../../api-schema/admin.ts';
import { administratorIn, authenticateAdmin, needs } from '../../authenticate-admin.ts';
import { parse } from '../../route.ts';

/** Of one address. A code has 256 bits; this is for the log's sake. */
const signInsAMinute = 60;

/** Who is signed in, and an end to all of it. */
export const adminSessionsRoutes = (deps: AdminDeps): Router => {
  const router = Router();
  router.get('/sessions', needs('read'), async (_req, res) => {
    const administrator = administratorIn(res);
    const own = administrator.kind === 'session' ? administrator.digest : null;
    const standing = await deps.adminSessions.list(deps.clock.now());
    const list: AdminSessionList = standing
      .map(({ digest: kept, startedAt, expiresAt }) => ({ startedAt, expiresAt, isOwn: kept === own }))
      .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
    res.json(list);
  });
  router.delete('/sessions', needs('disable'), async (_req, res) => {
    const now = deps.clock.now();
    const standing = await deps.adminSessions.list(now);
    const ended = await Promise.all(standing.map(({ digest: kept }) => deps.adminSessions.take(kept, now)));
    res.json({ ended: ended.filter((one) => one !== null).length });
  });
  return router;
};

/** Signing in by a one-time link, and out. */
export const adminSessionRoutes = (deps: AdminDeps): Router => {
  const router = Router();
  const limit = rateLimit({
    windowMs: 60_000,
    limit: signInsAMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_req, _res, next) => next(new MusterError('TOO_MANY_REQUESTS')),
  });
  router.post('/session', limit, async (req, res) => {
    const { code } = parse(signInRequest, req.body);
    const bearer = randomSecret();
    const { expiresAt } = await startAdminSession(deps, digest(code), digest(bearer)).catch((error: unknown) => {
      deps.metrics.count('SignInFailed');
      throw error;
    });
    deps.metrics.count('SignInSucceeded');
    const session: AdminSession = { bearer: `admin.${bearer}`, expiresAt };
    res.set('Cache-Control', 'no-store').json(session);
  });
  router.delete('/session', authenticateAdmin(deps), async (_req, res) => {
    const administrator = administratorIn(res);
    if (administrator.kind === 'session') await deps.adminSessions.take(administrator.digest, deps.clock.now());
    res.status(204).end();
  });
  return router;
};
