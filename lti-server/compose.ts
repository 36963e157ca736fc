import { once } from 'node:events';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import { type Logger, pino } from 'pino';
import { keyRingStore } from '../connectors/dynamodb/key-ring-store.ts';
import { storesOn } from '../connectors/dynamodb/stores.ts';
import { checkInCodes } from '../connectors/embedded/check-in-codes.ts';
import { startEmbeddedDynamoDb } from '../connectors/embedded/dynamodb.ts';
import { idSource } from '../connectors/embedded/ids.ts';
import { secretKeyVault } from '../connectors/embedded/key-vault.ts';
import { linkSeal } from '../connectors/embedded/link-seal.ts';
import { pictureReader } from '../connectors/embedded/picture-reader.ts';
import { systemClock } from '../connectors/embedded/system-clock.ts';
import { fileMedia } from '../connectors/files/media.ts';
import { fileReports } from '../connectors/files/report-files.ts';
import { folderMeter } from '../connectors/files/storage-meter.ts';
import { agsGradebook } from '../connectors/lms/gradebook.ts';
import { lmsHttp } from '../connectors/lms/http.ts';
import { messageSigner } from '../connectors/lms/message-signer.ts';
import { nrpsRosterSource } from '../connectors/lms/roster-source.ts';
import { safeFetch } from '../connectors/lms/safe-fetch.ts';
import { authorisedCalls } from '../connectors/lms/token.ts';
import { keptTwice, mediaErasureLog } from '../connectors/media-erasure-log.ts';
import { memoryRealtime } from '../connectors/memory/realtime.ts';
import { prometheusMetrics } from '../connectors/prometheus/metrics.ts';
import type { Registration } from '../core/lti/registration.ts';
import type { Services } from '../core/ports/services.ts';
import type { App } from './app.ts';
import { openAdminSignIn } from './compose-admin-sign-in.ts';
import { openCache } from './compose-cache.ts';
import { openFaces } from './compose-faces.ts';
import { openLtijsStore } from './compose-ltijs-store.ts';
import type { Config } from './config.ts';
import { dataKey } from './data-key.ts';
import { ownUploadPlace } from './http/own-upload-place.ts';
import { pictureGate } from './http/picture-gate.ts';
import { introducePlatforms } from './lti/introduce-platforms.ts';
import { type PlatformKeys, platformKeys } from './lti/platform-keys.ts';
import { resealKeys } from './lti/reseal-keys.ts';
import { openPrivateFolder } from './private-folder.ts';
import { healthNotes, watchedGradebook, watchedRosterSource } from './registration-health.ts';
import { localAddress, removeServerAddress, writeServerAddress } from './server-address.ts';
import { watchStanding } from './standing.ts';
import { stopListening } from './stop-listening.ts';
import { openTool } from './tool.ts';
import { startWorker, taskHandlers } from './worker.ts';

export interface Muster {
  readonly services: Services;
  readonly url: string;
  /** Makes the platform's keys and tells ltijs of it; the registration itself is in the store. */
  registerPlatform(registration: Registration): Promise<void>;
  readonly platformKeys: PlatformKeys;
  close(): Promise<void>;
}

/** Adapters that take the place of those that are embedded: so production's are tried in this process. */
export type Instead = (embedded: Omit<App, 'wake'>) => Partial<Omit<App, 'wake'>>;

/**
 * Longer than a proxy keeps an idle connection to us: nginx and AWS load balancers 60 s, Caddy 120 s. After Node's own 5 s a
 * request may meet a connection that is just being closed; the proxy answers 502, and does not send a POST twice.
 */
const keepAliveMs = 130_000;

const listen = async (server: Server): Promise<void> => {
  server.keepAliveTimeout = keepAliveMs;
  await once(server, 'listening');
};

