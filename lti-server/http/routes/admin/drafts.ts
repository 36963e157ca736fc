import { type Request, Router } from 'express';
import { MusterError } from '../../../../core/errors.ts';
import { asId, type RegistrationId } from '../../../../core/ids.ts';
import { beginRegistration } from '../../../../core/use-cases/begin-registration.ts';
import { registerPlatform } from '../../../../core/use-cases/register-platform.ts';
import { platformByHand } from '../../../lti/registration/platform-by-hand.ts';
import type { AdminDeps } from '../../admin-deps.ts';
import { draftView, registrationView } from '../../admin-views.ts';
import { addRequest, beginRequest, completeRequest } from '../../api-schema/admin.ts';
import { needs } from '../../authenticate-admin.ts';
import { idParam, parse } from '../../route.ts';

/** Registering by hand: begun, told the LMS, completed with the client id that it gave; or all at once. */
export const draftRoutes = (deps: AdminDeps): Router => {
  const router = Router();
  const draftOf = async (req: Request) => {
    const draft = await deps.registrationDrafts.find(idParam<RegistrationId>(req, 'draft'), deps.clock.now());
    if (draft === null) throw new MusterError('NOT_FOUND', { what: 'draft' });
    return draft;
  };
  router.post('/drafts', needs('change-registration'), async (req, res) => {
    const { name, platform } = parse(beginRequest, req.body);
    const draft = await beginRegistration(deps, { name, ...platformByHand(platform, deps) });
    res.status(201).json(draftView(draft, deps.publicUrl));
  });
  router.get('/drafts/:draft', needs('read'), async (req, res) => {
    res.json(draftView(await draftOf(req), deps.publicUrl));
  });
  router.delete('/drafts/:draft', needs('change-registration'), async (req, res) => {
    await deps.registrationDrafts.remove(idParam<RegistrationId>(req, 'draft'));
    res.status(204).end();
  });
  router.post('/drafts/:draft/complete', needs('change-registration'), async (req, res) => {
    const completion = parse(completeRequest, req.body);
    const { id, name, product, endpoints } = await draftOf(req);
    const registration = await registerPlatform(deps, { id, name, product, ...endpoints, ...completion });
    res.status(201).json(registrationView(registration, deps.publicUrl));
  });
  router.post('/registrations', needs('change-registration'), async (req, res) => {
    const { platform, ...given } = parse(addRequest, req.body);
    const { product, endpoints } = platformByHand(platform, deps);
    const id = asId<RegistrationId>(deps.ids.next());
    const registration = await registerPlatform(deps, { id, product, ...endpoints, ...given });
    res.status(201).json(registrationView(registration, deps.publicUrl));
  });
  return router;
};
