import type { RegistrationId } from '../ids.ts';
import type { DeploymentPolicy, Registration } from '../lti/registration.ts';
import type { Services } from '../ports/services.ts';
import { changeRegistration } from './change-registration.ts';

/** Renames a registration, or says what becomes of deployments that are new. @throws MusterError NOT_FOUND */
export const describeRegistration = (
  deps: Pick<Services, 'registrations'>,
  id: RegistrationId,
  { name, deploymentPolicy }: { readonly name: string | null; readonly deploymentPolicy: DeploymentPolicy | null },
): Promise<Registration> =>
  changeRegistration(deps, id, (before) => {
    const after = { name: name ?? before.name, deploymentPolicy: deploymentPolicy ?? before.deploymentPolicy };
    const isSame = after.name === before.name && after.deploymentPolicy === before.deploymentPolicy;
    return isSame ? before : { ...before, ...after };
  });
