import { MusterError } from '../errors.ts';
import type { RegistrationId } from '../ids.ts';
import { maxDeployments, withDeployment } from '../lti/deployment.ts';
import type { Registration } from '../lti/registration.ts';
import type { Services } from '../ports/services.ts';
import { changeRegistration } from './change-registration.ts';

/** Lets a deployment launch, also one that has not been heard of yet. @throws MusterError NOT_FOUND, DEPLOYMENTS_FULL */
export const approveDeployment = (
  deps: Pick<Services, 'registrations' | 'clock'>,
  id: RegistrationId,
  deployment: string,
): Promise<Registration> =>
  changeRegistration(deps, id, (registration) => {
    const changed = withDeployment(registration, deployment, 'approved', deps.clock.now());
    if (changed.deployments.length > maxDeployments) throw new MusterError('DEPLOYMENTS_FULL');
    return changed;
  });
