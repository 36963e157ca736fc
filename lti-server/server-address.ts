import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a server that keeps its data in this folder listens: for commands on the same machine. */
const fileOf = (folder: string) => join(folder, 'server.url');

export const writeServerAddress = (folder: string, url: string): Promise<void> =>
  writeFile(fileOf(folder), `${url}\n`, { mode: 0o600 });

export const removeServerAddress = (folder: string): Promise<void> => rm(fileOf(folder), { force: true });

/** Null when there is none; it may be out of date when a server was killed. */
export const readServerAddress = async (folder: string): Promise<string | null> => {
  try {
    return (await readFile(fileOf(folder), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

/** How this machine reaches a server that listens so. */
export const localAddress = (host: string, port: number): string => {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
};
