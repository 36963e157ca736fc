import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

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
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  // In a process of its own: the bundler does not run inside a test's virtual machine.
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root });
  await mkdir(join(root, 'dist'), { recursive: true });
  await writeFile(stampFile, stamp);
  return uiFolder;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildUi();
