import type { Request, RequestHandler } from 'express';
import { type Options, rateLimit } from 'express-rate-limit';
import { MusterError } from '../../core/errors.ts';
import type { KnownRegistrations } from './known-registrations.ts';
import { findRegistration } from './login.ts';
import { secretPattern } from './secrets.ts';

/** Of one address: a lecture hall behind one router opens Muster at once. */
export const launchesAMinute = 3000;

const perAddress = (limit: number, options: Partial<Options>): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_req, _res, next) => next(new MusterError('TOO_MANY_REQUESTS')),
    ...options,
  });

/** Whether this can be a login or a launch of ours at all; what it says is checked behind the limits. */
const canBeOurs = async (known: KnownRegistrations, { params, body }: Request): Promise<boolean> => {
  if (params.registration !== undefined) return (await findRegistration(known, String(params.registration))) !== null;
  const state: unknown = (body as { state?: unknown } | undefined)?.state;
  return typeof state === 'string' && secretPattern.test(state);
};

/**
 * Two counts an address, so that one person cannot lock out a campus with requests that lead nowhere: those of no
 * registration and no state by how many were refused, all others by how many came through.
 */
export const launchLimits = (known: KnownRegistrations, aMinute = launchesAMinute): RequestHandler[] => [
  perAddress(aMinute, { skip: (req) => canBeOurs(known, req), skipSuccessfulRequests: true }),
  perAddress(aMinute, { skip: async (req) => !(await canBeOurs(known, req)), skipFailedRequests: true }),
];
