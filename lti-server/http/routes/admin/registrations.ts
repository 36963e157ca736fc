import { type Request, Router } from 'express';
import type { ZodType } from 'zod';
import type { AdminVerb } from '../../../../core/admin-rights.ts';
import { MusterError } from '../../../../core/errors.ts';
import type { RegistrationId } from '../../../../core/ids.ts';
import type { Registration } from '../../../../core/lti/registration.ts';
import { approveDeployment } from '../../../../core/use-cases/approve-deployment.ts';
import { describeRegistration } from '../../../../core/use-cases/describe-registration.ts';
import { disableDeployment } from '../../../../core/use-cases/disable-deployment.ts';
import { removeRegistration } from '../../../../core/use-cases/remove-registration.ts';
import { setInstitutionPolicy } from '../../../../core/use-cases/set-institution-policy.ts';
import { setRegistrationState } from '../../../../core/use-cases/set-registration-state.ts';
import type { AdminDeps } from '../../admin-deps.ts';
import { draftView, registrationView } from '../../admin-views.ts';
import {
  deploymentRequest,
  describeRequest,
  facesRequest,
  policyRequest,
  type RegistrationList,
  stateRequest,
} from '../../api-schema/admin.ts';
import { needs } from '../../authenticate-admin.ts';
import { idParam, parse } from '../../route.ts';

/** Who may only stop things does not start them again. */
const stopping =
  <T>(schema: ZodType<T>, stops: (asked: T) => boolean) =>
  (req: Request): AdminVerb =>
    stops(parse(schema, req.body)) ? 'disable' : 'change-registration';

/** Registrations as they stand, and what an administrator of the tool can do with one. */
export const adminRegistrationRoutes = (deps: AdminDeps): Router => {
  const router = Router();
  const idOf = (req: Request) => idParam<RegistrationId>(req, 'registration');
  const view = (registration: Registration) => registrationView(registration, deps.publicUrl);
  const get = async (id: RegistrationId): Promise<Registration> => {
    const registration = await deps.registrations.find(id);
    if (registration === null) throw new MusterError('NOT_FOUND', { what: 'registration' });
    return registration;
  };

  router.get('/registrations', needs('read'), async (_req, res) => {
    const [registrations, drafts] = await Promise.all([
      deps.registrations.list(),
      deps.registrationDrafts.list(deps.clock.now()),
    ]);
    const list: RegistrationList = {
      publicUrl: deps.publicUrl,
      registrations: registrations.map(view),
      drafts: drafts.map((draft) => draftView(draft, deps.publicUrl)),
    };
    res.json(list);
  });
  router.get('/registrations/:registration', needs('read'), async (req, res) => {
    res.json(view(await get(idOf(req))));
  });
  router.get('/registrations/:registration/health', needs('read'), async (req, res) => {
    res.json(await deps.health.read((await get(idOf(req))).id));
  });
  router.patch('/registrations/:registration', needs('change-registration'), async (req, res) => {
    res.json(view(await describeRegistration(deps, idOf(req), parse(describeRequest, req.body))));
  });
  router.put(
    '/registrations/:registration/state',
    needs(stopping(stateRequest, ({ state }) => state === 'disabled')),
    async (req, res) => {
      const { state } = parse(stateRequest, req.body);
      res.json(view(await setRegistrationState(deps, idOf(req), state)));
    },
  );
  router.put('/registrations/:registration/faces', needs(stopping(facesRequest, ({ on }) => !on)), async (req, res) => {
    res.json(view(await setInstitutionPolicy(deps, idOf(req), { faces: parse(facesRequest, req.body).on })));
  });
  router.put('/registrations/:registration/policy', needs('change-registration'), async (req, res) => {
    res.json(view(await setInstitutionPolicy(deps, idOf(req), parse(policyRequest, req.body))));
  });
  // In the body: a deployment's id may hold anything, slashes too.
  router.put(
    '/registrations/:registration/deployments',
    needs(stopping(deploymentRequest, ({ state }) => state === 'disabled')),
    async (req, res) => {
      const { deployment, state } = parse(deploymentRequest, req.body);
      const change = state === 'approved' ? approveDeployment : disableDeployment;
      res.json(view(await change(deps, idOf(req), deployment)));
    },
  );
  router.post('/registrations/:registration/rotate-keys', needs('make-keys'), async (req, res) => {
    const { signsFrom } = await deps.keys.rotate(await get(idOf(req)));
    res.json({ signsFrom });
  });
  router.delete('/registrations/:registration', needs('purge'), async (req, res) => {
    await removeRegistration(deps, idOf(req));
    res.status(204).end();
  });
  return router;
};
