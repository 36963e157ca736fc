import { Worker } from 'node:worker_threads';
import type { Answer, Job, WorkerStart } from './messages.ts';

/** A worker died, or the pool was closed, while the job was with it. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
}

interface Waiting {
  readonly job: Job;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Place {
  worker: Worker;
  current: Waiting | null;
}

export interface Pool {
  readonly size: number;
  run<J extends Job>(job: J): Promise<Answer<J>>;
  close(): Promise<void>;
}

/** From source a thread needs a loader first; a bundle holds worker.mjs beside this file. */
const workerFile = new URL(import.meta.url.endsWith('.ts') ? './worker-source.cjs' : './worker.mjs', import.meta.url);

/** Workers that take jobs in the order they come. One that dies fails its job and is replaced. */
export const openPool = async (size: number, start: WorkerStart): Promise<Pool> => {
  const queue: Waiting[] = [];
  const places: Place[] = [];
  let closed = false;

  const next = (place: Place): void => {
    if (place.current !== null) return;
    const waiting = queue.shift();
    if (waiting === undefined) return;
    place.current = waiting;
    place.worker.postMessage({ id: 0, job: waiting.job });
  };

  const open = (place: Omit<Place, 'worker'> & { worker: Worker | null }): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(workerFile, { workerData: start, execArgv: [] });
      const opened = Object.assign(place, { worker }) as Place;
      worker.on('message', (message: { ready?: string; answer?: unknown; error?: string }) => {
        if (message.ready !== undefined) {
          resolve();
          return next(opened);
        }
        const waiting = opened.current;
        opened.current = null;
        if (message.error === undefined) waiting?.resolve(message.answer);
        else waiting?.reject(new Error(message.error));
        next(opened);
      });
      worker.on('error', reject);
      worker.on('exit', () => {
        opened.current?.reject(new EngineUnavailable('The recognition worker ended.'));
        opened.current = null;
        if (!closed) open(opened).catch(() => {});
      });
    });

  for (let i = 0; i < size; i += 1) places.push({ worker: null as unknown as Worker, current: null });
  await Promise.all(places.map(open));

  return {
    size,
    run: <J extends Job>(job: J) =>
      new Promise<Answer<J>>((resolve, reject) => {
        if (closed) return reject(new EngineUnavailable('The engine is closed.'));
        queue.push({ job, resolve: resolve as (answer: unknown) => void, reject });
        for (const place of places) next(place);
      }),
    async close() {
      closed = true;
      for (const waiting of queue.splice(0)) waiting.reject(new EngineUnavailable('The engine is closed.'));
      await Promise.all(places.map(({ worker }) => worker.terminate()));
    },
  };
};
