import { z } from 'zod';
import { cosine, meanVector } from '../index.ts';
import { type Change, type Collection, findCollection, type StoredFace } from './collection-store.ts';
import { Fault } from './fault.ts';
import { clientRequestToken, collectionId, faceIds, maxFacesPerUser, threshold, userId } from './fields.ts';
import { operation } from './operation.ts';
import { similarityOf } from './similarity.ts';
import { assertSettled, facesOf, findUser } from './users.ts';

const request = z.object({
  CollectionId: collectionId,
  UserId: userId,
  FaceIds: faceIds(maxFacesPerUser),
  ClientRequestToken: clientRequestToken,
});

interface Failure {
  readonly FaceId: string;
  readonly UserId?: string;
  readonly Confidence?: number;
  readonly Reasons: readonly string[];
}

/** Faces that change hands, and what stands against the others. Those that are as wished already are in neither list. */
interface Sorted {
  readonly faces: readonly StoredFace[];
  readonly failures: readonly Failure[];
}

const changesOf = (
  { id: collection }: Collection,
  faces: readonly StoredFace[],
  user: { readonly userId: string; readonly associate: boolean },
  settledAt: number,
): Change[] =>
  faces.length === 0
    ? []
    : [
        ...faces.map((face): Change => {
          return { kind: 'face', collection, face: { ...face, userId: user.associate ? user.userId : null } };
        }),
        { kind: 'user', collection, user: { userId: user.userId, settledAt } },
      ];

const toAssociate = (collection: Collection, user: string, wanted: readonly string[], least: number): Sorted => {
  const standing = facesOf(collection, user).map(({ vector }) => vector);
  const template = standing.length === 0 ? null : meanVector(standing);
  const faces: StoredFace[] = [];
  const failures: Failure[] = [];
  for (const FaceId of new Set(wanted)) {
    const face = collection.faces.get(FaceId);
    if (face === undefined) {
      failures.push({ FaceId, Reasons: ['FACE_NOT_FOUND'] });
      continue;
    }
    if (face.userId === user) continue;
    if (face.userId !== null) {
      failures.push({ FaceId, UserId: face.userId, Reasons: ['ASSOCIATED_TO_A_DIFFERENT_USER'] });
      continue;
    }
    const Confidence = template === null ? 100 : similarityOf(cosine(template, face.vector));
    if (Confidence < least) failures.push({ FaceId, Confidence, Reasons: ['LOW_MATCH_CONFIDENCE'] });
    else faces.push(face);
  }
  if (standing.length + faces.length > maxFacesPerUser) {
    throw new Fault('ServiceQuotaExceededException', `A user has at most ${maxFacesPerUser} faces.`);
  }
  return { faces, failures };
};

export const associateFaces = operation(
  request.extend({ UserMatchThreshold: threshold(75) }),
  async ({ store, now, settleMs }, { CollectionId, UserId, FaceIds, UserMatchThreshold }) =>
    store.change((collections) => {
      const collection = findCollection(collections, CollectionId);
      assertSettled(findUser(collection, UserId), now());
      const { faces, failures } = toAssociate(collection, UserId, FaceIds, UserMatchThreshold);
      return {
        changes: changesOf(collection, faces, { userId: UserId, associate: true }, now() + settleMs),
        answer: {
          AssociatedFaces: faces.map(({ faceId }) => ({ FaceId: faceId })),
          UnsuccessfulFaceAssociations: failures,
          UserStatus: 'UPDATING',
        },
      };
    }),
);

const toDisassociate = (collection: Collection, user: string, wanted: readonly string[]): Sorted => {
  const faces: StoredFace[] = [];
  const failures: Failure[] = [];
  for (const FaceId of new Set(wanted)) {
    const face = collection.faces.get(FaceId);
    if (face === undefined) failures.push({ FaceId, Reasons: ['FACE_NOT_FOUND'] });
    else if (face.userId === user) faces.push(face);
    else if (face.userId !== null) {
      failures.push({ FaceId, UserId: face.userId, Reasons: ['ASSOCIATED_TO_A_DIFFERENT_USER'] });
    }
  }
  return { faces, failures };
};

export const disassociateFaces = operation(
  request,
  async ({ store, now, settleMs }, { CollectionId, UserId, FaceIds }) =>
    store.change((collections) => {
      const collection = findCollection(collections, CollectionId);
      assertSettled(findUser(collection, UserId), now());
      const { faces, failures } = toDisassociate(collection, UserId, FaceIds);
      return {
        changes: changesOf(collection, faces, { userId: UserId, associate: false }, now() + settleMs),
        answer: {
          DisassociatedFaces: faces.map(({ faceId }) => ({ FaceId: faceId })),
          UnsuccessfulFaceDisassociations: failures,
          UserStatus: 'UPDATING',
        },
      };
    }),
);
