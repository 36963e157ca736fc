import { z } from 'zod';

/** GET /api/registration: read-only, for an administrator's launch. */
export const registrationPage = z.object({
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  deployments: z.array(z.object({ id: z.string(), state: z.enum(['approved', 'pending', 'disabled']) })),
  state: z.enum(['active', 'disabled']),
  facesOn: z.boolean(),
  facesTurnedOnAt: z.string().nullable(),
  urls: z.object({ login: z.string(), launch: z.string(), jwks: z.string() }),
});
export type RegistrationPage = z.infer<typeof registrationPage>;
