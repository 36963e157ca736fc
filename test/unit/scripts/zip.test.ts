import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zip } from '../../../scripts/zip.ts';

const run = promisify(execFile);
const files = [
  { path: 'index.mjs', bytes: Buffer.from('export const handler = 1;\n'.repeat(1000)) },
  { path: 'node_modules/a/é.txt', bytes: Buffer.from('é') },
  { path: 'empty', bytes: Buffer.alloc(0) },
];

describe('a zip', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-zip-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is the same for the same files, in whatever order they come', () => {
    expect(Buffer.from(zip(files)).equals(zip([...files].reverse()))).toBe(true);
  });

  it('is found sound by another program, which gets every file out of it, readable for everybody', async () => {
    const path = join(folder, 'a.zip');
    await writeFile(path, zip(files));
    expect((await run('unzip', ['-tq', path])).stdout).toContain('No errors detected');
    await run('unzip', ['-q', path, '-d', join(folder, 'out')]);
    for (const { path: name, bytes } of files) {
      expect((await readFile(join(folder, 'out', name))).equals(bytes)).toBe(true);
      expect((await stat(join(folder, 'out', name))).mode & 0o444).toBe(0o444);
    }
  });
});
