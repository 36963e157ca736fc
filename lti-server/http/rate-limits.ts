import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { MusterError } from '../../core/errors.ts';
import { callerOf } from './route.ts';

/** So many a minute for one app session: a class behind one router must not share a limit. @throws MusterError TOO_MANY_REQUESTS */
export const perSession = (limit: number): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_req, res) => callerOf(res).session.tokenHash,
    handler: (_req, _res, next) => next(new MusterError('TOO_MANY_REQUESTS')),
  });
