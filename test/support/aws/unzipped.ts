import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { functions } from '../../../scripts/lambda-functions.ts';
import { lambdaFolder } from '../../../scripts/package.ts';

const run = promisify(execFile);

export interface Unzipped {
  folderOf(name: string): string;
  close(): Promise<void>;
}

/** The zips of `npm run package`, each in a folder of its own, by a program that is not ours. */
export const unzipLambdas = async (names: readonly string[] = Object.keys(functions)): Promise<Unzipped> => {
  const root = await mkdtemp(join(tmpdir(), 'muster-lambda-'));
  for (const name of names) {
    const zip = join(lambdaFolder, `${name}.zip`);
    await run('unzip', ['-q', zip, '-d', join(root, name)]).catch((error: unknown) => {
      throw new Error(`${name} could not be unzipped: run "npm run package" first, and have "unzip" installed`, {
        cause: error,
      });
    });
  }
  return { folderOf: (name) => join(root, name), close: () => rm(root, { recursive: true, force: true }) };
};
