import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openToOthers } from '../support/open-to-others.ts';
import { eventually, freePort } from '../support/practice.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

const start = (script: string, args: readonly string[], env: Readonly<Record<string, string>>): Running => {
  const child = spawn(process.execPath, [script, ...args], { cwd: root, env: { PATH: process.env.PATH, ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
  return { child, said: () => said, ended: once(child, 'exit').then(([code]) => code as number | null) };
};

describe('the tool alone', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const serve = (env: Readonly<Record<string, string>>) =>
    start('scripts/start.mjs', ['serve'], { MUSTER_DATA: folder, ...env });
  const isUp = (port: number) =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );

  it('serves until it is told to stop, and is administered meanwhile and afterwards', async () => {
    await chmod(folder, 0o755);
    const port = await freePort();
    const server = serve({ PORT: String(port), MUSTER_PUBLIC_URL: 'https://muster.example' });
    await eventually(
      () => isUp(port),
      (up) => up,
      90,
    );
    expect(await openToOthers(folder)).toEqual([]);
    const command = (...args: string[]) =>
      start('--import', ['tsx', 'scripts/platform.ts', ...args, '--data', folder], {
        MUSTER_PUBLIC_URL: 'https://muster.example',
      });
    const begun = command('add', '--name', 'School', '--moodle', 'https://moodle.school.example');
    expect(await begun.ended).toBe(0);
    expect(begun.said()).toContain('https://muster.example/lti/login/');
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(server.said()).toContain('Muster stops');
    const listed = command('list');
    expect(await listed.ended).toBe(0);
    expect(listed.said()).toContain('School');
  }, 180_000);

  it.each([
    ['a public URL of http', { MUSTER_PUBLIC_URL: 'http://muster.example' }, 'MUSTER_PUBLIC_URL: must be https'],
    ['a port that is none', { PORT: 'many' }, 'PORT'],
  ])(
    'does not start with %s, and says so',
    async (_, env, words) => {
      const server = serve(env);
      expect(await server.ended).toBe(1);
      expect(server.said()).toContain(words);
      expect(server.said()).not.toContain('    at ');
    },
    120_000,
  );
});
