import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildUi } from './build-ui.ts';
import { lambdaFiles } from './lambda-bundle.ts';
import { functions } from './lambda-functions.ts';
import { zip } from './zip.ts';

/** `npm run package`: dist/lambda/<function>.zip, from this folder alone: no network, no credentials. */
const root = fileURLToPath(new URL('..', import.meta.url));
export const lambdaFolder: string = join(root, 'dist/lambda');

/** docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const unzippedMaximum: number = 250 * 1024 * 1024;

const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1).padStart(6);

export interface Packaged {
  readonly name: string;
  readonly zipped: number;
  readonly unzipped: number;
}

/** @throws Error when a function would be larger than Lambda takes */
export const packageLambdas = async (print: (line: string) => void = () => {}): Promise<Packaged[]> => {
  const uiFolder = await buildUi();
  await rm(lambdaFolder, { recursive: true, force: true });
  await mkdir(lambdaFolder, { recursive: true });
  const packaged: Packaged[] = [];
  for (const [name, contents] of Object.entries(functions)) {
    const files = await lambdaFiles(root, uiFolder, name, contents);
    const unzipped = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (unzipped > unzippedMaximum) throw new Error(`${name} has ${megabytes(unzipped)} MB: Lambda takes 250.`);
    const bytes = zip(files);
    await writeFile(join(lambdaFolder, `${name}.zip`), bytes);
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    print(`${name.padEnd(12)} ${megabytes(bytes.length)} MB, unzipped ${megabytes(unzipped)} MB  sha256 ${hash}`);
    packaged.push({ name, zipped: bytes.length, unzipped });
  }
  return packaged;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await packageLambdas(console.log);
