import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Response } from 'express';
import { isMusterError, MusterError } from '../../core/errors.ts';
import type { RegistrationId } from '../../core/ids.ts';
import type { Logger } from '../../core/ports/logger.ts';
import type { Metrics } from '../../core/ports/metrics.ts';
import type { HealthNotes } from '../registration-health.ts';
import { refusalPage } from './refusal-page.ts';

const asRefusal = (error: unknown): MusterError => {
  if (isMusterError(error)) return error;
  const status = (error as { status?: unknown } | null)?.status;
  const unreadable = typeof status === 'number' && status >= 400 && status < 500;
  return new MusterError(unreadable ? 'LAUNCH_REQUEST_INVALID' : 'INTERNAL', {}, { cause: error });
};

/** From here on it is known whose launch it is: what it ends with is noted for that registration. */
export const isLaunchOf = (res: Response, registration: RegistrationId): void => {
  res.locals.launchOf = registration;
};

/** Of the person, and no word about the LMS. */
const ofOnePerson: readonly string[] = ['LAUNCH_ROLE_NOT_ALLOWED', 'TOO_MANY_REQUESTS'];

const noLaunch: readonly unknown[] = ['body_invalid', 'state_invalid'];
/**
 * Whether somebody who wanted to open Muster could not: a launch that came back from its platform, or any trouble of ours. What
 * has no state at all, as crawlers send it, is no launch.
 */
const isFailedLaunch = (path: string, { status, details }: MusterError): boolean =>
  status >= 500 || (path === '/launch' && !noLaunch.includes(details.reason));

/** A refused launch: a page for a person, problem+json for a program; the log gets code and reason, and no personal data. */
export const refuseLaunch =
  (logger: Logger, metrics: Metrics, notes: HealthNotes): ErrorRequestHandler =>
  (error, req, res, next) => {
    if (res.headersSent) return next(error);
    const refusal = asRefusal(error);
    if (isFailedLaunch(req.path, refusal)) metrics.count('LaunchFailed');
    const reference = randomUUID();
    const line = { launch: reference, outcome: 'refused', code: refusal.code, reason: refusal.details.reason ?? null };
    if (refusal.status >= 500) logger.error({ ...line, err: refusal.cause ?? refusal }, 'launch');
    else logger.info(line, 'launch');
    const registration = res.locals.launchOf as RegistrationId | undefined;
    if (registration !== undefined && !ofOnePerson.includes(refusal.code)) {
      notes.failed(registration, 'launch', refusal.code);
    }
    res.status(refusal.status).set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    if (req.accepts(['html', 'json']) === 'json') {
      res.type('application/problem+json');
      res.send(JSON.stringify({ ...line, status: refusal.status }));
    } else {
      res.set('Content-Security-Policy', "default-src 'none'; style-src 'self'; frame-ancestors https: http:");
      res.type('html').send(refusalPage(refusal, reference));
    }
  };
