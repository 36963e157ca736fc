import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
export const uiFolder: string = join(root, 'dist/ui');

const sources = ['launch-ui', 'lti-server/http/api-schema', 'package-lock.json', 'vite.config.ts'];

const sourceHash = async (): Promise<string> => {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(root, source);
    const names = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => null);
    const files =
      names === null
        ? [path]
        : names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    for (const file of files.sort()) hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex');
};

/** Builds the pages where they are missing or older than their sources. */
export const buildUi = async (): Promise<string> => {
  const stampFile = join(root, 'dist/ui.sha256');
  const stamp = await sourceHash();
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return uiFolder;
  const { build } = await import('vite');
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  await mkdir(join(root, 'dist'), { recursive: true });
  await writeFile(stampFile, stamp);
  return uiFolder;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildUi();
