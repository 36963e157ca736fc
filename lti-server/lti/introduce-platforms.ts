import type { LtijsDatabase } from 'ltijs';
import type { RegistrationStore } from '../../core/ports/registration-store.ts';
import type { PlatformKeys } from './platform-keys.ts';

/**
 * Tells ltijs of the registrations that its store does not have: a store that was just chosen has none, and a process may
 * have died between a registration and its introduction. Two lists, at a start alone; most often nothing to do.
 */
export const introducePlatforms = async (
  registrations: Pick<RegistrationStore, 'list'>,
  ltijs: Pick<LtijsDatabase, 'Get'>,
  keys: Pick<PlatformKeys, 'register'>,
): Promise<void> => {
  const platforms = (await ltijs.Get(false, 'platform')) as { kid: string }[] | false;
  const known = new Set(platforms === false ? [] : platforms.map(({ kid }) => kid));
  for (const registration of await registrations.list()) {
    if (!known.has(registration.id)) await keys.register(registration);
  }
};
