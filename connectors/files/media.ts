import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Media } from '../../core/ports/media.ts';
import { mediaKey, mediaPrefix } from '../media-key.ts';

/** No key begins with a dot, so none can name this folder or what is in it. */
const unfinishedFolder = '.unfinished';

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

/**
 * Pictures as files below one folder that this process has for itself, written whole or not at all. What a process that
 * died left half-written is a picture of people that no key names: it goes before anything else is done (design rule 4).
 */
export const fileMedia = (folder: string): Media => {
  const unfinished = join(folder, unfinishedFolder);
  let swept: Promise<unknown> | null = null;
  const ready = async (): Promise<void> => {
    swept ??= rm(unfinished, { recursive: true, force: true }).then(() => mkdir(unfinished, { recursive: true }));
    await swept;
  };
  return {
    async put(key, bytes) {
      const path = join(folder, mediaKey(key));
      await ready();
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const part = join(unfinished, randomUUID());
      try {
        await writeToDisk(part, bytes);
        await rename(part, path);
      } finally {
        await rm(part, { force: true });
      }
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
