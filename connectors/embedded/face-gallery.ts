import type { Box } from '../../core/biometrics/identification.ts';
import { MusterError } from '../../core/errors.ts';
import type { EngineDescription, FaceGallery, IdentifiedFace } from '../../core/ports/face-gallery.ts';
import {
  type AnalysedFace,
  cosine,
  EngineUnavailable,
  type FaceEngine,
  type FacesInPicture,
  meanVector,
  UnreadablePicture,
} from '../../face-engine/index.ts';
import { recentPictures } from './recent-pictures.ts';
import type { TemplateStore } from './template-store.ts';

/**
 * Cosines times 100. On the Face Research Lab London Set (102 people, neutral enrols, smiling probes, one template) no
 * stranger of 102 reaches 55 by leave-one-out (2 reach 50, 3 reach 45) and all 102 genuine ones do. On LFW (30 enrolled
 * with 3 pictures) 55 matches 92.7 % at full resolution and 88.0 % at 48 pixels, and leaves the rest to review.
 */
const description = {
  engine: 'embedded',
  thresholds: { match: 55, review: 35, margin: 8, scale: 'linear' },
  qualityLimits: { minHeightPx: 90, minBrightness: 18, maxBrightness: 88, minSharpness: 22, maxYaw: 40, maxPitch: 38 },
  origin:
    'Face Research Lab London Set: 102 people, one template each; 0 of 102 strangers at 55 (2 at 50), 102 of 102 genuine. LFW at 55: 92.7 % of genuine matched at full size, 88.0 % at 48 px; the rest goes to review.',
} as const satisfies Omit<EngineDescription, 'modelVersion'>;

const maxCandidates = 5;

const boxOf = ({ box }: AnalysedFace, { width, height }: FacesInPicture): Box => {
  const left = Math.max(0, box.x / width);
  const top = Math.max(0, box.y / height);
  return {
    left,
    top,
    width: Math.min(1 - left, box.width / width),
    height: Math.min(1 - top, box.height / height),
  };
};

export const inMusterCodes = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    if (error instanceof UnreadablePicture) throw new MusterError('IMAGE_UNREADABLE', {}, { cause: error });
    if (error instanceof EngineUnavailable) throw new MusterError('UNAVAILABLE', { port: 'gallery' }, { cause: error });
    throw error;
  }
};

const similarity = (a: Float32Array, b: Float32Array) => Math.min(100, Math.max(0, cosine(a, b) * 100));

/**
 * An engine that finds and measures faces, the one in this process unless `describe` says otherwise, with its templates in the
 * table. Those of another model are left alone: their numbers mean something else.
 */
export const embeddedFaceGallery = (
  engine: Pick<FaceEngine, 'analyse' | 'modelVersion'>,
  templates: TemplateStore,
  describe: FaceGallery['describe'] = async () => ({ ...description, modelVersion: engine.modelVersion }),
): FaceGallery => {
  const recent = recentPictures(engine);
  let model: string | null = null;
  /** What it is now; what another model has seen is forgotten. */
  const current = async () => {
    const described = await describe();
    if (model !== null && described.modelVersion !== model) recent.forget();
    model = described.modelVersion;
    return described;
  };
  const largest = async (image: Uint8Array): Promise<Float32Array | null> =>
    (await recent.analyse(image, { vectors: true })).faces[0]?.vector ?? null;

  const means = async (gallery: string) => {
    const [{ modelVersion }, all] = await Promise.all([current(), templates.list(gallery)]);
    return all
      .filter(({ model }) => model === null || model === modelVersion)
      .map(({ person, references }) => ({ person, template: meanVector(references.map(({ vector }) => vector)) }));
  };

  return {
    describe,
    inspect: (image) =>
      inMusterCodes(async () => {
        const found = await recent.analyse(image, { vectors: false });
        return found.faces.map((face) => ({
          box: boxOf(face, found),
          quality: { heightPx: face.box.height, ...face.quality },
        }));
      }),
    compare: (a, b) =>
      inMusterCodes(async () => {
        const [first, second] = await Promise.all([largest(a), largest(b)]);
        return first === null || second === null ? null : similarity(first, second);
      }),
    put: (gallery, person, references) =>
      inMusterCodes(async () => {
        const { modelVersion } = await current();
        const vectors = await Promise.all(
          references.map(async ({ id, image }) => ({ id, vector: await largest(image) })),
        );
        const usable = vectors.flatMap(({ id, vector }) => (vector === null ? [] : [{ id, vector }]));
        if (usable.length === 0) throw new MusterError('FACE_NOT_FOUND');
        await templates.put(gallery, { person, model: modelVersion, references: usable });
      }),
    remove(gallery, person) {
      recent.forget();
      return templates.remove(gallery, person);
    },
    list: (gallery) => templates.people(gallery),
    async drop(gallery) {
      recent.forget();
      for (const person of await templates.people(gallery)) await templates.remove(gallery, person);
    },
    // Searching costs nothing here: earlier shots are not asked for.
    identify: (gallery, image, { onProgress, onCalls } = {}) =>
      inMusterCodes(async () => {
        const people = await means(gallery);
        const found = await recent.analyse(image, {
          vectors: true,
          ...(onProgress === undefined ? {} : { onProgress }),
        });
        onCalls?.({});
        return found.faces.map((face): IdentifiedFace => {
          const { vector } = face;
          const candidates =
            vector === null
              ? []
              : people
                  .map(({ person, template }) => ({ person, similarity: similarity(vector, template) }))
                  .sort((a, b) => b.similarity - a.similarity)
                  .slice(0, maxCandidates);
          return { box: boxOf(face, found), heightPx: Math.round(face.box.height), candidates };
        });
      }),
  };
};
