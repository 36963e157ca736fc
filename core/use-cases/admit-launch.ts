import { isMusterError, MusterError } from '../errors.ts';
import { type Admission, admitDeployment } from '../lti/deployment.ts';
import type { Launch } from '../lti/launch.ts';
import type { Registration } from '../lti/registration.ts';
import type { Services } from '../ports/services.ts';

type Deps = Pick<Services, 'registrations' | 'clock'>;

const tries = 5;

/** Notes a deployment that is named for the first time. Many may come at once: each writes on top of the others. */
const admit = async ({ registrations, clock }: Deps, registration: Registration, id: string): Promise<Admission> => {
  let current = registration;
  for (let attempt = 1; ; attempt += 1) {
    const { admission, changed } = admitDeployment(current, id, clock.now());
    if (changed === null) return admission;
    try {
      await registrations.put(changed);
      return admission;
    } catch (error) {
      if (!isMusterError(error, 'RECORD_CHANGED') || attempt === tries) throw error;
      const again = await registrations.find(registration.id);
      if (again === null) throw new MusterError('LAUNCH_REGISTRATION_UNKNOWN', {}, { cause: error });
      current = again;
    }
  }
};

/**
 * Whether a verified launch may go on: its deployment is approved (or trusted at first sight, as the registration says),
 * and only who teaches places content.
 * @throws MusterError LAUNCH_DEPLOYMENT_PENDING, LAUNCH_DEPLOYMENT_DISABLED, LAUNCH_ROLE_NOT_ALLOWED
 */
export const admitLaunch = async (
  deps: Deps,
  registration: Registration,
  { deployment, deepLinking, role }: Pick<Launch, 'deployment' | 'deepLinking' | 'role'>,
): Promise<void> => {
  const admission = await admit(deps, registration, deployment);
  if (admission === 'pending') throw new MusterError('LAUNCH_DEPLOYMENT_PENDING', { reason: 'deployment_pending' });
  if (admission === 'disabled') throw new MusterError('LAUNCH_DEPLOYMENT_DISABLED', { reason: 'deployment_disabled' });
  if (deepLinking !== null && role !== 'teacher' && role !== 'ta') {
    throw new MusterError('LAUNCH_ROLE_NOT_ALLOWED', { reason: 'role_forbidden' });
  }
};
