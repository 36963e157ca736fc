import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Secrets {
  /** Encrypts from now on. */
  readonly current: string;
  /** Still open what was encrypted with them. */
  readonly previous: readonly string[];
}

export const secretMinimum = 32;

const readSecret = async (path: string): Promise<string | null> => {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return null;
  }
};

/** Written aside and linked: the file is there whole or not at all, and the first of two that make it wins. */
const makeSecret = async (folder: string, path: string): Promise<string> => {
  const aside = join(folder, `secret.${randomUUID()}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(aside, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  try {
    await link(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(aside);
  }
  return (await readFile(path, 'utf8')).trim();
};

/**
 * What encrypts private keys at rest: the secrets given, or else one in the data folder, made once and readable by its
 * owner alone. Whoever goes from the file to a secret of their own keeps reading what the file's encrypted.
 */
export const dataKey = async (
  folder: string,
  given: { readonly current: string | undefined; readonly previous: string | undefined },
): Promise<Secrets> => {
  const path = join(folder, 'secret.key');
  const own = given.previous === undefined ? [] : [given.previous];
  if (given.current !== undefined) {
    const filed = await readSecret(path);
    return { current: given.current, previous: [...own, ...(filed === null ? [] : [filed])] };
  }
  const current = (await readSecret(path)) ?? (await makeSecret(folder, path));
  if (current.length < secretMinimum)
    throw new Error(`${path} does not hold a secret any more: put it back from a backup.`);
  return { current, previous: own };
};

/** A secret for one use alone, so that no two uses share a key: RFC 5869, 3.2. */
export const secretFor = (purpose: string, secret: string): string =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)).toString('base64url');
