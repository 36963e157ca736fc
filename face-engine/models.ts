import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expandPrelu } from './prelu.ts';

export type ModelRole = 'detect' | 'landmark' | 'feature';

/**
 * Which files recognise. An institution brings its own by a manifest of the same shape: models with the same inputs
 * and outputs (detect: Ultra-Light RFB 320x240, boxes decoded; landmark: 68 points of 64x64 grey; feature: 112x112 RGB
 * aligned to the ArcFace template). `folder` is inside `package`, or stands alone, relative to the manifest.
 */
export interface ModelManifest {
  readonly name: string;
  readonly version: string;
  readonly package?: string;
  readonly folder: string;
  readonly models: Readonly<Record<ModelRole, { readonly file: string; readonly sha256: string }>>;
}

export interface Models {
  readonly version: string;
  readonly bytes: Readonly<Record<ModelRole, Uint8Array>>;
}

export const shippedManifest: string = fileURLToPath(new URL('./models.json', import.meta.url));

const folderOf = (manifest: ModelManifest, path: string): string => {
  if (manifest.package !== undefined) {
    const require = createRequire(path);
    return join(dirname(require.resolve(`${manifest.package}/package.json`)), manifest.folder);
  }
  return isAbsolute(manifest.folder) ? manifest.folder : join(dirname(path), manifest.folder);
};

/** In memory that workers share without a copy. */
const shared = (bytes: Uint8Array): Uint8Array => {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
};

/** Reads a manifest and its files, made ready to run fast. @throws Error when a file is not the one the manifest names (SHA-256) */
export const loadModels = async (path: string = shippedManifest): Promise<Models> => {
  const manifest = JSON.parse(await readFile(path, 'utf8')) as ModelManifest;
  const folder = folderOf(manifest, path);
  const read = async (role: ModelRole): Promise<Uint8Array> => {
    const { file, sha256 } = manifest.models[role];
    const bytes = await readFile(join(folder, file));
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
      throw new Error(`The model file ${file} is not the one its manifest names (SHA-256 differs).`);
    }
    return shared(expandPrelu(bytes));
  };
  const [detect, landmark, feature] = await Promise.all([read('detect'), read('landmark'), read('feature')]);
  return { version: `${manifest.name}@${manifest.version}`, bytes: { detect, landmark, feature } };
};
