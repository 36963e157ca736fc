import type { Look } from '../../core/biometrics/grouping.ts';
import type { Box } from '../../core/biometrics/identification.ts';
import type { FaceEngine } from '../../face-engine/index.ts';
import { inMusterCodes } from './face-gallery.ts';

type Engine = Pick<FaceEngine, 'analyseAt' | 'close'>;

/**
 * How the faces at these boxes look to the embedded recogniser, whoever found them; null where it sees none. The engine is
 * opened when it is first needed: whoever takes one photograph of a room never does.
 */
export interface FaceLooks {
  /** @throws MusterError UNAVAILABLE, IMAGE_UNREADABLE */
  looks(image: Uint8Array, boxes: readonly Box[]): Promise<(Look | null)[]>;
  close(): Promise<void>;
}

export const faceLooks = (open: () => Promise<Engine>): FaceLooks => {
  let opening: Promise<Engine> | null = null;
  return {
    looks: (image, boxes) =>
      inMusterCodes(async () => {
        opening ??= open().catch((error: unknown) => {
          opening = null;
          throw error;
        });
        const faces = await (await opening).analyseAt(image, boxes);
        return faces.map((face) =>
          face === null || face.vector === null
            ? null
            : { vector: face.vector, heightPx: face.box.height, sharpness: face.quality.sharpness },
        );
      }),
    async close() {
      await (await opening)?.close();
    },
  };
};
