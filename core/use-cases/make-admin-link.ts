import { later, minute } from '../later.ts';
import { adminLinkMinutes } from '../lti/admin-session.ts';
import type { Services } from '../ports/services.ts';

/** Lets whoever holds the code sign in as an administrator of the tool, once. `digest` is the code's. */
export const makeAdminLink = async (
  { adminLinks, clock }: Pick<Services, 'adminLinks' | 'clock'>,
  digest: string,
): Promise<{ expiresAt: string }> => {
  const expiresAt = later(clock.now(), adminLinkMinutes * minute);
  await adminLinks.put({ digest, expiresAt });
  return { expiresAt };
};
