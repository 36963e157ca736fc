import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const houses = ['core', 'connectors', 'lti-server', 'launch-ui', 'face-engine', 'practice-lms', 'scripts'];

interface Source {
  readonly path: string;
  readonly lines: number;
  readonly text: string;
  /** Of this repository, as paths; of packages, as they are written. */
  readonly imports: readonly string[];
}

const walk = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

const dynamic = /(?:import|require)\(\s*'([^']+)'\s*\)/g;

const read = (path: string): Source => {
  const text = readFileSync(join(root, path), 'utf8');
  const { body } = parseSync(text, { syntax: 'typescript', tsx: path.endsWith('.tsx') });
  const written = body.flatMap((item) => ('source' in item && item.source ? [item.source.value] : []));
  const asked = [...text.matchAll(dynamic)].flatMap(([, name]) => (name === undefined ? [] : [name]));
  const imports = [...written, ...asked].map((name) =>
    name.startsWith('.') ? relative(root, join(root, dirname(path), name)) : name,
  );
  return { path, text, imports, lines: text.split('\n').length };
};

const sources = houses.flatMap(walk).map(read);
const within = (house: string) => sources.filter(({ path }) => path.startsWith(`${house}/`));
const isPackage = (name: string) => !houses.some((house) => name.startsWith(`${house}/`)) && !name.startsWith('test/');
/** "file -> import" for each import that is not allowed. */
const trespasses = (from: readonly Source[], allowed: (name: string, path: string) => boolean) =>
  from.flatMap(({ path, imports }) =>
    imports.filter((name) => !allowed(name, path)).map((name) => `${path} -> ${name}`),
  );

describe('the house', () => {
  it('is read whole', () => {
    for (const house of houses) expect(within(house).length).toBeGreaterThan(0);
  });

  it('core imports nothing outside core', () => {
    expect(trespasses(within('core'), (name) => name.startsWith('core/'))).toEqual([]);
  });

  it('connectors know core and their own, and only those that hold an engine or take its place the engine', () => {
    const allowed = (name: string, path: string) =>
      isPackage(name) ||
      name.startsWith('core/') ||
      name.startsWith('connectors/') ||
      (/^connectors\/(embedded|sagemaker)\//.test(path) && name.startsWith('face-engine/'));
    expect(trespasses(within('connectors'), allowed)).toEqual([]);
  });

  it('only the composition picks adapters', () => {
    const others = sources.filter(({ path }) => /^(lti-server|launch-ui|practice-lms|face-engine|core)\//.test(path));
    const allowed = (name: string, path: string) =>
      !name.startsWith('connectors/') || path === 'lti-server/compose.ts' || /^lti-server\/compose-/.test(path);
    expect(trespasses(others, allowed)).toEqual([]);
  });

  it('the pages know the API by its schema alone', () => {
    const allowed = (name: string) =>
      isPackage(name) || name.startsWith('launch-ui/') || name.startsWith('lti-server/http/api-schema/');
    expect(trespasses(within('launch-ui'), allowed)).toEqual([]);
    expect(
      trespasses(
        within('lti-server/http/api-schema'),
        (name) => isPackage(name) || name.startsWith('lti-server/http/api-schema/'),
      ),
    ).toEqual([]);
  });

  it.each(['face-engine', 'practice-lms'])('%s imports nothing of the rest', (house) => {
    expect(trespasses(within(house), (name) => isPackage(name) || name.startsWith(`${house}/`))).toEqual([]);
  });

  it('ltijs is run in one place; the others know its errors and its store alone', () => {
    const importers = sources.filter(({ imports }) =>
      imports.some((name) => name === 'ltijs' || name.startsWith('ltijs/')),
    );
    expect(importers.map(({ path }) => path)).toEqual([
      'connectors/ltijs-database.ts',
      'connectors/dynamodb/ltijs-plugin.ts',
      'connectors/mongodb/ltijs-store.ts',
      'lti-server/compose-ltijs-store.ts',
      'lti-server/lti/introduce-platforms.ts',
      'lti-server/lti/platform-keys.ts',
      'lti-server/lti/provider.ts',
    ]);
  });

  it('the environment is read at the doors alone', () => {
    const readers = sources.filter(({ text }) => text.includes('process.env')).map(({ path }) => path);
    const doors = /(^|\/)main\.ts$|^scripts\/|^bench\/|^lti-server\/lambdas\//;
    expect(readers.filter((path) => !doors.test(path))).toEqual([]);
  });

  it('no file has grown into two', () => {
    expect(sources.filter(({ lines }) => lines > 250).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });
});
