import { mkdir, mkdtemp, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Why nothing can be kept in this folder, in words; null when something can. Makes it where it is missing. */
export const troubleWithFolder = async (folder: string): Promise<string | null> => {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rmdir(await mkdtemp(join(folder, 'probe-')));
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EEXIST' || code === 'ENOTDIR'
      ? `${folder} is a file. MUSTER_DATA must name a folder, or one that can be made.`
      : `Nothing can be written to ${folder} (${code}). Give MUSTER_DATA another folder, or the right to write to this one.`;
  }
};
