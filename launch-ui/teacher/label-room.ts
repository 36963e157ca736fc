import type { BoardFace } from '../../lti-server/http/api-schema/board.ts';

type Boxed = Pick<BoardFace, 'id' | 'box'>;

/** What a number takes above its face, in CSS pixels. */
export const numberHeight = 15;

/** Half the width that a short label takes, in CSS pixels. */
const reach = 28;

/**
 * Free height above and below a face until the next face that its labels would cover, in CSS pixels of a picture shown so
 * large, or to the edge of the picture: there no number of a next one needs room.
 */
export const labelRoom = (
  { id, box }: Boxed,
  faces: readonly Boxed[],
  shown: { readonly width: number; readonly height: number },
): { readonly above: number; readonly below: number } => {
  let above = box.top * shown.height;
  let below = (1 - box.top - box.height) * shown.height + numberHeight;
  const middle = box.left + box.width / 2;
  for (const { id: otherId, box: other } of faces) {
    const apart = Math.abs(other.left + other.width / 2 - middle) * shown.width - (other.width / 2) * shown.width;
    if (otherId === id || apart > reach) continue;
    if (other.top > box.top) below = Math.min(below, (other.top - box.top - box.height) * shown.height);
    else above = Math.min(above, (box.top - other.top - other.height) * shown.height);
  }
  return { above, below };
};
