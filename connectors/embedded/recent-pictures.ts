import { createHash } from 'node:crypto';
import type { FaceEngine } from '../../face-engine/index.ts';

/** Longer than an enrolment takes, from the first look at its pictures to their place in a gallery. */
const keepMs = 30_000;
/** Of a few people who enrol at once. */
const most = 16;

export interface RecentPictures extends Pick<FaceEngine, 'analyse'> {
  /** Whoever is erased is gone from here as well. */
  forget(): void;
}

/**
 * The engine, which computes the vector of each enrolled picture once: whether it shows the same person as the others, whom
 * it resembles, and its template are questions about the same face, asked a dozen times. Remembered in memory alone and for
 * half a minute; never of a look through the learner's camera, and never of a photograph of the room, whose progress
 * somebody follows: strangers stand in it (design rule 3).
 */
export const recentPictures = (engine: Pick<FaceEngine, 'analyse'>, keep = keepMs): RecentPictures => {
  const known = new Map<string, ReturnType<FaceEngine['analyse']>>();
  const remember = (key: string, faces: ReturnType<FaceEngine['analyse']>): void => {
    known.set(key, faces);
    const drop = () => {
      if (known.get(key) === faces) known.delete(key);
    };
    setTimeout(drop, keep).unref();
    faces.catch(drop);
    for (const oldest of known.keys()) if (known.size > most) known.delete(oldest);
  };
  return {
    analyse(picture, options) {
      if (!options.vectors || options.onProgress !== undefined) return engine.analyse(picture, options);
      const key = createHash('sha256').update(picture).digest('hex');
      const before = known.get(key);
      if (before !== undefined) return before;
      const faces = engine.analyse(picture, options);
      remember(key, faces);
      return faces;
    },
    forget: () => known.clear(),
  };
};
