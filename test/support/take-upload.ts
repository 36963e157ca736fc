import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { pictureReader } from '../../connectors/embedded/picture-reader.ts';
import { fileMedia } from '../../connectors/files/media.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { MusterError } from '../../core/errors.ts';
import { eraseCapture } from '../../core/use-cases/erase-captures.ts';
import { identifyCapture } from '../../core/use-cases/identify-capture.ts';
import { receiveUpload } from '../../core/use-cases/receive-upload.ts';
import { everyTask, runDueWork, runTask, type TaskHandlers } from '../../core/use-cases/run-due-work.ts';
import { captureKey } from '../../core/use-cases/take-capture.ts';
import { uploadParts } from '../../core/use-cases/upload-key.ts';
import { type CrashProgram, runWhenStarted } from './crash-program.ts';

/** In the data folder: the key of the upload that an event tells of, and when it came. */
export const eventFile = 'event.json';

/**
 * Told of the same upload each time it is started, as a queue does that heard no answer: takes it in, compares it, and then
 * does the due work. What recognises finds nobody: this is about the ways of the picture.
 */
export const takeUpload: CrashProgram = async ({ folder, now, effects }) => {
  const { table, close } = await startEmbeddedDynamoDb(join(folder, 'dynamodb'));
  const gallery = {
    describe: async () => ({
      engine: 'none',
      modelVersion: '0',
      thresholds: { match: 99, review: 80, margin: 1, scale: 'log-odds' as const },
      qualityLimits: {
        minHeightPx: 1,
        minBrightness: 0,
        maxBrightness: 100,
        minSharpness: 0,
        maxYaw: 90,
        maxPitch: 90,
      },
      origin: 'a test',
    }),
    identify: async () => [],
  };
  const never = async () => {
    throw new MusterError('INTERNAL');
  };
  const services = {
    ...storesOn(effects.table(table)),
    media: effects.media(fileMedia(join(folder, 'media'))),
    pictures: pictureReader(),
    gallery: { ...gallery, inspect: never, compare: never, put: never, remove: never, list: never, drop: never },
    ids: idSource(),
    realtime: memoryRealtime(),
    clock: { now: () => now },
  };
  const handlers: TaskHandlers = {
    ...everyTask(never),
    identify: (key) => identifyCapture(services, key),
    'expire-captures': async (key) => {
      const of = captureKey(key);
      await eraseCapture(services, of.course, of.session, of.capture);
    },
  };
  try {
    const event = JSON.parse(await readFile(join(folder, eventFile), 'utf8')) as { key: string; at: string };
    const parts = uploadParts(event.key);
    if (parts === null) throw new Error('no upload');
    const { task } = await receiveUpload(services, parts, event.at, (key) => services.media.get(key));
    if (task !== null) await runTask(services, handlers, `told at ${now}`, task);
    await runDueWork(services, handlers, `started at ${now}`);
  } finally {
    await close();
  }
};

await runWhenStarted(import.meta.url, takeUpload);
