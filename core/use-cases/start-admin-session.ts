import { MusterError } from '../errors.ts';
import { hour, later } from '../later.ts';
import { adminSessionHours } from '../lti/admin-session.ts';
import type { Services } from '../ports/services.ts';

/** Uses a link up and opens an admin session for it. Both are digests. @throws MusterError ADMIN_LINK_INVALID */
export const startAdminSession = async (
  { adminLinks, adminSessions, clock }: Pick<Services, 'adminLinks' | 'adminSessions' | 'clock'>,
  link: string,
  bearer: string,
): Promise<{ expiresAt: string }> => {
  const startedAt = clock.now();
  if ((await adminLinks.take(link, startedAt)) === null) throw new MusterError('ADMIN_LINK_INVALID');
  const expiresAt = later(startedAt, adminSessionHours * hour);
  await adminSessions.put({ digest: bearer, startedAt, expiresAt });
  return { expiresAt };
};
