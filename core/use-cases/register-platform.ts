import { MusterError } from '../errors.ts';
import type { RegistrationId } from '../ids.ts';
import {
  approvedDeployment,
  type DeploymentPolicy,
  newPolicy,
  type PlatformEndpoints,
  type Product,
  type Registration,
} from '../lti/registration.ts';
import type { RegistrationKeys } from '../ports/registration-keys.ts';
import type { Services } from '../ports/services.ts';

type Deps = Pick<Services, 'registrations' | 'registrationDrafts' | 'clock'> & { readonly keys: RegistrationKeys };

/** Everything that is known of a platform once it has given a client id. URLs are checked already. */
export interface NewPlatform extends PlatformEndpoints {
  /** Our own id of it, which its URLs at our side hold already. */
  readonly id: RegistrationId;
  readonly name: string;
  readonly product: Product;
  readonly clientId: string;
  readonly deploymentPolicy: DeploymentPolicy;
  /** Approved from the start, when it is known. */
  readonly deployment: string | null;
}

/**
 * Registers a platform, by hand or from its own registration page. Recognition is off (design rule 2). A draft of the same
 * id has become it. @throws MusterError REGISTRATION_EXISTS, and what stands under that issuer and client id stays
 */
export const registerPlatform = async (
  { registrations, registrationDrafts, clock, keys }: Deps,
  { deployment, ...platform }: NewPlatform,
): Promise<Registration> => {
  const standing = await registrations.findByPlatform(platform.issuer, platform.clientId);
  if (standing !== null) throw new MusterError('REGISTRATION_EXISTS', { registration: standing.id });
  const registration: Registration = {
    ...platform,
    state: 'active',
    deployments: deployment === null ? [] : [approvedDeployment(deployment, clock.now())],
    policy: newPolicy,
    version: 1,
  };
  await registrations.put(registration);
  await keys.register(registration);
  await registrationDrafts.remove(registration.id);
  return registration;
};
