import type { Erasure } from '../biometrics/erasure.ts';

/** Every erasure, for as long as any backup may be restored. Written before the first effect of each. */
export interface ErasureLog {
  add(erasure: Erasure): Promise<void>;
  /** From an instant to another, both included, oldest first. */
  list(from: string, to: string): Promise<Erasure[]>;
}
