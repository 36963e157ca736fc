import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { shippedManifest } from '../face-engine/models.ts';
import type { FunctionContents } from './lambda-functions.ts';
import { nativePackage } from './native-packages.ts';
import type { ZippedFile } from './zip.ts';

/** ltijs loads it for its own store, which is the table here; it alone would take longer than all the rest. */
const withoutMongoose: Plugin = {
  name: 'without-mongoose',
  setup(bundle) {
    bundle.onResolve({ filter: /^mongoose$/ }, () => ({ path: 'mongoose', namespace: 'empty' }));
    bundle.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** lti-server/lti/ltijs-verifier.ts looks for ltijs' own copy at run time; here it is bundled, resolved from ltijs. */
const ltijsOwnVerifier: Plugin = {
  name: 'ltijs-own-verifier',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]ltijs-verifier\.ts$/ }, ({ path }) => ({
      contents: "const own = require('jsonwebtoken');\nexport const ltijsVerifier = () => own;",
      resolveDir: dirname(createRequire(path).resolve('ltijs')),
      loader: 'js',
    }));
  },
};

/** What is sent and taken in: the whole list of media types is read at each cold start, three copies of it. */
const mediaTypes =
  /^(text\/(html|plain|css|csv|javascript|event-stream)|image\/(jpeg|png|webp|svg\+xml|x-icon)|multipart\/form-data|application\/(json|problem\+json|x-www-form-urlencoded|javascript|octet-stream|pdf|zip))$/;

/**
 * Data that nobody asks for: other media types, zod's messages in forty languages (ours are codes), and tables of legacy
 * encodings (a platform's forms come in UTF-8).
 */
const withoutUnusedData: Plugin = {
  name: 'without-unused-data',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]mime-db[\\/]db\.json$/ }, async ({ path }) => {
      const all = JSON.parse(await readFile(path, 'utf8')) as Readonly<Record<string, unknown>>;
      const ours = Object.entries(all).filter(([type]) => mediaTypes.test(type));
      return { contents: JSON.stringify(Object.fromEntries(ours)), loader: 'json' };
    });
    bundle.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.c?js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: dirname(path),
    }));
    const tables = /[\\/]iconv-lite[\\/]encodings[\\/](dbcs-data|sbcs-data-generated)\.js$/;
    bundle.onLoad({ filter: tables }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** What CommonJS packages expect to find around them. */
const requireBanner = [
  "import { createRequire as bundleRequire } from 'node:module';",
  "import { dirname as bundleFolder } from 'node:path';",
  "import { fileURLToPath as bundlePath } from 'node:url';",
  'const require = bundleRequire(import.meta.url);',
  'const __filename = bundlePath(import.meta.url);',
  'const __dirname = bundleFolder(__filename);',
].join('');

/**
 * As ES modules, cut where something is imported only when it is needed: a cold start reads and compiles what it runs.
 * Lambda finds `index.handler` in index.mjs.
 */
export const bundleOf = (entry: string, name: string) =>
  build({
    entryPoints: { [name]: entry },
    outdir: 'bundle',
    outExtension: { '.js': '.mjs' },
    chunkNames: '[hash]',
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    minify: true,
    platform: 'node',
    // What Lambda runs is newer; the tests run the same bundles.
    target: 'node20',
    format: 'esm',
    legalComments: 'linked',
    external: ['sharp', 'onnxruntime-node', 'onnxruntime-web'],
    plugins: [withoutMongoose, ltijsOwnVerifier, withoutUnusedData],
    banner: { js: requireBanner },
    logLevel: 'error',
  });

const bundled = async (entry: string, name: string): Promise<ZippedFile[]> =>
  (await bundleOf(entry, name)).outputFiles.map(({ path, contents }) => ({ path: basename(path), bytes: contents }));

/** The recogniser runs in threads of its own, from a file beside the bundle; its models are read as files. */
const engineFiles = async (root: string): Promise<ZippedFile[]> => {
  const manifest = await readFile(shippedManifest);
  const {
    package: name,
    folder,
    models,
  } = JSON.parse(manifest.toString('utf8')) as {
    readonly package: string;
    readonly folder: string;
    readonly models: Readonly<Record<string, { readonly file: string }>>;
  };
  const paths = ['package.json', ...Object.values(models).map(({ file }) => join(folder, file))];
  const files = paths.map(async (path) => ({
    path: `node_modules/${name}/${path}`,
    bytes: await readFile(join(root, 'node_modules', name, path)),
  }));
  return [
    ...(await bundled(join(root, 'face-engine/worker.ts'), 'worker')),
    { path: 'models.json', bytes: manifest },
    ...(await Promise.all(files)),
  ];
};

const pageFiles = async (uiFolder: string): Promise<ZippedFile[]> => {
  const pages = (await readdir(uiFolder)).filter((name) => name.endsWith('.html'));
  return Promise.all(pages.map(async (name) => ({ path: `ui/${name}`, bytes: await readFile(join(uiFolder, name)) })));
};

/** Everything that is in a function's zip. */
export const lambdaFiles = async (
  root: string,
  uiFolder: string,
  name: string,
  { pages, native = [], engine }: FunctionContents,
): Promise<ZippedFile[]> => [
  ...(await bundled(join(root, `lti-server/lambdas/${name}.ts`), 'index')),
  ...(pages === undefined ? [] : await pageFiles(uiFolder)),
  ...(engine === undefined ? [] : await engineFiles(root)),
  ...(await Promise.all(native.map((one) => nativePackage(root, one)))).flat(),
];
