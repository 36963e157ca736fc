import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ZippedFile } from './zip.ts';

/** What a package is made of where functions run: Linux, x64, glibc. `only`: the files of it that are used. */
interface NativePackage {
  readonly name: string;
  readonly only?: RegExp;
}

const packages: Readonly<Record<'sharp' | 'onnxruntime-node', readonly NativePackage[]>> = {
  sharp: [
    { name: 'sharp', only: /^(package\.json|LICENSE|lib\/|dist\/)/ },
    { name: '@img/colour' },
    { name: '@img/sharp-linux-x64' },
    { name: '@img/sharp-libvips-linux-x64' },
    { name: 'detect-libc' },
    { name: 'semver' },
  ],
  'onnxruntime-node': [
    { name: 'onnxruntime-node', only: /^(package\.json|dist\/|bin\/napi-v\d+\/linux\/x64\/)/ },
    { name: 'onnxruntime-common', only: /^(package\.json|dist\/cjs\/)/ },
  ],
};

/** Nobody reads them in a function. */
const unused = /\.(md|markdown|map|d\.ts|d\.mts|d\.cts|h|cc)$/;

const filesOf = async (root: string, { name, only }: NativePackage): Promise<ZippedFile[]> => {
  const folder = join(root, 'node_modules', name);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new Error(
      `${name} is not installed, and functions need it. On another system: npm install --os=linux --cpu=x64 --libc=glibc`,
      { cause: error },
    );
  });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('node_modules/') && !unused.test(path) && (only?.test(path) ?? true));
  return Promise.all(
    paths.map(async (path) => ({
      path: `node_modules/${name}/${path}`,
      bytes: await readFile(join(folder, path)),
    })),
  );
};

/** The files of a package and of what it needs, as they lie in a function's zip. */
export const nativePackage = async (root: string, name: keyof typeof packages): Promise<ZippedFile[]> =>
  (await Promise.all(packages[name].map((one) => filesOf(root, one)))).flat();
