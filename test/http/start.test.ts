import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
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

  interface StartOptions {
    /** Of Node, before the script. */
    readonly node?: readonly string[];
    readonly args?: readonly string[];
    readonly port?: number;
  }
  const start = async (data: string, { node = [], args = [], port }: StartOptions = {}): Promise<Started> => {
    const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, ...environment } = process.env;
    const ports = { PORT: String(port ?? (await freePort())), PRACTICE_LMS_PORT: String(await freePort()) };
    const env = { ...environment, ...ports, MUSTER_DATA: data };
    const child = spawn(process.execPath, [...node, script, ...args], { env });
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
    for (const args of [[], ['--fresh']]) {
      const second = await start(folder, { args });
      expect(await second.ended).toBe(1);
      expect(second.said()).toContain('Another Muster is running on this data folder');
      expect(second.said()).not.toMatch(stack);
    }
    expect(await readdir(folder)).toContain('secret.key');
  }, 120_000);

  it('keeps its state over a restart, and clears it when told to', async () => {
    const secret = () => readFile(join(folder, 'secret.key'), 'utf8');
    const liveOnce = async (args: readonly string[]) => {
      const started = await start(folder, { args });
      await ready(started);
      started.child.kill('SIGTERM');
      expect(await started.ended).toBe(0);
      return secret();
    };
    const first = await liveOnce([]);
    expect(await liveOnce([])).toBe(first);
    expect(await liveOnce(['--fresh'])).not.toBe(first);
  }, 120_000);

  it('says which port is taken', async () => {
    const other = createServer().listen(0);
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const started = await start(folder, { port });
    expect(await started.ended).toBe(1);
    expect(started.said()).toContain(`Port ${port} is taken by another program.`);
    expect(started.said()).not.toMatch(stack);
    other.close();
  }, 60_000);

  it('says when Node is too old', async () => {
    const older = "Object.defineProperty(process.versions, 'node', { value: '20.18.3' })";
    const started = await start(folder, { node: ['--import', `data:text/javascript,${encodeURIComponent(older)}`] });
    expect(await started.ended).toBe(1);
    expect(started.said()).toContain('Muster needs Node 20.19 or newer; this is 20.18.3.');
  });

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
