import { once } from 'node:events';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import { type Logger, pino } from 'pino';
import { keyRingStore } from '../connectors/dynamodb/key-ring-store.ts';
import { storesOn } from '../connectors/dynamodb/stores.ts';
import { startEmbeddedDynamoDb } from '../connectors/embedded/dynamodb.ts';
import { embeddedFaceGallery } from '../connectors/embedded/face-gallery.ts';
import { idSource } from '../connectors/embedded/ids.ts';
import { secretKeyVault } from '../connectors/embedded/key-vault.ts';
import { linkSeal } from '../connectors/embedded/link-seal.ts';
import { pictureReader } from '../connectors/embedded/picture-reader.ts';
import { systemClock } from '../connectors/embedded/system-clock.ts';
import { templateStore } from '../connectors/embedded/template-store.ts';
import { fileMedia } from '../connectors/files/media.ts';
import { fileReports } from '../connectors/files/report-files.ts';
import { agsGradebook } from '../connectors/lms/gradebook.ts';
import { lmsHttp } from '../connectors/lms/http.ts';
import { messageSigner } from '../connectors/lms/message-signer.ts';
import { nrpsRosterSource } from '../connectors/lms/roster-source.ts';
import { safeFetch } from '../connectors/lms/safe-fetch.ts';
import { authorisedCalls } from '../connectors/lms/token.ts';
import { memoryRealtime } from '../connectors/memory/realtime.ts';
import { rekognitionClient } from '../connectors/rekognition/client.ts';
import { rekognitionFaceGallery } from '../connectors/rekognition/face-gallery.ts';
import type { Table } from '../connectors/table.ts';
import type { Registration } from '../core/lti/registration.ts';
import type { FaceGallery } from '../core/ports/face-gallery.ts';
import type { Services } from '../core/ports/services.ts';
import { createEngine } from '../face-engine/index.ts';
import type { App } from './app.ts';
import { openCache } from './compose-cache.ts';
import { openLtijsStore } from './compose-ltijs-store.ts';
import type { Config, FacesConfig } from './config.ts';
import { dataKey } from './data-key.ts';
import { ownUploadPlace } from './http/own-upload-place.ts';
import { pictureGate } from './http/picture-gate.ts';
import { introducePlatforms } from './lti/introduce-platforms.ts';
import { type PlatformKeys, platformKeys } from './lti/platform-keys.ts';
import { resealKeys } from './lti/reseal-keys.ts';
import { openPrivateFolder } from './private-folder.ts';
import { localAddress, removeServerAddress, writeServerAddress } from './server-address.ts';
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

const listen = async (server: Server): Promise<void> => {
  await once(server, 'listening');
};

interface OpenFaces {
  gallery(table: Table): FaceGallery;
  close(): Promise<void>;
}

const openFaces = async (faces: FacesConfig): Promise<OpenFaces> => {
  if (faces.kind === 'rekognition') {
    const { region, endpoint } = faces;
    const client = rekognitionClient({ region, ...(endpoint === undefined ? {} : { endpoint }) });
    return { gallery: () => rekognitionFaceGallery(client), close: async () => client.destroy() };
  }
  const { workers, models } = faces;
  const engine = await createEngine({
    ...(workers === undefined ? {} : { workers }),
    ...(models === undefined ? {} : { manifest: models }),
  });
  return { gallery: (table) => embeddedFaceGallery(engine, templateStore(table)), close: () => engine.close() };
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
    openFaces(config.faces),
  ]);
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
  const cache = openCache(config.cacheUrl, secrets, logger);
  const calls = authorisedCalls({
    http: lmsHttp(config.allowHttpLoopback),
    findRegistration: (id) => stores.registrations.find(id),
    signingKey: keys.signingKey,
    now: Date.now,
    cache: cache.shared,
  });
  const realtime = memoryRealtime();
  const reportFiles = fileReports({
    folder: join(folder, 'reports'),
    links: stores.reportLinks,
    clock: systemClock,
    linkTo: (token) => `/api/report-files/${token}`,
  });
  const services: Services = {
    ...stores,
    clock: systemClock,
    ids: idSource(),
    linkSeal: linkSeal(secrets.current, secrets.previous),
    messages: messageSigner(keys.signingKey, Date.now),
    media: fileMedia(join(folder, 'media')),
    pictures: pictureReader(),
    gallery: faces.gallery(database.table),
    rosterSource: nrpsRosterSource(calls),
    gradebook: agsGradebook(calls),
    realtime,
    reportFiles,
  };
  const embedded = {
    ...services,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    logger,
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
      await faces.close();
      cache.close();
      await ltijsStore.close();
      await database.close();
    },
  };
};
