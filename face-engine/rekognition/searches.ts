import { z } from 'zod';
import { cosine } from '../index.ts';
import { type Collection, findCollection } from './collection-store.ts';
import { faceOf } from './faces.ts';
import { invalidParameter, notFound } from './fault.ts';
import { atMost, collectionId, faceId, maxFacesPerCall, maxUsersPerCall, threshold, userId } from './fields.ts';
import { operation, type Service } from './operation.ts';
import { similarityOf } from './similarity.ts';
import { userVectors } from './users.ts';

interface Wanted {
  readonly least: number;
  readonly most: number;
}

const ranked = <T extends { readonly vector: Float32Array }>(
  probe: Float32Array,
  entries: readonly T[],
  { least, most }: Wanted,
): { entry: T; Similarity: number }[] =>
  entries
    .map((entry) => ({ entry, Similarity: similarityOf(cosine(probe, entry.vector)) }))
    .filter(({ Similarity }) => Similarity >= least)
    .sort((a, b) => b.Similarity - a.Similarity)
    .slice(0, most);

export const matchingFaces = ({ engine }: Service, { faces }: Collection, probe: Float32Array, wanted: Wanted) =>
  ranked(probe, [...faces.values()], wanted).map(({ entry, Similarity }) => ({
    Similarity,
    Face: faceOf(entry, engine.modelVersion),
  }));

export const matchingUsers = (
  { now }: Service,
  collection: Collection,
  probe: Float32Array,
  wanted: Wanted,
  except: string | null = null,
) =>
  ranked(
    probe,
    userVectors(collection, now()).filter((user) => user.userId !== except),
    wanted,
  ).map(({ entry, Similarity }) => ({ Similarity, User: { UserId: entry.userId, UserStatus: entry.status } }));

const findFace = ({ faces }: Collection, id: string) => {
  const face = faces.get(id);
  if (face === undefined) throw invalidParameter('faceId was not found in the collection');
  return face;
};

export const searchFaces = operation(
  z.object({
    CollectionId: collectionId,
    FaceId: faceId,
    MaxFaces: atMost(maxFacesPerCall),
    FaceMatchThreshold: threshold(80),
  }),
  async (service, { CollectionId, FaceId, MaxFaces, FaceMatchThreshold }) => {
    const collection = findCollection(service.store.collections, CollectionId);
    const { vector } = findFace(collection, FaceId);
    const others = new Map([...collection.faces].filter(([id]) => id !== FaceId));
    return {
      SearchedFaceId: FaceId,
      FaceModelVersion: service.engine.modelVersion,
      FaceMatches: matchingFaces(service, { ...collection, faces: others }, vector, {
        least: FaceMatchThreshold,
        most: MaxFaces,
      }),
    };
  },
);

export const searchUsers = operation(
  z.object({
    CollectionId: collectionId,
    UserId: userId.optional(),
    FaceId: faceId.optional(),
    UserMatchThreshold: threshold(80),
    MaxUsers: atMost(maxUsersPerCall),
  }),
  async (service, { CollectionId, UserId, FaceId, UserMatchThreshold, MaxUsers }) => {
    const collection = findCollection(service.store.collections, CollectionId);
    const wanted = { least: UserMatchThreshold, most: MaxUsers };
    const FaceModelVersion = service.engine.modelVersion;
    if (FaceId !== undefined && UserId === undefined) {
      const { vector } = findFace(collection, FaceId);
      return {
        FaceModelVersion,
        SearchedFace: { FaceId },
        UserMatches: matchingUsers(service, collection, vector, wanted),
      };
    }
    if (UserId === undefined || FaceId !== undefined) throw invalidParameter('Name a face or a user, and not both');
    if (!collection.users.has(UserId)) throw notFound(`The user id: ${UserId} does not exist`);
    const searched = userVectors(collection, service.now()).find((user) => user.userId === UserId);
    return {
      FaceModelVersion,
      SearchedUser: { UserId },
      UserMatches: searched === undefined ? [] : matchingUsers(service, collection, searched.vector, wanted, UserId),
    };
  },
);
