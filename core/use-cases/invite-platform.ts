import { day, later } from '../later.ts';
import { invitationDays } from '../lti/invitation.ts';
import type { Services } from '../ports/services.ts';

/** Lets whoever holds the secret register one platform, once. `digest` is the secret's. */
export const invitePlatform = async (
  { invitations, clock }: Pick<Services, 'invitations' | 'clock'>,
  digest: string,
  { name }: { readonly name: string | null },
): Promise<{ expiresAt: string }> => {
  const madeAt = clock.now();
  const expiresAt = later(madeAt, invitationDays * day);
  await invitations.put({ digest, name, madeAt, expiresAt });
  return { expiresAt };
};
