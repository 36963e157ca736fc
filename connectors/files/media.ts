import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MusterError } from '../../core/errors.ts';
import type { Media } from '../../core/ports/media.ts';

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException | null)?.code === 'ENOENT';

/** Keys are made of our own ids; anything that could leave the folder is refused all the same. */
const checked = (key: string): string => {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9/_.-]*$/.test(key) || key.includes('..') || key.includes('//')) {
    throw new MusterError('REQUEST_INVALID', { port: 'media' });
  }
  return key;
};

/** Pictures as files below one folder, written whole or not at all. */
export const fileMedia = (folder: string): Media => ({
  async put(key, bytes) {
    const path = join(folder, checked(key));
    await mkdir(dirname(path), { recursive: true });
    const unfinished = `${path}.${randomUUID()}.part`;
    const file = await open(unfinished, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  },
  async get(key) {
    try {
      return await readFile(join(folder, checked(key)));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  },
  async erase(key) {
    await rm(join(folder, checked(key)), { force: true });
  },
  async list(prefix) {
    const within = checked(prefix).replace(/[^/]*$/, '');
    try {
      const entries = await readdir(join(folder, within), { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
        .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
        .filter((key) => key.startsWith(prefix))
        .sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  },
});
