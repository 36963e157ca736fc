import type { ScoredBox } from './boxes.ts';
import type { FivePoints } from './landmarks.ts';
import type { Pixels } from './pixels.ts';
import type { Quality } from './quality.ts';
import type { Tile } from './tiles.ts';

/** What is asked of a worker, and what it answers. Pixels are shared memory: nothing is copied. */
export type Job =
  | { readonly kind: 'detect'; readonly level: Pixels; readonly tiles: readonly Tile[] }
  | {
      readonly kind: 'faces';
      readonly pixels: Pixels;
      readonly boxes: readonly ScoredBox[];
      readonly vectors: boolean;
    };

export interface AnalysedFace {
  readonly box: ScoredBox;
  readonly points: FivePoints;
  readonly quality: Quality;
  /** Null when only quality was asked for. */
  readonly vector: Float32Array | null;
}

export type Answer<J extends Job = Job> = J extends { kind: 'detect' }
  ? readonly ScoredBox[]
  : readonly (AnalysedFace | null)[];

export interface WorkerStart {
  readonly models: { readonly detect: Uint8Array; readonly landmark: Uint8Array; readonly feature: Uint8Array };
  readonly runtime?: 'native' | 'wasm';
}
