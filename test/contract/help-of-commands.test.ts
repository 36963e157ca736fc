import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Rejects when the command ends with another code than 0. */
const tsx = async (script: string, ...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, ['--import', 'tsx', `scripts/${script}.ts`, ...args], { cwd: root }))
    .stdout;

describe('the commands for operators', () => {
  it.each(['deploy', 'restore', 'config', 'cost', 'smoke'])(
    'npm run %s -- --help says how it is called',
    async (name) => {
      expect(await tsx(name, '--help')).toContain(`npm run ${name} -- `);
    },
  );

  it('deploy --standby --dry-run prints what would be done in the second region, and asks nothing of AWS', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-deploy-'));
    try {
      const config = join(folder, 'deploy.yml');
      await writeFile(config, 'domain: muster.school.example\nsecondRegion: eu-west-1\n');
      const steps = await tsx('deploy', '--stage', 'prod', '--standby', '--dry-run', '--config', config);
      expect(steps).toContain('put up the regional stack in eu-west-1');
      expect(steps).toContain('standby: yes');
      expect(steps).not.toContain('edge stack');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
