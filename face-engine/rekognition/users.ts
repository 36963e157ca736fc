import { z } from 'zod';
import { meanVector } from '../index.ts';
import {
  type Change,
  type Collection,
  findCollection,
  findListed,
  type StoredFace,
  type StoredUser,
} from './collection-store.ts';
import { conflict, notFound } from './fault.ts';
import { clientRequestToken, collectionId, maxUsersPerCall, nextToken, pageLength, userId } from './fields.ts';
import { operation } from './operation.ts';
import { page } from './paging.ts';

export const facesOf = ({ faces }: Collection, id: string): StoredFace[] =>
  [...faces.values()].filter((face) => face.userId === id);

export const findUser = ({ users }: Collection, id: string): StoredUser => {
  const user = users.get(id);
  if (user === undefined) throw notFound(`The user id: ${id} does not exist`);
  return user;
};

/** While faces are still being worked in or out, the user cannot be changed again. */
export const assertSettled = ({ settledAt }: StoredUser, now: number): void => {
  if (now < settledAt) throw conflict('The user is being updated.');
};

export type UserStatus = 'CREATED' | 'UPDATING' | 'ACTIVE';

const statusOf = ({ settledAt }: StoredUser, hasFaces: boolean, now: number): UserStatus => {
  if (now < settledAt) return 'UPDATING';
  return hasFaces ? 'ACTIVE' : 'CREATED';
};

/** Of users with faces: one vector, the mean of those of the faces. */
export const userVectors = (collection: Collection, now: number) => {
  const byUser = new Map<string, Float32Array[]>();
  for (const { userId: id, vector } of collection.faces.values()) {
    if (id === null) continue;
    const vectors = byUser.get(id);
    if (vectors === undefined) byUser.set(id, [vector]);
    else vectors.push(vector);
  }
  return [...byUser].map(([id, vectors]) => ({
    userId: id,
    status: statusOf(findUser(collection, id), true, now),
    vector: meanVector(vectors),
  }));
};

const named = z.object({ CollectionId: collectionId, UserId: userId, ClientRequestToken: clientRequestToken });

export const createUser = operation(named, async ({ store }, { CollectionId, UserId }) =>
  store.change((collections) => {
    if (findCollection(collections, CollectionId).users.has(UserId)) {
      throw conflict('A user with this id exists already in the collection.');
    }
    const user: StoredUser = { userId: UserId, settledAt: 0 };
    return { changes: [{ kind: 'user', collection: CollectionId, user }], answer: {} };
  }),
);

export const deleteUser = operation(named, async ({ store, now }, { CollectionId, UserId }) =>
  store.change((collections) => {
    const collection = findCollection(collections, CollectionId);
    assertSettled(findUser(collection, UserId), now());
    const freed = facesOf(collection, UserId).map(
      (face): Change => ({ kind: 'face', collection: CollectionId, face: { ...face, userId: null } }),
    );
    return { changes: [...freed, { kind: 'forget-user', collection: CollectionId, userId: UserId }], answer: {} };
  }),
);

export const listUsers = operation(
  z.object({ CollectionId: collectionId, NextToken: nextToken, MaxResults: pageLength(maxUsersPerCall) }),
  async ({ store, now }, { CollectionId, ...wanted }) => {
    const collection = findListed(store, CollectionId);
    const { entries, ...next } = page(
      `users of ${CollectionId}`,
      [...collection.users.values()],
      (u) => u.userId,
      wanted,
    );
    const Users = entries.map((user) => ({
      UserId: user.userId,
      UserStatus: statusOf(user, facesOf(collection, user.userId).length > 0, now()),
    }));
    return { Users, ...next };
  },
);
