import type { RequestHandler } from 'express';
import { MusterError } from '../../core/errors.ts';
import { asId, type RegistrationId } from '../../core/ids.ts';
import { appSessionStands } from '../../core/lti/app-session.ts';
import type { App } from '../app.ts';
import { digest } from '../lti/secrets.ts';

/** A bearer is `<registration id>.<secret>`: with the registration's id both are one batch read. */
const bearerPattern = /^Bearer ([a-z0-9-]{1,64})\.([A-Za-z0-9_-]{43})$/;

/**
 * One consistent batch read of app session and registration. A disabled registration or deployment, an expired session and a
 * bearer that never was are told apart by nobody: 401 SESSION_EXPIRED.
 */
export const authenticate =
  (app: Pick<App, 'appSessions' | 'clock'>): RequestHandler =>
  async (req, res, next) => {
    const match = bearerPattern.exec(req.get('authorization') ?? '');
    const [, registration, secret] = match ?? [];
    if (registration === undefined || secret === undefined) throw new MusterError('SESSION_EXPIRED');
    const found = await app.appSessions.authenticate(
      digest(secret),
      asId<RegistrationId>(registration),
      app.clock.now(),
    );
    if (found === null || !appSessionStands(found.session, found.registration))
      throw new MusterError('SESSION_EXPIRED');
    res.locals.caller = found;
    next();
  };
