import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A program of this folder in one file, which starts in a fraction of the time that its sources take to load. */
export interface BundledProgram {
  readonly path: string;
  remove(): Promise<void>;
}

/** What looks for its own files by name stays where it is: the bundle lies below `node_modules`, where it finds it. */
export const bundleProgram = async (file: string): Promise<BundledProgram> => {
  const cache = join(root, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'muster-program-'));
  // In a process of its own: the bundler does not run inside a test's virtual machine.
  const self = fileURLToPath(import.meta.url);
  await promisify(execFile)(process.execPath, ['--import', 'tsx', self, file, folder], { cwd: root });
  return {
    path: join(folder, `${basename(file, '.ts')}.mjs`),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file = '', folder = ''] = process.argv.slice(2);
  const { build } = await import('vite');
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['classic-level', 'dynalite'] },
    build: {
      ssr: join(root, 'test/support', file),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: '[name].mjs', codeSplitting: false } },
    },
  });
}
