import type { ScoredBox } from './boxes.ts';
import type { FivePoints } from './landmarks.ts';
import type { Pixels } from './pixels.ts';
import type { Quality } from './quality.ts';
import type { Tile } from './tiles.ts';

/** What is asked of a worker, and what it answers. Pixels are shared memory: nothing is copied. */
export type Job =
  | { readonly kind: 'detect'; readonly level: Pixels; readonly tile: Tile }
  | { readonly kind: 'look'; readonly pixels: Pixels; readonly hint: ScoredBox }
  | { readonly kind: 'face'; readonly pixels: Pixels; readonly box: ScoredBox; readonly vectors: boolean };

export interface AnalysedFace {
  readonly box: ScoredBox;
  readonly points: FivePoints;
  readonly quality: Quality;
  /** Null when only quality was asked for. */
  readonly vector: Float32Array | null;
}

/** Null where a box is no face after all. */
export type Answer<J extends Job = Job> = J extends { kind: 'detect' }
  ? readonly ScoredBox[]
  : J extends { kind: 'look' }
    ? ScoredBox | null
    : AnalysedFace | null;

export interface WorkerStart {
  readonly models: { readonly detect: Uint8Array; readonly landmark: Uint8Array; readonly feature: Uint8Array };
  readonly runtime?: 'native' | 'wasm';
}
