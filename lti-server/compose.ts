import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import { type Logger, pino } from 'pino';
import { ltijsPlugin } from '../connectors/dynamodb/ltijs-plugin.ts';
import { storesOn } from '../connectors/dynamodb/stores.ts';
import { startEmbeddedDynamoDb } from '../connectors/embedded/dynamodb.ts';
import { embeddedFaceGallery } from '../connectors/embedded/face-gallery.ts';
import { idSource } from '../connectors/embedded/ids.ts';
import { pictureReader } from '../connectors/embedded/picture-reader.ts';
import { systemClock } from '../connectors/embedded/system-clock.ts';
import { templateStore } from '../connectors/embedded/template-store.ts';
import { fileMedia } from '../connectors/files/media.ts';
import { agsGradebook } from '../connectors/lms/gradebook.ts';
import { lmsHttp } from '../connectors/lms/http.ts';
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
import { startAppSession } from '../core/use-cases/start-app-session.ts';
import { createEngine } from '../face-engine/index.ts';
import type { App } from './app.ts';
import type { Config, FacesConfig } from './config.ts';
import { dataKey } from './data-key.ts';
import { adminApi } from './http/admin-api.ts';
import { bearerHash } from './http/authenticate.ts';
import { expressApp } from './http/server.ts';
import { uiPage } from './http/ui-page.ts';
import { keySets } from './lti/jwks.ts';
import { knownRegistrations } from './lti/known-registrations.ts';
import { platformKeys } from './lti/platform-keys.ts';
import { openLtijs } from './lti/provider.ts';
import { registerRoutes } from './lti/registration/register-routes.ts';
import { ltiRoutes } from './lti/routes.ts';
import { localAddress, removeServerAddress, writeServerAddress } from './server-address.ts';
import { stopListening } from './stop-listening.ts';
import { startWorker } from './worker.ts';

export interface Muster {
  readonly services: Services;
  readonly url: string;
  /** Makes the platform's keys and tells ltijs of it; the registration itself is in the store. */
  registerPlatform(registration: Registration): Promise<void>;
  close(): Promise<void>;
}

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
): Promise<Muster> => {
  const folder = resolve(config.dataFolder);
  const secret = await dataKey(folder);
  const [database, faces] = await Promise.all([
    startEmbeddedDynamoDb(join(folder, 'dynamodb')),
    openFaces(config.faces),
  ]);
  const stores = storesOn(database.table);
  const plugin = ltijsPlugin(database.table);
  const keys = platformKeys(plugin, secret);
  const calls = authorisedCalls({
    http: lmsHttp(config.allowHttpLoopback),
    findRegistration: (id) => stores.registrations.find(id),
    signingKey: keys.signingKey,
    now: Date.now,
  });
  const services: Services = {
    ...stores,
    clock: systemClock,
    ids: idSource(),
    media: fileMedia(join(folder, 'media')),
    pictures: pictureReader(),
    gallery: faces.gallery(database.table),
    rosterSource: nrpsRosterSource(calls),
    gradebook: agsGradebook(calls),
    realtime: memoryRealtime(),
  };
  const worker = startWorker(services, logger);
  const app: App = {
    ...services,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    logger,
    wake: worker.wake,
  };
  const lti = ltiRoutes({
    ...app,
    known: knownRegistrations(stores.registrations),
    keySets: keySets(),
    ltijs: openLtijs(plugin, secret),
    appPage: uiPage(uiFolder, 'index.html', 'launch'),
    loginPage: uiPage(uiFolder, 'login.html', 'login'),
    bindingPage: uiPage(uiFolder, 'binding.html', 'binding'),
    async onLaunch(launch, facts) {
      const bearer = randomBytes(32).toString('base64url');
      const { expiresAt } = await startAppSession(services, launch, facts, bearerHash(bearer));
      worker.wake();
      return { bearer: `${launch.registration}.${bearer}`, expiresAt };
    },
  });
  const { allowHttpLoopback } = config;
  const platformFetch = safeFetch({ allowLoopback: allowHttpLoopback });
  lti.use(registerRoutes({ ...app, keys, fetch: platformFetch, allowHttpLoopback }));
  const local = localAddress(config.host, config.port);
  const origins = [config.publicUrl, local];
  const admin = adminApi({ ...app, keys, allowHttpLoopback, operatorSecret: secret, origins });
  const server = expressApp(app, { lti, admin }, uiFolder).listen(config.port, config.host);
  await listen(server);
  await writeServerAddress(folder, local);
  return {
    services,
    url: config.publicUrl,
    registerPlatform: keys.register,
    async close() {
      await removeServerAddress(folder);
      await stopListening(server);
      await worker.close();
      await faces.close();
      await database.close();
    },
  };
};
