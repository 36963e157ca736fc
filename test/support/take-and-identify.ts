import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { embeddedFaceGallery } from '../../connectors/embedded/face-gallery.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { pictureReader } from '../../connectors/embedded/picture-reader.ts';
import { templateStore } from '../../connectors/embedded/template-store.ts';
import { fileMedia } from '../../connectors/files/media.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { asId, type CourseId, type RegistrationId, type SessionId } from '../../core/ids.ts';
import { eraseCapture } from '../../core/use-cases/erase-captures.ts';
import { identifyCapture } from '../../core/use-cases/identify-capture.ts';
import { receiveCapture } from '../../core/use-cases/receive-capture.ts';
import { everyTask, runDueWork } from '../../core/use-cases/run-due-work.ts';
import { captureKey, startCapture } from '../../core/use-cases/take-capture.ts';
import { createEngine } from '../../face-engine/index.ts';
import { vaultOf } from './a-vault.ts';
import { type CrashProgram, runWhenStarted } from './crash-program.ts';

/** In the data folder: the teacher's photograph. */
export const photographFile = 'photograph.jpg';

const [course, session] = [asId<CourseId>('c_1'), asId<SessionId>('s1')];

/**
 * Uploads the photograph to session s1 of course c_1 unless it has arrived, as a teacher would who sees that it did not;
 * then does the due work, as a server would.
 */
export const takeAndIdentify: CrashProgram = async ({ folder, now, effects }) => {
  const [{ table, close }, engine] = await Promise.all([
    startEmbeddedDynamoDb(join(folder, 'dynamodb')),
    createEngine({ workers: 1 }),
  ]);
  const counted = effects.table(table);
  const services = {
    ...storesOn(counted),
    media: effects.media(fileMedia(join(folder, 'media'))),
    pictures: pictureReader(),
    gallery: embeddedFaceGallery(engine, templateStore(counted, vaultOf(1))),
    ids: idSource(),
    realtime: memoryRealtime(),
    clock: { now: () => now },
  };
  try {
    const captures = await services.captures.list(course, session, now);
    if (captures.every(({ state }) => state === 'awaited')) {
      const registration = await services.registrations.find(asId<RegistrationId>('r-1'));
      if (registration === null) throw new Error('no registration');
      const { ticket } = await startCapture(services, registration, course, session);
      await receiveCapture(services, ticket.id, await readFile(join(folder, photographFile)));
    }
    const nothing = async () => {};
    await runDueWork(
      services,
      {
        ...everyTask(nothing),
        identify: (key) => identifyCapture(services, key),
        'expire-captures': async (key) => {
          const of = captureKey(key);
          await eraseCapture(services, of.course, of.session, of.capture);
        },
      },
      `started at ${now}`,
    );
  } finally {
    await engine.close();
    await close();
  }
};

await runWhenStarted(import.meta.url, takeAndIdentify);
