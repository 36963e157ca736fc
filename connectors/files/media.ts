import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Media } from '../../core/ports/media.ts';
import { mediaKey, mediaPrefix } from '../media-key.ts';
import { wholeFiles } from './whole-files.ts';

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | null)?.code;
const isMissing = (error: unknown) => codeOf(error) === 'ENOENT' || codeOf(error) === 'EISDIR';

const orNone = async <T, N>(none: N, read: Promise<T>): Promise<T | N> => {
  try {
    return await read;
  } catch (error) {
    if (isMissing(error)) return none;
    throw error;
  }
};

const writeToDisk = async (path: string, bytes: Uint8Array): Promise<void> => {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** Pictures as files below one folder that this process has for itself. */
export const fileMedia = (folder: string): Media => {
  const { ready, write } = wholeFiles(folder);
  return {
    async put(key, bytes) {
      await write(join(folder, mediaKey(key)), (part) => writeToDisk(part, bytes));
    },
    async get(key) {
      const path = join(folder, mediaKey(key));
      await ready();
      return orNone(null, readFile(path));
    },
    async erase(key) {
      const path = join(folder, mediaKey(key));
      await ready();
      await orNone(undefined, rm(path, { force: true }));
    },
    async list(prefix) {
      const wanted = mediaPrefix(prefix);
      await ready();
      const within = wanted.slice(0, wanted.lastIndexOf('/') + 1);
      const entries = await orNone([], readdir(join(folder, within), { recursive: true, withFileTypes: true }));
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
        .filter((key) => key.startsWith(wanted))
        .sort();
    },
  };
};
