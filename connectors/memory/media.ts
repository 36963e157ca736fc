import type { Media } from '../../core/ports/media.ts';

/** Pictures in plain memory. */
export const memoryMedia = (): Media => {
  const pictures = new Map<string, Uint8Array>();
  return {
    async put(key, bytes) {
      pictures.set(key, Uint8Array.from(bytes));
    },
    async get(key) {
      const bytes = pictures.get(key);
      return bytes === undefined ? null : Uint8Array.from(bytes);
    },
    async erase(key) {
      pictures.delete(key);
    },
    async list(prefix) {
      return [...pictures.keys()].filter((key) => key.startsWith(prefix)).sort();
    },
  };
};
