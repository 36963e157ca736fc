import { invitationDays } from '../lti/invitation.ts';
import type { Services } from '../ports/services.ts';

const day = 86_400_000;

/** Lets whoever holds the secret register one platform, once. `digest` is the secret's. */
export const invitePlatform = async (
  { invitations, clock }: Pick<Services, 'invitations' | 'clock'>,
  digest: string,
  { name }: { readonly name: string | null },
): Promise<{ expiresAt: string }> => {
  const madeAt = clock.now();
  const expiresAt = new Date(Date.parse(madeAt) + invitationDays * day).toISOString();
  await invitations.put({ digest, name, madeAt, expiresAt });
  return { expiresAt };
};
