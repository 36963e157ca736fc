import { type Response, Router } from 'express';
import { MusterError } from '../../core/errors.ts';
import { asId, type RegistrationId } from '../../core/ids.ts';
import { keySetMaxAgeSeconds } from '../../core/lti/key-ring.ts';
import type { PlatformKeys, PublicJwk } from './platform-keys.ts';

const registrationPattern = /^[a-z0-9-]{1,64}$/;

/** Express adds the ETag, and answers 304 to whoever has the set already. */
const sendKeySet = (res: Response, keys: readonly PublicJwk[]): void => {
  res.set({ 'Cache-Control': `public, max-age=${keySetMaxAgeSeconds}`, 'X-Content-Type-Options': 'nosniff' });
  res.json({ keys });
};

/**
 * Our public keys (RFC 7517), for platforms to check what we sign. Each registration has a set at an URL of its own, and
 * there is none in common: what we sign for one platform must not hold at another.
 */
export const keySetRoutes = (platformKeys: Pick<PlatformKeys, 'publicKeys'>): Router => {
  const router = Router();
  router.get('/lti/keys/:registration', async (req, res) => {
    const { registration } = req.params;
    const known = registrationPattern.test(registration);
    const keys = known ? await platformKeys.publicKeys(asId<RegistrationId>(registration)) : null;
    if (keys === null) throw new MusterError('NOT_FOUND');
    sendKeySet(res, keys);
  });
  return router;
};
