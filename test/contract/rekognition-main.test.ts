import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../face-engine/rekognition/main.ts', import.meta.url));

/** Runs until it ends, or until it says something that `enough` is content with; then it is told to stop. */
const serve = (args: readonly string[], enough: (said: string) => boolean = () => false) =>
  new Promise<{ code: number | null; said: string }>((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { env: { PATH: process.env.PATH } });
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (!child.killed && enough(said)) child.kill('SIGTERM');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => resolve({ code, said }));
  });

describe('npm run faces:serve', () => {
  it('says where it listens and that any credentials will do, and stops when told to', async () => {
    const { code, said } = await serve(['--port', '0', '--workers', '1'], (words) => words.includes('Ctrl+C'));
    expect(said).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
    expect(said).toContain('Any credentials');
    expect(code).toBe(0);
  });

  it.each([
    [['--port', '70000'], '--port'],
    [['--data', ''], '--data'],
    [['--prot', '1'], "'--prot'"],
  ])('does not start with %j, and says what is wrong and how it is used', async (args, named) => {
    const { code, said } = await serve(args);
    expect(code).toBe(1);
    expect(said.split('\n')[0]).toContain(named);
    expect(said).toContain('npm run faces:serve --');
    expect(said).not.toContain('    at ');
  });

  it('says when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', () => listening()));
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { code, said } = await serve(['--port', port, '--workers', '1']);
    other.close();
    expect(code).toBe(1);
    expect(said.trim()).toBe(`Port ${port} is taken by another program. Choose another: --port N`);
  });
});
