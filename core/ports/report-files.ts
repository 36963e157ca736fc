/** Finished reports, for those who asked for them; they hold no faces. Keys are made of our own ids. */
export interface ReportFiles {
  put(key: string, content: AsyncIterable<string> | Iterable<string>, contentType: string): Promise<void>;
  /** An address that opens this one file for so many minutes; null when there is none (any more). */
  link(key: string, fileName: string, minutes: number): Promise<string | null>;
  /** Erases every stored version. Of an unknown key: nothing to do. */
  erase(key: string): Promise<void>;
}