/** The one place that picks adapters for ports: in one process, below one data folder, and embedded unless told otherwise. */
export const startMuster = async (
  config: Config,
  uiFolder: string,
  logger: Logger = pino({ level: config.logLevel }),
  instead: Instead = () => ({}),
): Promise<Muster> => {
  const folder = resolve(config.dataFolder);
  await openPrivateFolder(folder);
  const secrets = await dataKey(folder, config.secrets);
  const ltijsStore = await openLtijsStore(config.ltiStore);
  const [database, faces] = await Promise.all([
    startEmbeddedDynamoDb(join(folder, 'dynamodb')),
    openFaces(config.faces, secrets, logger),
  ]);
  const metrics = prometheusMetrics();
  const stores = storesOn(database.table);
  const ltijs = ltijsStore.database(database.table);
  const keys = platformKeys({
    ltijs,
    rings: keyRingStore(database.table),
    vault: secretKeyVault(secrets),
    clock: systemClock,
  });
  await introducePlatforms(stores.registrations, ltijs, keys);
  if (secrets.previous.length > 0) await resealKeys(stores.registrations, keys, logger);
  const health = healthNotes(stores.health, systemClock, logger);
  const cache = openCache(config.cacheUrl, secrets, logger);
  const calls = authorisedCalls({
    http: lmsHttp(config.allowHttpLoopback),
    findRegistration: (id) => stores.registrations.find(id),
    signingKey: keys.signingKey,
    now: Date.now,
    told: (id, error) => (error === null ? health.well(id, 'keys') : health.failed(id, 'keys', error.code)),
    cache: cache.shared,
  });
  const realtime = memoryRealtime();
  const reportFiles = fileReports({
    folder: join(folder, 'reports'),
    links: stores.reportLinks,
    clock: systemClock,
    linkTo: (token) => `/api/report-files/${token}`,
  });
  const media = fileMedia(join(folder, 'media'));
  const services: Services = {
    ...stores,
    clock: systemClock,
    ids: idSource(),
    linkSeal: linkSeal(secrets.current, secrets.previous),
    checkInCodes: checkInCodes(secrets.current),
    messages: messageSigner(keys.signingKey, Date.now),
    media,
    erasures: keptTwice(stores.erasures, mediaErasureLog(media)),
    pictures: pictureReader(),
    gallery: faces.gallery(database.table),
    rosterSource: watchedRosterSource(nrpsRosterSource(calls), health),
    gradebook: watchedGradebook(agsGradebook(calls), health),
    realtime,
    reportFiles,
    metrics,
  };
  const stopMeasuring = watchStanding(services, folderMeter(folder), logger);
  const embedded = {
    ...services,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    logger,
    metricsText: metrics.text,
    adminSignIn: openAdminSignIn(config.adminPool),
    pictureGate: pictureGate(),
    uploadPlace: ownUploadPlace,
    reportDownloads: reportFiles,
    live: { kind: 'stream', listening: realtime },
    connectsTo: [],
  } satisfies Omit<App, 'wake'>;
  const filled = { ...embedded, ...instead(embedded) };
  const worker = startWorker(filled, logger, taskHandlers(filled));
  const app: App = { ...filled, wake: worker.wake };
  const { allowHttpLoopback } = config;
  const local = localAddress(config.host, config.port);
  const tool = openTool({
    app,
    notes: health,
    keys,
    ltijs,
    nonces: config.ltiStore.kind === 'table' ? 'login-state' : 'store',
    secret: secrets.current,
    cache: cache.shared,
    platformFetch: safeFetch({ allowLoopback: allowHttpLoopback }),
    allowHttpLoopback,
    origins: [config.publicUrl, local],
    uiFolder,
  });
  const server = tool.listen(config.port, config.host);
  await listen(server);
  await writeServerAddress(folder, local);
  return {
    services: filled,
    url: config.publicUrl,
    registerPlatform: keys.register,
    platformKeys: keys,
    async close() {
      await removeServerAddress(folder);
      await stopListening(server);
      await worker.close();
      await stopMeasuring();
      await faces.close();
      cache.close();
      await ltijsStore.close();
      await database.close();
    },
  };
};
