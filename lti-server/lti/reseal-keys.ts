import type { Logger } from '../../core/ports/logger.ts';
import type { RegistrationStore } from '../../core/ports/registration-store.ts';
import type { PlatformKeys } from './platform-keys.ts';

/**
 * While a secret before is still to be had: what it encrypted is encrypted anew, so that it can be left out for good.
 * One read a registration, at a start alone. A key that nothing opens is logged, and costs its own platform alone.
 */
export const resealKeys = async (
  registrations: Pick<RegistrationStore, 'list'>,
  keys: Pick<PlatformKeys, 'reseal'>,
  logger: Logger,
): Promise<void> => {
  const ids = (await registrations.list()).map(({ id }) => id);
  const ends = await Promise.allSettled(ids.map(keys.reseal));
  const unreadable = ids.filter((_, index) => ends[index]?.status === 'rejected');
  const resealed = ends.filter((end) => end.status === 'fulfilled' && end.value).length;
  logger.info({ registrations: ids.length, resealed }, 'private keys encrypted with the present secret');
  if (unreadable.length > 0) logger.error({ registrations: unreadable }, 'private keys that no secret given opens');
};
