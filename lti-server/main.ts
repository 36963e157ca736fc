import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { startMuster } from './compose.ts';
import { ConfigError, loadConfig } from './config.ts';

/** The tool alone, in one process: reads the environment, composes, listens. */
const uiFolder = fileURLToPath(new URL('../dist/ui', import.meta.url));

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const hint = (error: unknown): string | null => {
  if (error instanceof ConfigError) return error.message;
  const { name, code, port } = error as { name?: string; code?: string; port?: number };
  if (name === 'DataFolderInUse')
    return 'Another Muster runs on this data folder. Stop it, or set MUSTER_DATA to another folder.';
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. Stop that one, or set PORT to another.`;
  if (code === 'EACCES')
    return `Muster may not listen there, or not write to its data folder: ${(error as Error).message}`;
  return null;
};

// What the program keeps is its owner's alone: names, faces, keys.
process.umask(0o077);

try {
  const config = loadConfig(process.env);
  await access(uiFolder).catch(() => fail('The pages are not built yet. Start with: npm run serve'));
  const logger = pino({ level: config.logLevel });
  const muster = await startMuster(config, uiFolder, logger);
  logger.info({ url: muster.url, listens: `${config.host}:${config.port}` }, 'Muster is ready');
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'Muster stops');
    void muster.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
} catch (error) {
  fail(hint(error) ?? String((error as Error).stack ?? error));
}
