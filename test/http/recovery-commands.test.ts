import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AdministeredPractice, openAdministered } from '../support/administration.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const run = async (script: string, ...args: string[]): Promise<{ code: unknown; out: string }> => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'scripts', script), ...args], { cwd: root });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      out += String(chunk);
    });
  }
  const [code] = await once(child, 'close');
  return { code, out };
};

describe('the commands of recovery, on the data of a real server', () => {
  let practice: AdministeredPractice;
  let data: string;
  let elsewhere: string;
  beforeAll(async () => {
    practice = await openAdministered();
    data = practice.dataFolder;
    elsewhere = await mkdtemp(join(tmpdir(), 'muster-recovery-'));
  });
  afterAll(async () => {
    await practice?.close();
    await rm(elsewhere, { recursive: true, force: true });
  });

  it('refuse while the server runs, in words', async () => {
    const refused = { code: 1, out: expect.stringContaining('A server runs on this folder. Stop it first.') };
    expect(await run('restore.ts', 'count', '--data', data)).toEqual(refused);
    expect(await run('config.ts', 'export', '--data', data, '--to', join(elsewhere, 'x'))).toEqual(refused);
  });

  it('copy, lose, restore; export, import', async () => {
    await practice.muster.close();
    const [copy, document] = [join(elsewhere, 'table.jsonl'), join(elsewhere, 'config.json')];
    const copied = await run('restore.ts', 'copy', '--data', data, '--to', copy);
    expect(copied).toMatchObject({ code: 0, out: expect.stringMatching(/^REGISTRATION +1 +[0-9a-f]{16}$/m) });
    expect((await stat(copy)).mode & 0o077).toBe(0);
    expect((await run('restore.ts', 'copy', '--data', data, '--to', copy)).code).toBe(1);

    await rename(join(data, 'dynamodb'), join(elsewhere, 'lost'));
    const restored = await run('restore.ts', 'restore', '--data', data, '--from', copy);
    expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('every item of the copy') });

    expect(await run('config.ts', 'export', '--data', data, '--to', document)).toMatchObject({ code: 0 });
    expect(JSON.parse(await readFile(document, 'utf8'))).toMatchObject({ registrations: [{ id: 'practice' }] });
    expect(await run('config.ts', 'import', '--data', data, '--from', document)).toMatchObject({
      code: 1,
      out: expect.stringContaining('registration practice is there already'),
    });
    const fresh = join(elsewhere, 'fresh');
    expect(await run('config.ts', 'import', '--data', fresh, '--from', document)).toMatchObject({
      code: 0,
      out: expect.stringContaining('made 1, overwrote 0'),
    });
  });

  it.each([
    ['restore.ts', []],
    ['restore.ts', ['explode']],
    ['restore.ts', ['copy', '--data', 'x']],
    ['restore.ts', ['replay', '--table', 'a', '--to', 'b', '--at', 'yesterday']],
    ['config.ts', ['export']],
    ['config.ts', ['import', '--table', 'a', '--from', 'package.json', '--wrong']],
  ] as const)('%s %j is not understood, and says what would be', async (script, args) => {
    expect(await run(script, ...args)).toMatchObject({ code: 2, out: expect.stringContaining('npm run') });
  });
});
