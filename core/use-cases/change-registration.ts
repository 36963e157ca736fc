import { isMusterError, MusterError } from '../errors.ts';
import type { RegistrationId } from '../ids.ts';
import type { Registration } from '../lti/registration.ts';
import type { Services } from '../ports/services.ts';

const tries = 5;

/**
 * Writes what `change` makes of a registration, on top of whoever else wrote meanwhile (launches note deployments). The
 * same object back means: nothing to write. @throws MusterError NOT_FOUND; RECORD_CHANGED after five lost races
 */
export const changeRegistration = async (
  { registrations }: Pick<Services, 'registrations'>,
  id: RegistrationId,
  change: (registration: Registration) => Registration,
): Promise<Registration> => {
  for (let attempt = 1; ; attempt += 1) {
    const before = await registrations.find(id);
    if (before === null) throw new MusterError('NOT_FOUND', { what: 'registration' });
    const changed = change(before);
    if (changed === before) return before;
    const after = { ...changed, version: before.version + 1 };
    try {
      await registrations.put(after);
      return after;
    } catch (error) {
      if (!isMusterError(error, 'RECORD_CHANGED') || attempt === tries) throw error;
    }
  }
};
