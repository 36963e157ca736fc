import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './practice.ts';

const run = promisify(execFile);
const names = ['redis-server', 'valkey-server'];

const installed = async (): Promise<string | null> => {
  for (const name of names) {
    const isThere = await run(name, ['--version']).then(
      () => true,
      () => false,
    );
    if (isThere) return name;
  }
  return null;
};

const install = async (): Promise<void> => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], { env });
};

/** A real server's program: the one of this machine, or Debian's own where we may install it. */
const findRedis = async (): Promise<string> => {
  const found = await installed();
  if (found !== null) return found;
  try {
    if (process.getuid?.() !== 0) throw new Error('only root may install it');
    await install();
  } catch (cause) {
    throw new Error('The cache is tested with a real server: install redis-server (or valkey-server) and try again.', {
      cause,
    });
  }
  return (await installed()) ?? 'redis-server';
};

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Ends the process; what was kept is gone. */
  stop(): Promise<void>;
  /** On the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A server of its own on a free port of this machine, which keeps nothing on disk. */
export const startRedis = async (...more: readonly string[]): Promise<RedisServer> => {
  const [program, port, folder] = await Promise.all([
    findRedis(),
    freePort(),
    mkdtemp(join(tmpdir(), 'muster-redis-')),
  ]);
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
    const started = spawn(program, [...args, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
    child = started;
    await new Promise<void>((ready, failed) => {
      let said = '';
      started.once('error', failed);
      started.once('exit', (code) => failed(new Error(`${program} ended with ${code}: ${said}`)));
      started.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
        if (said.includes('Ready to accept connections')) ready();
      });
    });
  };
  const stop = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null) return;
    const ended = new Promise<void>((done) => running.once('exit', () => done()));
    running.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    stop,
    start,
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
