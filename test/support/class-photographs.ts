import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeInto } from '../../practice-lms/class/compose.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['compose.ts', 'draw.ts', 'photographs.ts'].map((name) => join(root, 'practice-lms/class', name));

/** A folder of the photographs of this source. Of two files that compose them at once, one is first. */
const composed = async (): Promise<string> => {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(await readFile(source));
  const folder = join(root, 'dist', `photographs-${hash.digest('hex').slice(0, 12)}`);
  const stands = () =>
    stat(folder).then(
      () => true,
      () => false,
    );
  if (await stands()) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const fresh = await mkdtemp(`${folder}-`);
  await composeInto(fresh);
  await rename(fresh, folder).catch(async (error: unknown) => {
    await rm(fresh, { recursive: true, force: true });
    if (!(await stands())) throw error;
  });
  return folder;
};

/** The class photographs as a practice LMS that was started before left them: composing them takes three seconds. */
export const putPhotographs = async (folder: string): Promise<void> => {
  await cp(await composed(), folder, { recursive: true });
};
