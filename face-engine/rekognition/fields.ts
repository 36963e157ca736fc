import { z } from 'zod';

/** Limits and patterns of docs.aws.amazon.com/rekognition/latest/APIReference. */
const id = (pattern: RegExp, longest: number) => z.string().min(1).max(longest).regex(pattern);

export const collectionId = id(/^[a-zA-Z0-9_.-]+$/, 255);
export const userId = id(/^[a-zA-Z0-9_.:-]+$/, 128);
export const externalImageId = id(/^[a-zA-Z0-9_.:-]+$/, 255);
export const faceId = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

export const maxFacesPerCall = 4096;
export const maxFacesPerUser = 100;
export const maxUsersPerCall = 500;

export const faceIds = (most: number) => z.array(faceId).min(1).max(most);
export const threshold = (usual: number) => z.number().min(0).max(100).default(usual);
export const atMost = (most: number) => z.int().min(1).max(most).default(most);

/** A page's length; 0 is allowed and means the longest. */
export const pageLength = (most: number) =>
  z
    .int()
    .min(0)
    .max(most)
    .default(0)
    .transform((wanted) => (wanted === 0 ? most : wanted));

export const nextToken = z.string().max(1024).optional();

/** The SDKs make one for each call and send it again with a retry. */
export const clientRequestToken = id(/^[a-zA-Z0-9_-]+$/, 64).optional();

export const qualityFilter = (usual: 'NONE' | 'AUTO') =>
  z.enum(['NONE', 'AUTO', 'LOW', 'MEDIUM', 'HIGH']).default(usual);
export type QualityFilter = z.infer<ReturnType<typeof qualityFilter>>;

/**
 * Attributes are checked and then left alone: whatever is asked for, the answer holds the default ones (box, landmarks,
 * pose, quality). This engine infers neither age nor gender nor emotion.
 */
export const attributes = z
  .array(
    z.enum(
      'DEFAULT ALL AGE_RANGE BEARD EMOTIONS EYE_DIRECTION EYEGLASSES EYES_OPEN GENDER MOUTH_OPEN MUSTACHE FACE_OCCLUDED SMILE SUNGLASSES'.split(
        ' ',
      ),
    ),
  )
  .optional();

export const image = z.object({ Bytes: z.base64().optional(), S3Object: z.looseObject({}).optional() });
export type Image = z.infer<typeof image>;
