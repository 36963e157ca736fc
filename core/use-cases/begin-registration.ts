import { asId, type RegistrationId } from '../ids.ts';
import { day, later } from '../later.ts';
import type { PlatformEndpoints, Product } from '../lti/registration.ts';
import { draftDays, type RegistrationDraft } from '../lti/registration-draft.ts';
import type { Services } from '../ports/services.ts';

/** Begins a registration by hand: makes the id that our URLs hold, so that the LMS can be told them first. */
export const beginRegistration = async (
  { registrationDrafts, ids, clock }: Pick<Services, 'registrationDrafts' | 'ids' | 'clock'>,
  platform: { readonly name: string; readonly product: Product; readonly endpoints: PlatformEndpoints },
): Promise<RegistrationDraft> => {
  const begunAt = clock.now();
  const expiresAt = later(begunAt, draftDays * day);
  const draft = { ...platform, id: asId<RegistrationId>(ids.next()), begunAt, expiresAt };
  await registrationDrafts.put(draft);
  return draft;
};
