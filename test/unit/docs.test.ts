import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const walk = (folder: string, ends: RegExp): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && ends.test(entry.name) && !/\/\./.test(entry.parentPath))
        .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    : [];
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const pages = [...walk('docs', /\.md$/), 'README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];

/** As GitHub makes an anchor of a heading. */
const anchorsOf = (path: string): string[] =>
  [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

interface LinkInPage {
  readonly from: string;
  readonly to: string;
}
const links: LinkInPage[] = pages.flatMap((from) =>
  [...read(from).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, to = '']) => ({ from, to }))
    .filter(({ to }) => !/^[a-z]+:/.test(to)),
);

describe('the guides', () => {
  it('have no link that leads nowhere', () => {
    expect(links.length).toBeGreaterThan(50);
    const dead = links.filter(({ from, to }) => {
      const [path = '', anchor] = to.split('#');
      const file = path === '' ? from : join(dirname(from), path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).includes(anchor);
    });
    expect(dead.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it('are there wherever the code, a template or an alarm names one', () => {
    const sources = [
      ...['core', 'connectors', 'lti-server', 'launch-ui', 'face-engine', 'scripts', 'infrastructure'].flatMap(
        (folder) => walk(folder, /\.(ts|tsx|yml|guard)$/),
      ),
      'package.json',
    ];
    const named = sources.flatMap((from) =>
      [...read(from).matchAll(/docs\/[A-Za-z0-9_/-]+\.md/g)].map(([to]) => ({ from, to })),
    );
    expect(named.length).toBeGreaterThan(5);
    const missing = named.filter(({ to }) => !existsSync(join(root, to)));
    expect(missing.map(({ from, to }) => `${from} names ${to}`)).toEqual([]);
  });

  it('name no command that package.json does not have', () => {
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
    const named = pages.flatMap((from) => [
      ...[...read(from).matchAll(/npm run (?:-s |--silent )?([a-z][a-z:-]*[a-z])/g)].map(([, name = '']) => ({
        from,
        name,
      })),
      ...[...read(from).matchAll(/npm (start|test)\b/g)].map(([, name = '']) => ({ from, name })),
    ]);
    expect(named.length).toBeGreaterThan(50);
    const unknown = named.filter(({ name }) => !scripts.includes(name));
    expect(unknown.map(({ from, name }) => `${from} names npm run ${name}`)).toEqual([]);
  });

  it('for operators are all reached from their index', () => {
    const index = read('docs/operators/README.md');
    const own = walk('docs/operators', /\.md$/).filter((path) => dirname(path) === 'docs/operators');
    const missing = own.filter(
      (path) => !path.endsWith('README.md') && !index.includes(path.slice('docs/operators/'.length)),
    );
    expect(missing).toEqual([]);
  });
});

/** All there are, written out once more: who adds an alarm adds it here, and a page for it. */
const alarms = [
  'error-rate',
  'error-rate-work',
  'api-latency',
  'launch-failures',
  'sign-in-failures',
  'throttling-table',
  'throttling-rekognition',
  'dead-letters',
  'message-age',
  'gradebook-unconfirmed',
  'storage-budget',
  'lambda-memory',
  'cache-hit-ratio',
  'unusual-traffic',
  'corrected-proposals',
  'corrected-proposals-of-all',
] as const;

describe('the runbooks', () => {
  const index = read('docs/operators/runbooks/README.md');

  it.each(alarms)('have a page for the alarm %s, which says all it must', (alarm) => {
    const row = index.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${alarm}\``));
    const [, page] = /\]\(([a-z-]+\.md)\)/.exec(row ?? '') ?? [];
    expect(page).toBeDefined();
    const text = read(`docs/operators/runbooks/${page}`);
    expect(text).toContain(`muster-<stage>-${alarm}\``);
    for (const part of ['**Means.**', '**People notice.**', '## Look first at', '## Do', '## Over when'])
      expect(text).toContain(part);
  });

  it('know every alarm of the templates', () => {
    const named = walk('infrastructure', /\.yml$/).flatMap((path) =>
      [...read(path).matchAll(/AlarmName: muster-\$\{sls:stage\}-([a-z-]+)/g)].map(([, name]) => name),
    );
    expect(named.filter((name) => !alarms.some((alarm) => alarm === name))).toEqual([]);
    expect(alarms.filter((alarm) => !named.includes(alarm))).toEqual([]);
  });

  it('have no page but those of alarms and the drill, and are the page that the alarm itself names', () => {
    const pageOf = new Map(
      [...index.matchAll(/^\| (`.+`) \| \[.+\]\(([a-z-]+\.md)\) \|$/gm)].flatMap(([, names = '', page = '']) =>
        [...names.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => [name, page] as const),
      ),
    );
    const files = walk('docs/operators/runbooks', /\.md$/).map((path) => path.slice('docs/operators/runbooks/'.length));
    expect(files.sort()).toEqual([...new Set([...pageOf.values(), 'drill.md', 'README.md'])].sort());
    const told = walk('infrastructure', /\.yml$/).flatMap((path) =>
      [
        ...read(path).matchAll(
          /AlarmName: muster-\$\{sls:stage\}-([a-z-]+)\n\s+AlarmDescription: .*runbooks\/([a-z-]+\.md)/g,
        ),
      ].map(([, name = '', page = '']) => [name, page]),
    );
    expect(told.sort()).toEqual([...pageOf].sort());
  });
});
