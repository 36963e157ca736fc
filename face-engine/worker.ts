import { parentPort, workerData } from 'node:worker_threads';
import { alignFace } from './align.ts';
import type { ScoredBox } from './boxes.ts';
import { detectTile } from './detect.ts';
import { embed } from './embed.ts';
import { findLandmarks, instability, maxInstability } from './landmarks.ts';
import type { AnalysedFace, Job, WorkerStart } from './messages.ts';
import type { Pixels } from './pixels.ts';
import { qualityOf } from './quality.ts';
import { loadRuntime, openNetwork } from './runtime.ts';

/** One thread with its own networks; it does one job after another. */
const start = workerData as WorkerStart;
const { name, ort } = await loadRuntime(start.runtime);
const detector = await openNetwork(ort, start.models.detect);
const landmarker = await openNetwork(ort, start.models.landmark);
const embedder = await openNetwork(ort, start.models.feature);

const analyse = async (pixels: Pixels, box: ScoredBox, vectors: boolean): Promise<AnalysedFace | null> => {
  const points = await findLandmarks(landmarker, pixels, box);
  if ((await instability(landmarker, pixels, box, points)) > maxInstability) return null;
  const aligned = alignFace(pixels, points);
  const quality = qualityOf(aligned, points);
  return { box, points, quality, vector: vectors ? await embed(embedder, aligned) : null };
};

const run = async (job: Job): Promise<unknown> => {
  if (job.kind === 'detect') {
    const found: ScoredBox[] = [];
    for (const tile of job.tiles) found.push(...(await detectTile(detector, job.level, tile)));
    return found;
  }
  const faces: (AnalysedFace | null)[] = [];
  for (const box of job.boxes) faces.push(await analyse(job.pixels, box, job.vectors));
  return faces;
};

parentPort?.on('message', ({ id, job }: { id: number; job: Job }) => {
  run(job).then(
    (answer) => parentPort?.postMessage({ id, answer }),
    (error: unknown) => parentPort?.postMessage({ id, error: error instanceof Error ? error.message : 'failed' }),
  );
});
parentPort?.postMessage({ ready: name });
