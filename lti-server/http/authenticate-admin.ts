import type { Request, RequestHandler, Response } from 'express';
import { MusterError } from '../../core/errors.ts';
import { digest } from '../lti/secrets.ts';
import { isOperatorToken } from '../operator-token.ts';
import type { AdminDeps } from './admin-deps.ts';
import { authenticate } from './authenticate.ts';

/** Unlike the bearer of an app session it names no registration: neither is taken for the other. */
const adminPattern = /^Bearer admin\.([A-Za-z0-9_-]{43})$/;
const operatorPattern = /^Bearer (operator\..+)$/;

export type Administrator = { readonly kind: 'operator' } | { readonly kind: 'session'; readonly digest: string };

type AuthDeps = Pick<AdminDeps, 'adminSessions' | 'appSessions' | 'clock' | 'operatorSecret' | 'origins'>;

const administratorOf = async (deps: AuthDeps, header: string): Promise<Administrator | null> => {
  const now = deps.clock.now();
  const token = operatorPattern.exec(header)?.[1];
  if (token !== undefined) {
    return isOperatorToken(token, deps.operatorSecret, deps.origins, Date.parse(now)) ? { kind: 'operator' } : null;
  }
  const secret = adminPattern.exec(header)?.[1];
  if (secret === undefined) return null;
  const kept = digest(secret);
  return (await deps.adminSessions.find(kept, now)) === null ? null : { kind: 'session', digest: kept };
};

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
