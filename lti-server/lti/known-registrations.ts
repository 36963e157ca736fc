import type { RegistrationId } from '../../core/ids.ts';
import type { Registration } from '../../core/lti/registration.ts';
import type { RegistrationStore } from '../../core/ports/registration-store.ts';

/**
 * Registrations as they were a few seconds ago, for the steps of a launch that decide nothing for good: the launch reads
 * the present one together with its course before it opens a session, and every request reads it again.
 */
export interface KnownRegistrations {
  find(id: RegistrationId): Promise<Registration | null>;
}

const lifeMs = 10_000;
const maxKnown = 1_000;

export const knownRegistrations = (
  store: Pick<RegistrationStore, 'find'>,
  now: () => number = Date.now,
): KnownRegistrations => {
  const known = new Map<RegistrationId, { readonly registration: Registration; readonly until: number }>();
  return {
    async find(id) {
      const standing = known.get(id);
      if (standing !== undefined && standing.until > now()) return standing.registration;
      const registration = await store.find(id);
      known.delete(id);
      // What is unknown is asked for again each time: it may have been registered a moment ago.
      if (registration !== null) {
        if (known.size >= maxKnown) known.clear();
        known.set(id, { registration, until: now() + lifeMs });
      }
      return registration;
    },
  };
};
