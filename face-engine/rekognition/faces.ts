import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AnalysedFace } from '../messages.ts';
import { type Change, type Collection, findCollection, findListed, type StoredFace } from './collection-store.ts';
import { boundingBox, confidence, faceDetail } from './face-detail.ts';
import {
  attributes,
  collectionId,
  externalImageId,
  faceIds,
  image,
  maxFacesPerCall,
  nextToken,
  pageLength,
  type QualityFilter,
  qualityFilter,
  userId,
} from './fields.ts';
import { operation } from './operation.ts';
import { page } from './paging.ts';
import { type Picture, readPicture } from './picture.ts';
import { reasonsAgainst } from './quality-bar.ts';

/** A stored face as the protocol tells it. */
export const faceOf = (face: StoredFace, IndexFacesModelVersion: string) => ({
  FaceId: face.faceId,
  BoundingBox: face.box,
  ImageId: face.imageId,
  Confidence: face.confidence,
  IndexFacesModelVersion,
  ...(face.externalImageId === null ? {} : { ExternalImageId: face.externalImageId }),
  ...(face.userId === null ? {} : { UserId: face.userId }),
});

const hash = (...parts: readonly (string | Uint8Array)[]) => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex');
};

interface Chosen {
  readonly face: AnalysedFace;
  readonly reasons: readonly string[];
}

/**
 * Of more faces than wanted the largest stay; which of two faces is the worse one AWS does not say beyond its quality
 * bar, and what is under the bar is out already.
 */
const choose = (picture: Picture, filter: QualityFilter, most: number): Chosen[] => {
  let taken = 0;
  return picture.faces.map((face) => {
    const reasons = reasonsAgainst(face, picture, filter);
    if (reasons.length > 0) return { face, reasons };
    taken += 1;
    return { face, reasons: taken > most ? ['EXCEEDS_MAX_FACES'] : [] };
  });
};

const stored = (
  collection: Collection,
  { face }: Chosen,
  picture: Picture,
  imageId: string,
  external: string | null,
): StoredFace => {
  const { x, y } = face.box;
  const fingerprint = hash(picture.bytes, external ?? '', `${Math.round(x)},${Math.round(y)}`);
  const standing = [...collection.faces.values()].find((other) => other.fingerprint === fingerprint);
  if (standing !== undefined) return standing;
  if (face.vector === null) throw new Error('The engine was asked for vectors.');
  return {
    faceId: randomUUID(),
    imageId,
    externalImageId: external,
    box: boundingBox(face, picture),
    confidence: confidence(face),
    vector: face.vector,
    fingerprint,
    userId: null,
  };
};

export const indexFaces = operation(
  z.object({
    CollectionId: collectionId,
    Image: image,
    ExternalImageId: externalImageId.optional(),
    DetectionAttributes: attributes,
    MaxFaces: z.int().min(1).default(100),
    QualityFilter: qualityFilter('AUTO'),
  }),
  async ({ store, engine }, { CollectionId, Image, ExternalImageId, MaxFaces, QualityFilter: filter }) => {
    findCollection(store.collections, CollectionId);
    const picture = await readPicture(engine, Image, true);
    const chosen = choose(picture, filter, MaxFaces);
    return store.change((collections) => {
      const collection = findCollection(collections, CollectionId);
      const imageId = randomUUID();
      const taken = chosen
        .filter(({ reasons }) => reasons.length === 0)
        .map((one) => ({ one, face: stored(collection, one, picture, imageId, ExternalImageId ?? null) }));
      const isNew = ({ face }: { face: StoredFace }) => !collection.faces.has(face.faceId);
      return {
        changes: taken.filter(isNew).map(({ face }): Change => ({ kind: 'face', collection: CollectionId, face })),
        answer: {
          FaceModelVersion: engine.modelVersion,
          FaceRecords: taken.map(({ one, face }) => ({
            Face: faceOf(face, engine.modelVersion),
            FaceDetail: faceDetail(one.face, picture),
          })),
          UnindexedFaces: chosen
            .filter(({ reasons }) => reasons.length > 0)
            .map(({ face, reasons }) => ({ Reasons: reasons, FaceDetail: faceDetail(face, picture) })),
        },
      };
    });
  },
);

export const listFaces = operation(
  z.object({
    CollectionId: collectionId,
    UserId: userId.optional(),
    FaceIds: faceIds(maxFacesPerCall).optional(),
    NextToken: nextToken,
    MaxResults: pageLength(maxFacesPerCall),
  }),
  async ({ store, engine }, { CollectionId, UserId, FaceIds, ...wanted }) => {
    const { faces } = findListed(store, CollectionId);
    const asked = [...faces.values()].filter(
      (face) =>
        (UserId === undefined || face.userId === UserId) && (FaceIds === undefined || FaceIds.includes(face.faceId)),
    );
    const { entries, ...next } = page(`faces of ${CollectionId}`, asked, (face) => face.faceId, wanted);
    return {
      FaceModelVersion: engine.modelVersion,
      Faces: entries.map((face) => faceOf(face, engine.modelVersion)),
      ...next,
    };
  },
);

export const deleteFaces = operation(
  z.object({ CollectionId: collectionId, FaceIds: faceIds(maxFacesPerCall) }),
  async ({ store }, { CollectionId, FaceIds }) =>
    store.change((collections) => {
      const { faces } = findCollection(collections, CollectionId);
      const deleted: string[] = [];
      const failures: object[] = [];
      for (const FaceId of new Set(FaceIds)) {
        const face = faces.get(FaceId);
        if (face === undefined) failures.push({ FaceId, Reasons: ['FACE_NOT_FOUND'] });
        else if (face.userId === null) deleted.push(FaceId);
        else failures.push({ FaceId, UserId: face.userId, Reasons: ['ASSOCIATED_TO_AN_EXISTING_USER'] });
      }
      return {
        changes: deleted.map((faceId): Change => ({ kind: 'forget-face', collection: CollectionId, faceId })),
        answer: { DeletedFaces: deleted, UnsuccessfulFaceDeletions: failures },
      };
    }),
);
