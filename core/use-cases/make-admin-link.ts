import { adminLinkMinutes } from '../lti/admin-session.ts';
import type { Services } from '../ports/services.ts';

const minute = 60_000;

/** Lets whoever holds the code sign in as an administrator of the tool, once. `digest` is the code's. */
export const makeAdminLink = async (
  { adminLinks, clock }: Pick<Services, 'adminLinks' | 'clock'>,
  digest: string,
): Promise<{ expiresAt: string }> => {
  const expiresAt = new Date(Date.parse(clock.now()) + adminLinkMinutes * minute).toISOString();
  await adminLinks.put({ digest, expiresAt });
  return { expiresAt };
};
