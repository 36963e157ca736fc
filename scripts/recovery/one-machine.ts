import { access, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { systemClock } from '../../connectors/embedded/system-clock.ts';
import { templateEraser } from '../../connectors/embedded/template-store.ts';
import { fileMedia } from '../../connectors/files/media.ts';
import { mediaErasureLog } from '../../connectors/media-erasure-log.ts';
import { eraseByTask } from '../../core/use-cases/erase-face.ts';
import { type Copied, readCopy, writeCopy } from './copy-file.ts';
import { countFamilies, differences, type Families } from './families.ts';
import { type Replayed, replayErasures, storesOf } from './replay.ts';

/** Of the embedded database. */
const tableName = 'muster';

const withTable = async <T>(folder: string, use: (opened: EmbeddedDynamoDb) => Promise<T>): Promise<T> => {
  const opened = await startEmbeddedDynamoDb(join(resolve(folder), 'dynamodb'));
  try {
    return await use(opened);
  } finally {
    await opened.close();
  }
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** While no server runs on the folder. @throws DataFolderInUse */
export const copyOf = (folder: string, path: string): Promise<Copied> =>
  withTable(folder, ({ client }) => writeCopy(client, tableName, path, systemClock.now()));

export const familiesOf = (folder: string): Promise<Families> =>
  withTable(folder, ({ client }) => countFamilies(client, tableName));

export interface Restored extends Replayed {
  readonly takenAt: string;
  readonly families: Families;
  /** None, or the copy is not what was copied. */
  readonly wrong: readonly string[];
}

/**
 * Puts a copy of the table into the data folder, where none may be: the lost one is moved away before. What was erased since is
 * erased again, by the files that the lost server left beside its pictures; templates too, since they are in the table here.
 */
export const restoreInto = async (folder: string, path: string): Promise<Restored> => {
  if (await isThere(join(folder, 'dynamodb')))
    throw new Error(`${join(folder, 'dynamodb')} is there. Move it away first: nothing is restored over it.`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return withTable(folder, async ({ client, table }) => {
    const { takenAt, families } = await readCopy(client, tableName, path);
    const found = await countFamilies(client, tableName);
    const wrong = differences(families, found);
    if (wrong.length > 0) return { takenAt, families: found, wrong, erasures: 0, again: 0 };
    const stores = storesOf(client, tableName);
    const media = fileMedia(join(folder, 'media'));
    const replayed = await replayErasures(stores, mediaErasureLog(media), takenAt);
    const gallery = templateEraser(table);
    for (const task of await stores.work.standing('erase-face')) {
      await eraseByTask({ ...stores, media, gallery }, task.key);
      await stores.work.done(task);
    }
    return { takenAt, families: found, wrong, ...replayed };
  });
};
