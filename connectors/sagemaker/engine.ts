import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { MusterError } from '../../core/errors.ts';
import type { EngineDescription } from '../../core/ports/face-gallery.ts';
import type { AnalysedFace, FaceEngine, FacesInPicture } from '../../face-engine/index.ts';
import { type DescriptionAnswer, descriptionAnswer, type FacesAnswer, facesAnswer } from './answers.ts';
import { invoke } from './calls.ts';

/** An engine behind an endpoint: it finds and measures faces; galleries and comparing stay with us. */
export interface SagemakerEngine extends Pick<FaceEngine, 'analyse' | 'modelVersion' | 'close'> {
  /** @throws MusterError UNAVAILABLE, THROTTLED, DENIED, RESPONSE_INVALID */
  describe(): Promise<EngineDescription>;
}

/** Length 1, so that the cosine of two is their dot product. @throws MusterError RESPONSE_INVALID */
const unit = (vector: readonly number[], length: number): Float32Array => {
  const norm = Math.hypot(...vector);
  if (vector.length !== length || !(norm > 0)) {
    throw new MusterError('RESPONSE_INVALID', { port: 'gallery', reason: 'vector' });
  }
  return Float32Array.from(vector, (value) => value / norm);
};

const faceOf = (
  { box, score, points, quality, vector }: FacesAnswer['faces'][number],
  length: number,
): AnalysedFace => {
  const [a, b, c, d, e] = points;
  const at = ([x, y]: readonly [number, number]) => ({ x, y });
  return {
    box: { ...box, score },
    points: [at(a), at(b), at(c), at(d), at(e)],
    quality,
    vector: vector === null ? null : unit(vector, length),
  };
};

const area = ({ box }: AnalysedFace) => box.width * box.height;

/**
 * A model of the institution's own at a SageMaker endpoint (docs/faces.md, "A model of your own"). Vectors of two models
 * cannot be compared: an answer of another model than the one that was described is not believed, and it is asked anew what
 * it is.
 */
export const sagemakerEngine = (client: SageMakerRuntimeClient, endpointName: string): SagemakerEngine => {
  let known: DescriptionAnswer | null = null;
  let asking: Promise<DescriptionAnswer> | null = null;

  const described = async (): Promise<DescriptionAnswer> => {
    if (known !== null) return known;
    const body = new TextEncoder().encode(JSON.stringify({ describe: true }));
    asking ??= invoke(client, endpointName, { contentType: 'application/json', body }, descriptionAnswer).finally(
      () => {
        asking = null;
      },
    );
    known = await asking;
    return known;
  };

  const assertSame = (told: DescriptionAnswer, { model }: FacesAnswer): void => {
    if (told.model === model) return;
    known = null;
    throw new MusterError('UNAVAILABLE', { port: 'gallery', reason: 'model_changed' });
  };

  return {
    get modelVersion() {
      return known?.model ?? '';
    },
    async describe() {
      const { model, thresholds, qualityLimits, origin } = await described();
      return {
        engine: 'sagemaker',
        modelVersion: model,
        thresholds: { ...thresholds, scale: 'linear' },
        qualityLimits,
        origin,
      };
    },
    async analyse(picture, { vectors, onProgress }): Promise<FacesInPicture> {
      const told = await described();
      const attributes = vectors ? 'vectors=yes' : 'vectors=no';
      const call = { contentType: 'image/jpeg', body: picture, attributes } as const;
      const answer = await invoke(client, endpointName, call, facesAnswer);
      assertSame(told, answer);
      const faces = answer.faces.map((face) => faceOf(vectors ? face : { ...face, vector: null }, told.vectorLength));
      if (vectors && faces.some(({ vector }) => vector === null)) {
        throw new MusterError('RESPONSE_INVALID', { port: 'gallery', reason: 'vector' });
      }
      await onProgress?.(0, faces.length);
      await onProgress?.(faces.length, faces.length);
      return { width: answer.width, height: answer.height, faces: faces.sort((a, b) => area(b) - area(a)) };
    },
    async close() {
      client.destroy();
    },
  };
};
