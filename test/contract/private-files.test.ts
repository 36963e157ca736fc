import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openToOthers } from '../support/open-to-others.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the command line on a data folder that all may enter, with an umask that lets all read', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-files-'));
    await chmod(folder, 0o755);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('leaves nothing that others may read', async () => {
    const command = ['-c', 'umask 022; exec "$0" "$@"', process.execPath, '--import', 'tsx', 'scripts/platform.ts'];
    const child = spawn('/bin/sh', [...command, 'list', '--data', folder], {
      cwd: root,
      env: { PATH: process.env.PATH, MUSTER_PUBLIC_URL: 'https://muster.example' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(await readdir(join(folder, 'dynamodb'))).toContain('CURRENT');
    expect(await openToOthers(folder)).toEqual([]);
  }, 60_000);
});
