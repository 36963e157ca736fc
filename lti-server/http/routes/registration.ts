import { Router } from 'express';
import type { App } from '../../app.ts';
import type { RegistrationPage } from '../api-schema/registration.ts';
import { route } from '../route.ts';

/** An administrator's read-only look at the registration they were launched from (design rule 6). */
export const registrationRoutes = (app: App): Router => {
  const router = Router();
  router.get(
    '/registration',
    route('see-registration', async ({ caller: { registration } }): Promise<RegistrationPage> => {
      const { id, name, issuer, clientId, deployments, state, policy } = registration;
      return {
        name,
        issuer,
        clientId,
        deployments: deployments.map((deployment) => ({ id: deployment.id, state: deployment.state })),
        state,
        facesOn: policy.faces,
        facesTurnedOnAt: policy.facesTurnedOnAt,
        urls: {
          login: `${app.publicUrl}/lti/login/${id}`,
          launch: `${app.publicUrl}/lti/launch`,
          jwks: `${app.publicUrl}/lti/keys/${id}`,
        },
      };
    }),
  );
  return router;
};
