import type { Expiring } from './registration-access.ts';

/** Finished reports, for those who asked for them; they hold no faces. Keys are made of our own ids. */
export interface ReportFiles {
  put(key: string, content: AsyncIterable<string> | Iterable<string>, contentType: string): Promise<void>;
  /** An address that opens this one file for so many minutes; null when there is none (any more). */
  link(key: string, fileName: string, minutes: number): Promise<string | null>;
  /** Erases every stored version. Of an unknown key: nothing to do. */
  erase(key: string): Promise<void>;
}

/** Leave to fetch one file, once, where the tool hands them out itself. */
export interface ReportLink extends Expiring {
  readonly key: string;
  readonly fileName: string;
}

/** A file as it is handed out. */
export interface ReportDownload {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Where the tool hands files out itself: what its links lead to. */
export interface ReportDownloads {
  /** Each link serves once. Null when it was used, has run out, or its file is gone. */
  take(token: string): Promise<ReportDownload | null>;
}
