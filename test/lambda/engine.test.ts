import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { type Unzipped, unzipLambdas } from '../support/aws/unzipped.ts';
import { group } from '../support/people-pictures.ts';

const run = promisify(execFile);
const engine = fileURLToPath(new URL('../../face-engine/index.ts', import.meta.url));

describe("the recogniser in identify's zip", () => {
  let unzipped: Unzipped;
  beforeAll(async () => {
    unzipped = await unzipLambdas(['identify']);
  });
  afterAll(() => unzipped?.close());

  it('finds the faces of a photograph with what lies beside the bundle: its worker, its models, its runtime', async () => {
    const folder = unzipped.folderOf('identify');
    await build({
      entryPoints: [engine],
      outfile: join(folder, 'engine.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['sharp', 'onnxruntime-node', 'onnxruntime-web'],
      logLevel: 'error',
    });
    await writeFile(join(folder, 'photograph.jpg'), await group(['amara', 'bruno', 'bea']));
    const program = `
      import { readFile } from 'node:fs/promises';
      import { createEngine } from './engine.mjs';
      const engine = await createEngine({ workers: 1, runtime: 'native' });
      const { faces } = await engine.analyse(await readFile('photograph.jpg'), { vectors: true });
      console.log(JSON.stringify({ faces: faces.length, model: engine.modelVersion }));
      await engine.close();`;
    await writeFile(join(folder, 'look.mjs'), program);
    const { stdout } = await run(process.execPath, ['look.mjs'], { cwd: folder, env: { PATH: process.env.PATH } });
    expect(JSON.parse(stdout)).toEqual({ faces: 3, model: 'faceplugin-face-recognition-js@0.0.1' });
  });
});
