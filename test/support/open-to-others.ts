import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What is in a folder, itself included, that somebody else than its owner may read, write or enter. */
export const openToOthers = async (folder: string): Promise<string[]> => {
  const within = await readdir(folder, { recursive: true });
  const open = await Promise.all(
    ['.', ...within].map(async (name) => (((await stat(join(folder, name))).mode & 0o077) === 0 ? [] : [name])),
  );
  return open.flat();
};
