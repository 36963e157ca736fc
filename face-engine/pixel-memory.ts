/** Memory that workers share, and that one picture after another uses. */
export interface PixelMemory {
  /** So many bytes, blank. */
  take(bytes: number): Uint8Array<SharedArrayBuffer>;
  /** Ends their use, and blanks them: no picture stays longer than it is needed. Nobody reads them after this. */
  giveBack(bytes: Uint8Array<SharedArrayBuffer>): void;
}

/** A picture and its levels; what pictures analysed at the same time need on top is left to the garbage collector. */
const kept = 4;

/**
 * Shared memory is free only when each thread that has seen it has collected its garbage, and workers seldom do: without
 * this, tens of megabytes of old pictures stay.
 */
export const openPixelMemory = (): PixelMemory => {
  const free: SharedArrayBuffer[] = [];
  return {
    take(bytes) {
      const fits = free.filter(({ byteLength }) => byteLength >= bytes).sort((a, b) => a.byteLength - b.byteLength)[0];
      if (fits !== undefined) free.splice(free.indexOf(fits), 1);
      return new Uint8Array(fits ?? new SharedArrayBuffer(bytes), 0, bytes);
    },
    giveBack(bytes) {
      bytes.fill(0);
      free.push(bytes.buffer);
      free.sort((a, b) => b.byteLength - a.byteLength).splice(kept);
    },
  };
};
