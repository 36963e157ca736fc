import { parentPort, workerData } from 'node:worker_threads';
import { alignFace } from './align.ts';
import type { ScoredBox } from './boxes.ts';
import { detectorShape, detectTile } from './detect.ts';
import { embed, embedderShape, embedSoft } from './embed.ts';
import { findLandmarks, instability, landmarkerShape, maxInstability } from './landmarks.ts';
import type { AnalysedFace, Answer, Job, WorkerStart } from './messages.ts';
import type { Pixels } from './pixels.ts';
import { isSoft, qualityOf } from './quality.ts';
import { loadRuntime, openNetwork } from './runtime.ts';
import { lookAgain } from './second-look.ts';

/** One thread with its own networks; it does one job after another. */
const { models, runtime } = workerData as WorkerStart;

const open = async () => {
  const { name, ort } = await loadRuntime(runtime);
  // The largest first: what loading it leaves free is enough for the others.
  const embedder = await openNetwork(ort, models.feature, embedderShape);
  const detector = await openNetwork(ort, models.detect, detectorShape);
  const landmarker = await openNetwork(ort, models.landmark, landmarkerShape);
  parentPort?.postMessage({ ready: name });
  return { detector, landmarker, embedder };
};
/** Not awaited here: from source this file runs as CommonJS, which has no await outside of functions. */
const networks = open();

const analyse = async (pixels: Pixels, box: ScoredBox, vectors: boolean): Promise<AnalysedFace | null> => {
  const { landmarker, embedder } = await networks;
  const points = await findLandmarks(landmarker, pixels, box);
  if ((await instability(landmarker, pixels, box, points)) > maxInstability) return null;
  const aligned = alignFace(pixels, points);
  const quality = qualityOf(aligned, points);
  if (!vectors) return { box, points, quality, vector: null };
  const vector = await (isSoft(quality) ? embedSoft : embed)(embedder, aligned);
  return { box, points, quality, vector };
};

const run = async (job: Job): Promise<Answer> => {
  switch (job.kind) {
    case 'detect':
      return detectTile((await networks).detector, job.level, job.tile);
    case 'look':
      return lookAgain((await networks).detector, job.pixels, job.hint);
    case 'face':
      return analyse(job.pixels, job.box, job.vectors);
  }
};

parentPort?.on('message', ({ id, job }: { id: number; job: Job }) => {
  run(job).then(
    (answer) => parentPort?.postMessage({ id, answer }),
    (error: unknown) => parentPort?.postMessage({ id, error: error instanceof Error ? error.message : 'failed' }),
  );
});
