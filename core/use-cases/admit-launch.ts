import { MusterError } from '../errors.ts';
import type { RegistrationId } from '../ids.ts';
import { type Admission, admitDeployment } from '../lti/deployment.ts';
import type { Launch } from '../lti/launch.ts';
import type { Registration } from '../lti/registration.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';

type Deps = Pick<Services, 'registrations' | 'clock'>;

/** Notes a deployment that is named for the first time. Many may come at once: each writes on top of the others. */
const admit = ({ registrations, clock }: Deps, id: RegistrationId, deployment: string): Promise<Admission> =>
  untilUnchanged(async () => {
    const registration = await registrations.find(id);
    if (registration === null) throw new MusterError('LAUNCH_REGISTRATION_UNKNOWN');
    const { admission, changed } = admitDeployment(registration, deployment, clock.now());
    if (changed !== null) await registrations.put(changed);
    return admission;
  });

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
  const { admission: now, changed } = admitDeployment(registration, deployment, deps.clock.now());
  const admission = changed === null ? now : await admit(deps, registration.id, deployment);
  if (admission === 'pending') throw new MusterError('LAUNCH_DEPLOYMENT_PENDING', { reason: 'deployment_pending' });
  if (admission === 'disabled') throw new MusterError('LAUNCH_DEPLOYMENT_DISABLED', { reason: 'deployment_disabled' });
  if (deepLinking !== null && role !== 'teacher' && role !== 'ta') {
    throw new MusterError('LAUNCH_ROLE_NOT_ALLOWED', { reason: 'role_forbidden' });
  }
};
