import { Router } from 'express';
import { captureHoursOf } from '../../../core/attendance/capture.ts';
import type { App } from '../../app.ts';
import { toolUrls } from '../../lti/registration/tool-urls.ts';
import type { RegistrationPage } from '../api-schema/registration.ts';
import { route } from '../route.ts';

/** An administrator's read-only look at the registration they were launched from (design rule 6). */
export const registrationRoutes = (app: App): Router => {
  const router = Router();
  router.get(
    '/registration',
    route('see-registration', async ({ caller: { registration } }): Promise<RegistrationPage> => {
      const { id, name, issuer, clientId, deployments, state, policy } = registration;
      const urls = toolUrls(app.publicUrl, id);
      return {
        name,
        issuer,
        clientId,
        deployments: deployments.map((deployment) => ({ id: deployment.id, state: deployment.state })),
        state,
        facesOn: policy.faces,
        facesTurnedOnAt: policy.facesTurnedOnAt,
        links: policy.links ?? null,
        captureHours: captureHoursOf(policy),
        health: await app.health.read(id),
        urls: { login: urls.login, launch: urls.launch, jwks: urls.keys },
      };
    }),
  );
  return router;
};
