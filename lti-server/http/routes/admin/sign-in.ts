import { Router } from 'express';
import { rightsOfGroups } from '../../../../core/admin-rights.ts';
import type { AdminDeps } from '../../admin-deps.ts';
import { groupsOf } from '../../administrators.ts';
import type { AdminMe, AdminSignInPlace } from '../../api-schema/admin-sign-in.ts';
import { administratorIn, authenticateAdmin } from '../../authenticate-admin.ts';

/** Where administrators sign in, for who has not yet; and who one is, for who has. */
export const adminSignInRoutes = (deps: AdminDeps): Router => {
  const router = Router();
  router.get('/sign-in', (_req, res) => {
    const { signIn } = deps;
    const place: AdminSignInPlace = {
      pool: signIn === null ? null : { domain: signIn.domain, clientId: signIn.clientId },
    };
    res.json(place);
  });
  router.get('/me', authenticateAdmin(deps), (_req, res) => {
    const administrator = administratorIn(res);
    // The pages ask once after each sign-in.
    if (administrator.kind === 'token') deps.metrics.count('SignInSucceeded');
    const me: AdminMe = { kind: administrator.kind, rights: [...rightsOfGroups(groupsOf(administrator))] };
    res.json(me);
  });
  return router;
};
