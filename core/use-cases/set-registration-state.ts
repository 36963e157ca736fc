import type { RegistrationId } from '../ids.ts';
import type { Registration } from '../lti/registration.ts';
import type { RegistrationKeys } from '../ports/registration-keys.ts';
import type { Services } from '../ports/services.ts';
import { changeRegistration } from './change-registration.ts';

/**
 * Switches a platform off, which ends its app sessions at once and for good (each request reads the registration), or on
 * again. On also makes keys where there are none. @throws MusterError NOT_FOUND
 */
export const setRegistrationState = async (
  deps: Pick<Services, 'registrations' | 'clock'> & { readonly keys: RegistrationKeys },
  id: RegistrationId,
  state: Registration['state'],
): Promise<Registration> => {
  const registration = await changeRegistration(deps, id, (before) => {
    if (before.state === state) return before;
    return { ...before, state, ...(state === 'active' ? { switchedOnAt: deps.clock.now() } : {}) };
  });
  if (state === 'active') await deps.keys.register(registration);
  return registration;
};
