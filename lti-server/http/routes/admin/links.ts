import { Router } from 'express';
import { MusterError } from '../../../../core/errors.ts';
import { invitePlatform } from '../../../../core/use-cases/invite-platform.ts';
import { makeAdminLink } from '../../../../core/use-cases/make-admin-link.ts';
import { registrationUrl } from '../../../lti/registration/tool-urls.ts';
import { digest, randomSecret } from '../../../lti/secrets.ts';
import type { AdminDeps } from '../../admin-deps.ts';
import { type InvitationList, inviteRequest, type OneTimeLink } from '../../api-schema/admin.ts';
import { administratorIn, needs } from '../../authenticate-admin.ts';
import { idParam, parse } from '../../route.ts';

/** Links that serve once. */
export const linkRoutes = (deps: AdminDeps): Router => {
  const router = Router();
  router.post('/invitations', needs('invite'), async (req, res) => {
    const secret = randomSecret();
    const { expiresAt } = await invitePlatform(deps, digest(secret), parse(inviteRequest, req.body));
    const link: OneTimeLink = { url: registrationUrl(deps.publicUrl, secret), expiresAt };
    res.status(201).set('Cache-Control', 'no-store').json(link);
  });
  router.get('/invitations', needs('read'), async (_req, res) => {
    const standing = await deps.invitations.list(deps.clock.now());
    const list: InvitationList = standing
      .map(({ digest: id, name, madeAt, expiresAt }) => ({ id, name, madeAt, expiresAt }))
      .sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1));
    res.json(list);
  });
  router.delete('/invitations/:invitation', needs('invite'), async (req, res) => {
    const withdrawn = await deps.invitations.take(idParam<string>(req, 'invitation'), deps.clock.now());
    if (withdrawn === null) throw new MusterError('NOT_FOUND', { what: 'invitation' });
    res.status(204).end();
  });
  // Whoever is signed in must not be able to stay so for ever: only the machine's operator makes these.
  router.post('/links', needs('invite'), async (_req, res) => {
    if (administratorIn(res).kind !== 'operator')
      throw new MusterError('ROLE_NOT_ALLOWED', { verb: 'make-admin-link' });
    const code = randomSecret();
    const { expiresAt } = await makeAdminLink(deps, digest(code));
    // In the fragment: a browser sends it to no server, so it stands in no log.
    const link: OneTimeLink = { url: `${deps.publicUrl}/admin#${code}`, expiresAt };
    res.status(201).set('Cache-Control', 'no-store').json(link);
  });
  return router;
};
