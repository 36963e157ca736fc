import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

const packages = ['@vladmandic/face-api@1.7.15', '@tensorflow/tfjs@4.22.0', '@tensorflow/tfjs-backend-wasm@4.22.0'];

/** Runs where the peer is installed: plain JavaScript, and raw pixels, because it brings no decoder of its own. */
const script = `
const { readFileSync } = require('node:fs');
const tf = require('@tensorflow/tfjs');
const wasm = require('@tensorflow/tfjs-backend-wasm');
const api = require('@vladmandic/face-api/dist/face-api.node-wasm.js');
(async () => {
  wasm.setWasmPaths(require('node:path').dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')) + '/dist/');
  await tf.setBackend('wasm'); await tf.ready();
  await api.tf.setBackend('wasm'); await api.tf.ready();
  const models = require('node:path').join(__dirname, 'node_modules/@vladmandic/face-api/model');
  await api.nets.ssdMobilenetv1.loadFromDisk(models);
  await api.nets.faceLandmark68Net.loadFromDisk(models);
  await api.nets.faceRecognitionNet.loadFromDisk(models);
  const [width, height] = process.argv.slice(2).map(Number);
  const pixels = readFileSync(__dirname + '/picture.raw');
  const times = []; let found = 0;
  for (let run = 0; run < 6; run += 1) {
    const begun = performance.now();
    const tensor = api.tf.tensor3d(new Int32Array(pixels), [height, width, 3], 'int32');
    const faces = await api.detectAllFaces(tensor, new api.SsdMobilenetv1Options({ minConfidence: 0.3, maxResults: 100 })).withFaceLandmarks().withFaceDescriptors();
    tensor.dispose(); found = faces.length;
    if (run > 0) times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  console.log('  @vladmandic/face-api, tfjs-wasm: ' + found + ' faces, whole ' + Math.round(times[2]) + ' ms; RSS ' + Math.round(process.memoryUsage().rss / 1048576) + ' MB');
})();
`;

/** The peer on the same picture, installed on demand into a folder of its own; it is no dependency of the product. */
export const benchPeer = async (file: string): Promise<void> => {
  const folder = join(tmpdir(), 'muster-bench-face-api');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  const { data, info } = await sharp(file).resize(1280, 960).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  await writeFile(join(folder, 'picture.raw'), data);
  await writeFile(join(folder, 'run.cjs'), script);
  try {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', ...packages], {
      cwd: folder,
      stdio: 'pipe',
    });
    process.stdout.write(
      execFileSync(process.execPath, ['run.cjs', String(info.width), String(info.height)], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  } catch (error) {
    console.log(
      `  @vladmandic/face-api could not be installed or run here: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    );
  }
};
