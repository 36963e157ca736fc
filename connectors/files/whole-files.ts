import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** No key begins with a dot, so none can name this folder or what is in it. */
const unfinishedFolder = '.unfinished';

export interface WholeFiles {
  /** Resolves once nothing half-written of an earlier process is there any more. */
  ready(): Promise<void>;
  /** `fill` writes to the path that it is given, to the disk; what it wrote is then at `path`, whole, or nowhere. */
  write(path: string, fill: (part: string) => Promise<void>): Promise<void>;
}

/**
 * Files below one folder that this process has for itself, written whole or not at all. What a process that died left
 * half-written is a picture or a report of people that no key names: it goes before anything else is done (design rule 4).
 */
export const wholeFiles = (folder: string): WholeFiles => {
  const unfinished = join(folder, unfinishedFolder);
  let swept: Promise<unknown> | null = null;
  const ready = async (): Promise<void> => {
    swept ??= rm(unfinished, { recursive: true, force: true }).then(() =>
      mkdir(unfinished, { recursive: true, mode: 0o700 }),
    );
    await swept;
  };
  return {
    ready,
    async write(path, fill) {
      await ready();
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const part = join(unfinished, randomUUID());
      try {
        await fill(part);
        await rename(part, path);
      } finally {
        await rm(part, { force: true });
      }
    },
  };
};
