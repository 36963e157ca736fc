import { answersFromEarlier, type Look } from '../../core/biometrics/grouping.ts';
import type { Box, Thresholds } from '../../core/biometrics/identification.ts';
import type { EarlierShot, IdentifiedFace } from '../../core/ports/face-gallery.ts';

/** How the faces at these boxes look to a recogniser of our own; null where it sees none. */
export type FaceLooks = (image: Uint8Array, boxes: readonly Box[]) => Promise<(Look | null)[]>;

type Answers = (IdentifiedFace['candidates'] | null)[];

/**
 * What earlier shots of the session know of these faces, or null for each that has to be searched. The pictures are
 * looked at again, one after another, and what that tells is forgotten: nothing of it is stored.
 */
export const answersOfEarlierShots = async (
  looks: FaceLooks,
  image: Uint8Array,
  boxes: readonly Box[],
  earlier: readonly EarlierShot[],
  thresholds: Thresholds,
): Promise<Answers> => {
  const seen = [];
  for (const shot of earlier) {
    const own = await looks(
      shot.image,
      shot.faces.map(({ box }) => box),
    );
    seen.push(shot.faces.map(({ candidates }, index) => ({ look: own[index] ?? null, candidates })));
  }
  return answersFromEarlier(seen, await looks(image, boxes), thresholds);
};
