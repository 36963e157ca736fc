import { MusterError } from '../errors.ts';
import type { Invitation, RegistrationAttempt } from '../lti/invitation.ts';
import type { DeploymentPolicy, Registration } from '../lti/registration.ts';
import type { RegistrationKeys } from '../ports/registration-keys.ts';
import type { Services } from '../ports/services.ts';
import { registerPlatform } from './register-platform.ts';

type Deps = Pick<
  Services,
  'invitations' | 'registrationAttempts' | 'registrations' | 'registrationDrafts' | 'clock'
> & {
  readonly keys: RegistrationKeys;
  /** Registers us at the platform. */
  send(attempt: RegistrationAttempt): Promise<{ readonly clientId: string; readonly deployment: string | null }>;
};

interface Choices {
  readonly name: string;
  readonly deploymentPolicy: DeploymentPolicy;
}

const register = async (deps: Deps, attempt: RegistrationAttempt, choices: Choices): Promise<Registration> => {
  const { product, issuer, authUrl, tokenUrl, tokenAudience, jwksUrl } = attempt.platform;
  const { clientId, deployment } = await deps.send(attempt);
  return registerPlatform(deps, {
    ...choices,
    id: attempt.registration,
    product,
    issuer,
    authUrl,
    tokenUrl,
    tokenAudience,
    jwksUrl,
    clientId,
    deployment,
  });
};

/**
 * Registers what somebody looked at and said yes to. Attempt and invitation are used up, each by exactly one; when the
 * platform refuses, the invitation is good again, so that the person can go back and begin anew.
 * @throws MusterError ATTEMPT_INVALID, INVITATION_INVALID, REGISTRATION_EXISTS, what `send` throws
 */
export const acceptRegistration = async (deps: Deps, digest: string, choices: Choices): Promise<Registration> => {
  const now = deps.clock.now();
  const attempt = await deps.registrationAttempts.take(digest, now);
  if (attempt === null) throw new MusterError('ATTEMPT_INVALID');
  const invitation: Invitation | null = await deps.invitations.take(attempt.invitation, now);
  if (invitation === null) throw new MusterError('INVITATION_INVALID');
  try {
    return await register(deps, attempt, choices);
  } catch (error) {
    await deps.invitations.put(invitation);
    throw error;
  }
};
