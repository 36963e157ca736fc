import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createEngine } from '../index.ts';
import { DataFolderRefused } from './data-folder.ts';
import { startRekognitionServer } from './server.ts';

const usage = `npm run faces:serve -- [--port N] [--data FOLDER] [--workers N]

  --port N       where it listens on this machine (default 8440; 0 takes any free port)
  --data FOLDER  keeps collections in this folder; left out, they live as long as the process
  --workers N    threads that compute (default: as many as cores, at most 4)`;

const whole = (from: number, to: number) => z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(from).max(to));

const settings = z.object({
  port: whole(0, 65_535).default(8440),
  data: z.string().min(1).optional(),
  workers: whole(1, 16).optional(),
});

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const read = () => {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ options: { port: text, data: text, workers: text } });
    const parsed = settings.safeParse(values);
    if (parsed.success) return parsed.data;
    const wrong = [...new Set(parsed.error.issues.map(({ path }) => `--${path.join('.')}`))];
    return fail(`This cannot be used: ${wrong.join(', ')}.\n\n${usage}`);
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : 'These options cannot be read.'}\n\n${usage}`);
  }
};

const { port, data, workers } = read();
// Faces are nobody's but the owner's.
process.umask(0o077);
const engine = await createEngine(workers === undefined ? {} : { workers });
try {
  const server = await startRekognitionServer({
    engine,
    port,
    onError: console.error,
    ...(data === undefined ? {} : { data: resolve(data) }),
  });
  const stop = () =>
    void server
      .close()
      .then(() => engine.close())
      .then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.log(`Speaking Rekognition's protocol at ${server.url}
Any credentials and any region will do. Collections are kept ${data === undefined ? 'in memory' : `in ${resolve(data)}`}.
Stop with Ctrl+C.`);
} catch (error) {
  if (error instanceof DataFolderRefused) fail(error.message);
  const { code } = error as { code?: string };
  if (code === 'EADDRINUSE') fail(`Port ${port} is taken by another program. Choose another: --port N`);
  if (code === 'EACCES') fail(`This user may not listen on port ${port}. Choose another: --port N`);
  throw error;
}
