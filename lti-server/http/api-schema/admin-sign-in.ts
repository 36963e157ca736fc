import { z } from 'zod';

/** GET /api/admin/sign-in, for everybody: the user pool whose pages sign administrators in, when there is one. */
export const adminSignInPlace = z.object({
  pool: z.object({ domain: z.string(), clientId: z.string() }).nullable(),
});
export type AdminSignInPlace = z.infer<typeof adminSignInPlace>;

const adminVerb = z.enum(['read', 'change-registration', 'invite', 'disable', 'make-keys', 'see-health', 'purge']);
export type AdminVerb = z.infer<typeof adminVerb>;

/** GET /api/admin/me: what whoever asks may do. */
export const adminMe = z.object({
  kind: z.enum(['operator', 'session', 'token']),
  rights: z.array(adminVerb),
});
export type AdminMe = z.infer<typeof adminMe>;
