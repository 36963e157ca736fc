import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openToOthers } from '../support/open-to-others.ts';
import { freePort } from '../support/practice.ts';

const script = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

/** Not even root may make one there. */
const lockedFolder = process.platform === 'darwin' ? '/System/muster' : '/sys/muster';

interface Started {
  readonly child: ChildProcess;
  /** Both streams so far, as a person reads them. */
  said(): string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

describe('npm start', () => {
  let folder: string;
  const running: Started[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-start-'));
  });
  afterEach(async () => {
    for (const { child, ended } of running.splice(0)) {
      child.kill('SIGTERM');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (data: string): Promise<Started> => {
    const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, ...environment } = process.env;
    const ports = { PORT: String(await freePort()), PRACTICE_LMS_PORT: String(await freePort()) };
    const child = spawn(process.execPath, [script], { env: { ...environment, ...ports, MUSTER_DATA: data } });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const started = { child, said: () => text, ended };
    running.push(started);
    return started;
  };
  const ready = ({ child, said, ended }: Started) =>
    new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', () => {
        if (said().includes('Muster is ready.')) resolve();
      });
      void ended.then(() => reject(new Error(said())));
    });
  const stack = /\n\s+at |Error:/;

  it('says what to open and nothing else; a second one on the same folder says in words that it is taken', async () => {
    const first = await start(folder);
    await ready(first);
    expect(await openToOthers(folder)).toEqual([]);
    expect(first.said()).not.toMatch(/Warning|warning|Node\.?js/);
    const second = await start(folder);
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain('Another Muster is running on this data folder');
    expect(second.said()).not.toMatch(stack);
  }, 120_000);

  it('refuses a data folder that is a file', async () => {
    const file = join(folder, 'notes.txt');
    await writeFile(file, 'not a folder');
    const started = await start(file);
    expect(await started.ended).toBe(1);
    expect(started.said()).toContain(`${file} is a file. MUSTER_DATA must name a folder`);
    expect(started.said()).not.toMatch(stack);
  });

  it('refuses a data folder that it cannot write to', async () => {
    const started = await start(lockedFolder);
    expect(await started.ended).toBe(1);
    expect(started.said()).toContain(`Nothing can be written to ${lockedFolder}`);
    expect(started.said()).not.toMatch(stack);
  });
});
