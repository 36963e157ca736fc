import { MusterError } from '../errors.ts';
import { asId, type RegistrationId } from '../ids.ts';
import { later, minute } from '../later.ts';
import { attemptMinutes, type Invitation, type OfferedPlatform, type RegistrationAttempt } from '../lti/invitation.ts';
import type { Services } from '../ports/services.ts';

type Deps = Pick<Services, 'invitations' | 'registrationAttempts' | 'ids' | 'clock'>;

/** Before anything is asked of a stranger's server: is there leave at all? @throws MusterError INVITATION_INVALID */
export const checkInvitation = async (
  { invitations, clock }: Pick<Deps, 'invitations' | 'clock'>,
  invitation: string,
): Promise<Invitation> => {
  const found = await invitations.find(invitation, clock.now());
  if (found === null) throw new MusterError('INVITATION_INVALID');
  return found;
};

/** Keeps what a platform says of itself, and its token, for the few minutes in which a person decides. */
export const offerRegistration = async (
  { registrationAttempts, ids, clock }: Deps,
  digest: string,
  offered: { readonly invitation: Invitation; readonly platform: OfferedPlatform; readonly token: string | null },
): Promise<RegistrationAttempt> => {
  const attempt: RegistrationAttempt = {
    digest,
    invitation: offered.invitation.digest,
    registration: asId<RegistrationId>(ids.next()),
    platform: offered.platform,
    token: offered.token,
    expiresAt: later(clock.now(), attemptMinutes * minute),
  };
  await registrationAttempts.put(attempt);
  return attempt;
};
