import type { Request, RequestHandler, Response } from 'express';
import { type AdminVerb, assertMayAdminister } from '../../core/admin-rights.ts';
import { MusterError } from '../../core/errors.ts';
import type { AdminDeps } from './admin-deps.ts';
import { type Administrator, administratorOf, groupsOf } from './administrators.ts';
import { authenticate } from './authenticate.ts';

type AuthDeps = Pick<
  AdminDeps,
  'adminSessions' | 'appSessions' | 'clock' | 'operatorSecret' | 'origins' | 'signIn' | 'metrics'
>;

/**
 * Lets administrators of the tool in. The app session of a launch, whatever its role, is told that this is not for it: 403
 * ROLE_NOT_ALLOWED; everything else is 401 SESSION_EXPIRED.
 */
export const authenticateAdmin = (deps: AuthDeps): RequestHandler => {
  const asAppSession = authenticate(deps);
  return async (req: Request, res: Response, next) => {
    const administrator = await administratorOf(deps, req.get('authorization') ?? '');
    if (administrator !== null) {
      res.locals.administrator = administrator;
      return next();
    }
    await asAppSession(req, res, () => next(new MusterError('ROLE_NOT_ALLOWED', { verb: 'administer' })));
  };
};

export const administratorIn = (res: Response): Administrator => res.locals.administrator as Administrator;

/**
 * Before every route below /api/admin: the verb of the table of rights that it needs, which may depend on what is asked.
 * @throws MusterError ROLE_NOT_ALLOWED
 */
export const needs = (verb: AdminVerb | ((req: Request) => AdminVerb)): RequestHandler =>
  function needsVerb(req, res, next) {
    assertMayAdminister(groupsOf(administratorIn(res)), typeof verb === 'string' ? verb : verb(req));
    next();
  };
