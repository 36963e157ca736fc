import { availableParallelism } from 'node:os';
import { type ScoredBox, suppress } from './boxes.ts';
import { faceScore } from './detect.ts';
import type { AnalysedFace, WorkerStart } from './messages.ts';
import { loadModels } from './models.ts';
import { openPixelMemory } from './pixel-memory.ts';
import { decode, type Pixels, type Rect, resize } from './pixels.ts';
import { openPool } from './pool.ts';
import { toLookAt } from './second-look.ts';
import { levelsFor } from './tiles.ts';

export { cosine, meanVector } from './embed.ts';
export type { AnalysedFace } from './messages.ts';
export { UnreadablePicture } from './pixels.ts';
export { EngineUnavailable } from './pool.ts';

export interface FacesInPicture {
  readonly width: number;
  readonly height: number;
  /** Largest first. */
  readonly faces: readonly AnalysedFace[];
}

/** Fractions of the upright picture, 0 to 1. */
export interface FractionBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface EngineOptions {
  /** Threads that compute; as many as cores, at most four, when left out. */
  readonly workers?: number;
  readonly manifest?: string;
  readonly runtime?: WorkerStart['runtime'];
}

export interface FaceEngine {
  readonly modelVersion: string;
  /**
   * All faces of a picture with landmarks and quality, and vectors when asked for.
   * @throws UnreadablePicture, EngineUnavailable
   */
  analyse(
    picture: Uint8Array,
    options: { readonly vectors: boolean; readonly onProgress?: (done: number, found: number) => Promise<void> },
  ): Promise<FacesInPicture>;
  /**
   * The faces that somebody else's detector has boxed (fractions of the picture), each with its vector, in the order of
   * the boxes; null where none is seen. Detectors box differently and landmarks depend on it: each is boxed anew here.
   * @throws UnreadablePicture, EngineUnavailable
   */
  analyseAt(picture: Uint8Array, boxes: readonly FractionBox[]): Promise<(AnalysedFace | null)[]>;
  close(): Promise<void>;
}

/** Detections below this height are no use to anybody, and mostly not faces. */
const minHeight = 16;

/** Opens the embedded recogniser: models checked, workers ready. It never infers age, gender or emotion. */
export const createEngine = async ({ workers, manifest, runtime }: EngineOptions = {}): Promise<FaceEngine> => {
  const models = await loadModels(manifest);
  const size = workers ?? Math.min(4, availableParallelism());
  const pool = await openPool(size, { models: models.bytes, ...(runtime === undefined ? {} : { runtime }) });

  const memory = openPixelMemory();

  const detect = async (pixels: Pixels): Promise<ScoredBox[]> => {
    const perLevel = levelsFor(pixels.width, pixels.height).map(async ({ width, height, tiles }) => {
      const level = await resize(pixels, width, height, memory);
      const found = await Promise.all(tiles.map((tile) => pool.run({ kind: 'detect', level, tile })));
      memory.giveBack(level.data);
      const scaleX = pixels.width / width;
      const scaleY = pixels.height / height;
      return found.flat().map(({ x, y, width: w, height: h, score }) => ({
        x: x * scaleX,
        y: y * scaleY,
        width: w * scaleX,
        height: h * scaleY,
        score,
      }));
    });
    const found = (await Promise.all(perLevel)).flat().filter(({ height }) => height >= minHeight);
    const sure = suppress(found.filter(({ score }) => score >= faceScore));
    const hints = suppress(
      found.filter(({ score }) => score < faceScore),
      sure,
    );
    const looks = await Promise.all(toLookAt(hints).map((hint) => pool.run({ kind: 'look', pixels, hint })));
    const seen = looks.filter((box) => box !== null);
    return [...sure, ...suppress(seen, sure)];
  };

  return {
    modelVersion: models.version,
    async analyse(picture, { vectors, onProgress }) {
      const pixels = await decode(picture, memory);
      const boxes = (await detect(pixels)).sort((a, b) => b.width * b.height - a.width * a.height);
      await onProgress?.(0, boxes.length);
      let done = 0;
      const jobs = boxes.map(async (box) => {
        const face = await pool.run({ kind: 'face', pixels, box, vectors });
        done += 1;
        await onProgress?.(done, boxes.length);
        return face;
      });
      const faces = (await Promise.all(jobs)).filter((face) => face !== null);
      memory.giveBack(pixels.data);
      return { width: pixels.width, height: pixels.height, faces };
    },
    async analyseAt(picture, boxes) {
      const pixels = await decode(picture, memory);
      const rects = boxes.map(
        ({ left, top, width, height }): Rect => ({
          x: left * pixels.width,
          y: top * pixels.height,
          width: width * pixels.width,
          height: height * pixels.height,
        }),
      );
      const jobs = rects.map(async (rect) => {
        const box = await pool.run({ kind: 'look', pixels, hint: { ...rect, score: 1 } });
        return box === null ? null : pool.run({ kind: 'face', pixels, box, vectors: true });
      });
      const faces = await Promise.all(jobs);
      memory.giveBack(pixels.data);
      return faces;
    },
    close: () => pool.close(),
  };
};
