import type { RegistrationId } from '../ids.ts';
import type { RegistrationKeys } from '../ports/registration-keys.ts';
import type { Services } from '../ports/services.ts';
import { setRegistrationState } from './set-registration-state.ts';

/**
 * Takes a registration away, with its keys; its app sessions end with the first write. Courses, records and enrolments
 * stay as they are: nobody can reach them through a platform that is gone, and erasing them is a matter of its own. Cut
 * off in between, saying it again goes on. @throws MusterError NOT_FOUND
 */
export const removeRegistration = async (
  deps: Pick<Services, 'registrations' | 'reportKeys' | 'clock'> & { readonly keys: RegistrationKeys },
  id: RegistrationId,
): Promise<void> => {
  const registration = await setRegistrationState(deps, id, 'disabled');
  await deps.keys.remove(registration);
  for (const { digest } of await deps.reportKeys.list(id)) await deps.reportKeys.remove(id, digest);
  await deps.registrations.remove(id);
};
