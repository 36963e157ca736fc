import { z } from 'zod';

const kindHealth = z.object({
  wellAt: z.string().nullable(),
  failedAt: z.string().nullable(),
  failedWith: z.string().nullable(),
});
export type KindHealth = z.infer<typeof kindHealth>;

/** GET /api/admin/registrations/:id/health; and of an administrator's launch, its own. */
export const registrationHealth = z.object({
  launch: kindHealth,
  roster: kindHealth,
  gradebook: kindHealth,
  keys: kindHealth,
});
export type RegistrationHealth = z.infer<typeof registrationHealth>;

/** GET /api/registration: read-only, for an administrator's launch. */
export const registrationPage = z.object({
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  deployments: z.array(z.object({ id: z.string(), state: z.enum(['approved', 'pending', 'disabled']) })),
  state: z.enum(['active', 'disabled']),
  facesOn: z.boolean(),
  facesTurnedOnAt: z.string().nullable(),
  links: z.object({ policy: z.string(), assessment: z.string() }).nullable(),
  captureHours: z.number().int(),
  health: registrationHealth,
  urls: z.object({ login: z.string(), launch: z.string(), jwks: z.string() }),
});
export type RegistrationPage = z.infer<typeof registrationPage>;
