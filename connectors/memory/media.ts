import type { Media } from '../../core/ports/media.ts';
import { mediaKey, mediaPrefix } from '../media-key.ts';

/** Pictures in plain memory. */
export const memoryMedia = (): Media => {
  const pictures = new Map<string, Uint8Array>();
  return {
    async put(key, bytes) {
      pictures.set(mediaKey(key), Uint8Array.from(bytes));
    },
    async get(key) {
      const bytes = pictures.get(mediaKey(key));
      return bytes === undefined ? null : Uint8Array.from(bytes);
    },
    async erase(key) {
      pictures.delete(mediaKey(key));
    },
    async list(prefix) {
      const wanted = mediaPrefix(prefix);
      return [...pictures.keys()].filter((key) => key.startsWith(wanted)).sort();
    },
  };
};
