import { MusterError } from '../errors.ts';
import type { RegistrationId } from '../ids.ts';
import type { Registration } from '../lti/registration.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';

/**
 * Writes what `change` makes of a registration, on top of whoever else wrote meanwhile (launches note deployments). The
 * same object back means: nothing to write. @throws MusterError NOT_FOUND; RECORD_CHANGED after five lost races
 */
export const changeRegistration = (
  { registrations }: Pick<Services, 'registrations'>,
  id: RegistrationId,
  change: (registration: Registration) => Registration,
): Promise<Registration> =>
  untilUnchanged(async () => {
    const before = await registrations.find(id);
    if (before === null) throw new MusterError('NOT_FOUND', { what: 'registration' });
    const changed = change(before);
    if (changed === before) return before;
    const after = { ...changed, version: before.version + 1 };
    await registrations.put(after);
    return after;
  });
