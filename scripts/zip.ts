import { type Zippable, zipSync } from 'fflate';

export interface ZippedFile {
  /** With "/" between folders. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The first day that a zip can tell, in whatever zone this runs: the same files give the same zip, byte for byte. */
const firstDay = new Date(1980, 0, 1);
/** Unix, a plain file that everybody may read: Lambda runs as a user of its own. */
const asPlainFile = { os: 3, attrs: 0o100644 << 16, mtime: firstDay, level: 9 } as const;

export const zip = (files: readonly ZippedFile[]): Uint8Array => {
  const inOrder = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const zippable: Zippable = Object.fromEntries(inOrder.map(({ path, bytes }) => [path, [bytes, asPlainFile]]));
  return zipSync(zippable);
};
