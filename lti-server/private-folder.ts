import { chmod, mkdir } from 'node:fs/promises';

/** A folder of another owner is theirs to close (a mounted volume); a file system without modes has nothing to close. */
const notOurs = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP']);

/** The data folder holds faces, names and keys: nobody but its owner may enter it, also when it was open until now. */
export const openPrivateFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await chmod(folder, 0o700);
  } catch (error) {
    if (!notOurs.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
};
