import { MusterError } from '../errors.ts';
import type { RegistrationId } from '../ids.ts';
import type { Services } from '../ports/services.ts';

/**
 * Turns recognition on or off for a registration; it is off until somebody does (design rule 2). Off erases nothing,
 * but nothing is enrolled or compared any more. @throws MusterError NOT_FOUND, RECORD_CHANGED
 */
export const setInstitutionPolicy = async (
  { registrations, clock }: Pick<Services, 'registrations' | 'clock'>,
  id: RegistrationId,
  { faces }: { readonly faces: boolean },
): Promise<void> => {
  const registration = await registrations.find(id);
  if (registration === null) throw new MusterError('NOT_FOUND', { what: 'registration' });
  if (registration.policy.faces === faces) return;
  const facesTurnedOnAt = faces ? clock.now() : registration.policy.facesTurnedOnAt;
  await registrations.put({ ...registration, policy: { faces, facesTurnedOnAt }, version: registration.version + 1 });
};
