import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleOf } from '../../scripts/lambda-bundle.ts';
import { functions } from '../../scripts/lambda-functions.ts';
import { type Unzipped, unzipLambdas } from '../support/aws/unzipped.ts';

type Bundle = Awaited<ReturnType<typeof bundleOf>>;

const bundle = (name: string): Promise<Bundle> =>
  bundleOf(fileURLToPath(new URL(`../../lti-server/lambdas/${name}.ts`, import.meta.url)), 'index');

/** Of which something is in these files. */
const packagesIn = ({ metafile: { outputs } }: Bundle, files: Iterable<string>): Set<string> =>
  new Set(
    [...files].flatMap((file) =>
      Object.entries(outputs[file]?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) => {
        const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
        return name === undefined || bytesInOutput === 0 ? [] : [name];
      }),
    ),
  );

const all = (one: Bundle) => packagesIn(one, Object.keys(one.metafile.outputs));

/** What is read before the handler is there: the entry, and what it imports at once. */
const atLoad = (one: Bundle): Set<string> => {
  const files = new Set(['bundle/index.mjs']);
  const outside: string[] = [];
  for (const file of files) {
    for (const { path, kind, external } of one.metafile.outputs[file]?.imports ?? []) {
      if (kind === 'dynamic-import') continue;
      if (external) outside.push(path);
      else files.add(path);
    }
  }
  return new Set([...packagesIn(one, files), ...outside]);
};

const named = (packages: ReadonlySet<string>, pattern: RegExp) => [...packages].filter((name) => pattern.test(name));

const ofMongo = /^(mongoose|mongodb.*|bson|kareem|mpath|mquery|sift)$/;
const ofRecogniser = /^(onnxruntime-.*|faceplugin-.*)$/;

describe('what is in the zip of', () => {
  let bundles: ReadonlyMap<string, Bundle>;
  let unzipped: Unzipped;
  const of = (name: string): Bundle => {
    const one = bundles.get(name);
    if (one === undefined) throw new Error(`no bundle of ${name}`);
    return one;
  };
  beforeAll(async () => {
    const names = Object.keys(functions);
    bundles = new Map(await Promise.all(names.map(async (name) => [name, await bundle(name)] as const)));
    unzipped = await unzipLambdas(names);
  });
  afterAll(() => unzipped?.close());

  it.each(Object.keys(functions))('%s is the bundle that is looked at here', async (name) => {
    const folder = unzipped.folderOf(name);
    for (const { path, contents } of of(name).outputFiles) {
      expect((await readFile(join(folder, basename(path)))).equals(contents)).toBe(true);
    }
  });

  it.each(Object.keys(functions))('%s: nothing of MongoDB, whose store is the table here', (name) => {
    expect(named(all(of(name)), ofMongo)).toEqual([]);
  });

  it('web: nothing of the recogniser, neither in the bundle nor beside it', async () => {
    expect(named(all(of('web')), ofRecogniser)).toEqual([]);
    const beside = await readdir(join(unzipped.folderOf('web'), 'node_modules'));
    expect(beside.sort()).toEqual(['@img', 'detect-libc', 'semver', 'sharp']);
  });

  it('web: what only some requests need is not read at a cold start: ltijs, sharp, the clients of AWS', () => {
    const [loaded, whole] = [atLoad(of('web')), all(of('web'))];
    const late = /^(ltijs|sharp|jsonwebtoken|ioredis|aws-jwt-verify|aws-xray-sdk-core|@aws-sdk\/.*|@smithy\/.*)$/;
    expect(named(loaded, late)).toEqual([]);
    expect([loaded.has('express'), whole.has('ltijs')]).toEqual([true, true]);
  });

  it.each(Object.keys(functions).filter((name) => name !== 'web'))('%s: neither Express nor ltijs', (name) => {
    expect(named(all(of(name)), /^(express|ltijs|compression|@codegenie\/.*)$/)).toEqual([]);
  });

  it.each(Object.entries(functions))('%s: of packages with binaries only its own', async (name, { native = [] }) => {
    const beside = await readdir(join(unzipped.folderOf(name), 'node_modules')).catch((): string[] => []);
    expect(beside.includes('sharp')).toBe(native.includes('sharp'));
    expect(beside.includes('onnxruntime-node')).toBe(native.includes('onnxruntime-node'));
  });
});
