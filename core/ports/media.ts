/** Pictures: captures and references. Keys are made of our own ids; there is no listing by person across courses. */
export interface Media {
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is no such picture (any more). */
  get(key: string): Promise<Uint8Array | null>;
  /** Erases every stored version. Of an unknown key: nothing to do. */
  erase(key: string): Promise<void>;
  /** All keys that begin with the prefix. */
  list(prefix: string): Promise<string[]>;
}
