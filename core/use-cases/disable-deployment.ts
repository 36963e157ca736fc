import { MusterError } from '../errors.ts';
import type { RegistrationId } from '../ids.ts';
import { withDisabled } from '../lti/deployment.ts';
import type { Registration } from '../lti/registration.ts';
import type { Services } from '../ports/services.ts';
import { changeRegistration } from './change-registration.ts';

/**
 * Refuses launches of a deployment from now on, and what its open app sessions ask. @throws MusterError NOT_FOUND, also
 * for a deployment that nobody has heard of
 */
export const disableDeployment = (
  deps: Pick<Services, 'registrations' | 'clock'>,
  id: RegistrationId,
  deployment: string,
): Promise<Registration> =>
  changeRegistration(deps, id, (registration) => {
    const changed = withDisabled(registration, deployment, deps.clock.now());
    if (changed === null) throw new MusterError('NOT_FOUND', { what: 'deployment' });
    return changed;
  });
