import type { GalleryPlace } from '../ports/face-record-store.ts';

/** FNV-1a, 32 bits: offset basis and prime (datatracker.ietf.org/doc/draft-eastlake-fnv). */
const offset = 0x811c9dc5;
const prime = 0x01000193;

/**
 * Differs when somebody, or another reference of somebody, was compared with: what a search answered for a face is worth
 * as much for the same face later only while the stamp is the same. Tells two states apart; it keeps no secret.
 */
export const galleryStamp = (places: readonly GalleryPlace[]): string => {
  const text = places
    .map(({ enginePerson, references }) => `${enginePerson}:${references.join()}`)
    .sort()
    .join('\n');
  let hash = offset;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), prime) >>> 0;
  return hash.toString(16).padStart(8, '0');
};
