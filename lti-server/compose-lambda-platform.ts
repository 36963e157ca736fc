import { keyRingStore } from '../connectors/dynamodb/key-ring-store.ts';
import { ltijsPlugin } from '../connectors/dynamodb/ltijs-plugin.ts';
import { checkInCodes } from '../connectors/embedded/check-in-codes.ts';
import { secretKeyVault } from '../connectors/embedded/key-vault.ts';
import { linkSeal } from '../connectors/embedded/link-seal.ts';
import { agsGradebook } from '../connectors/lms/gradebook.ts';
import { lmsHttp } from '../connectors/lms/http.ts';
import { messageSigner } from '../connectors/lms/message-signer.ts';
import { nrpsRosterSource } from '../connectors/lms/roster-source.ts';
import { authorisedCalls } from '../connectors/lms/token.ts';
import { memoryCache } from '../connectors/memory/cache.ts';
import type { Table } from '../connectors/table.ts';
import type { Cache } from '../core/ports/cache.ts';
import type { Logger } from '../core/ports/logger.ts';
import type { Services } from '../core/ports/services.ts';
import type { CourseServices } from './compose-lambda.ts';
import type { LambdaConfig } from './config-lambda.ts';
import type { LambdaSecrets } from './lambda-secrets.ts';
import { lazily } from './lazily.ts';
import { type PlatformKeys, platformKeys } from './lti/platform-keys.ts';
import { type HealthNotes, healthNotes, watchedGradebook, watchedRosterSource } from './registration-health.ts';

export interface WithPlatforms {
  readonly secrets: LambdaSecrets;
  readonly services: Services;
  readonly keys: PlatformKeys;
  readonly cache: Cache;
  readonly notes: HealthNotes;
  readonly ltijs: ReturnType<typeof ltijsPlugin>;
}

interface PlatformParts {
  readonly table: Table;
  readonly services: CourseServices;
  readonly logger: Logger;
  readonly config: Pick<LambdaConfig, 'CACHE_URL' | 'MUSTER_ALLOW_HTTP_LOOPBACK'>;
  readSecrets(): Promise<LambdaSecrets>;
}

const cacheOf = ({ config: { CACHE_URL: url }, logger }: PlatformParts, secrets: LambdaSecrets): Cache =>
  url === undefined
    ? memoryCache()
    : lazily<Cache>(async () => (await import('./compose-cache.ts')).openCache(url, secrets, logger).shared);

/** What speaks with platforms, and needs the secret that their private keys are encrypted with. */
export const withPlatforms = async (parts: PlatformParts): Promise<WithPlatforms> => {
  const { table, services, logger, config } = parts;
  const secrets = await parts.readSecrets();
  const cache = cacheOf(parts, secrets);
  const ltijs = ltijsPlugin(table);
  const vault = secretKeyVault(secrets);
  const keys = platformKeys({ ltijs, rings: keyRingStore(table), vault, clock: services.clock });
  const notes = healthNotes(services.health, services.clock, logger);
  const calls = authorisedCalls({
    http: lmsHttp(config.MUSTER_ALLOW_HTTP_LOOPBACK === 'yes'),
    findRegistration: (id) => services.registrations.find(id),
    signingKey: keys.signingKey,
    now: Date.now,
    cache,
    told: (id, error) => (error === null ? notes.well(id, 'keys') : notes.failed(id, 'keys', error.code)),
  });
  return {
    secrets,
    keys,
    cache,
    notes,
    ltijs,
    services: {
      ...services,
      linkSeal: linkSeal(secrets.current, secrets.previous),
      checkInCodes: checkInCodes(secrets.current),
      messages: messageSigner(keys.signingKey, Date.now),
      rosterSource: watchedRosterSource(nrpsRosterSource(calls), notes),
      gradebook: watchedGradebook(agsGradebook(calls), notes),
    },
  };
};
