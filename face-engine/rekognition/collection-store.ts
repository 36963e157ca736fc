import type { BoundingBox } from './face-detail.ts';
import { notFound } from './fault.ts';

export interface StoredFace {
  readonly faceId: string;
  readonly imageId: string;
  readonly externalImageId: string | null;
  readonly box: BoundingBox;
  readonly confidence: number;
  readonly vector: Float32Array;
  /** Of picture, external id and place in the picture: a collection does not store the same face twice. */
  readonly fingerprint: string;
  readonly userId: string | null;
}

export interface StoredUser {
  readonly userId: string;
  /** Until then (epoch milliseconds) its vector counts as being worked on. */
  readonly settledAt: number;
}

export interface Collection {
  readonly id: string;
  readonly createdAt: number;
  readonly faces: ReadonlyMap<string, StoredFace>;
  readonly users: ReadonlyMap<string, StoredUser>;
}

export type Change =
  | { readonly kind: 'create'; readonly collection: string; readonly createdAt: number }
  | { readonly kind: 'drop'; readonly collection: string }
  | { readonly kind: 'face'; readonly collection: string; readonly face: StoredFace }
  | { readonly kind: 'forget-face'; readonly collection: string; readonly faceId: string }
  | { readonly kind: 'user'; readonly collection: string; readonly user: StoredUser }
  | { readonly kind: 'forget-user'; readonly collection: string; readonly userId: string };

export type Collections = ReadonlyMap<string, Collection>;

/** Where changes are kept beyond the process. All of a call are kept or none. */
export interface Journal {
  read(): Promise<readonly Change[]>;
  keep(changes: readonly Change[], before: Collections): Promise<void>;
  close(): Promise<void>;
}

export interface CollectionStore {
  readonly collections: Collections;
  /** As lists of its faces and users show it. */
  listed(id: string): Collection | undefined;
  /** Decides on what stands and makes the changes, one caller after another; a decision that throws changes nothing. */
  change<T>(
    decide: (collections: Collections) => { readonly changes: readonly Change[]; readonly answer: T },
  ): Promise<T>;
  close(): Promise<void>;
}

export const findListed = (store: CollectionStore, id: string): Collection => {
  const collection = store.listed(id);
  if (collection === undefined) throw notFound(`The collection id: ${id} does not exist`);
  return collection;
};

export const findCollection = (collections: Collections, id: string): Collection => {
  const collection = collections.get(id);
  if (collection === undefined) throw notFound(`The collection id: ${id} does not exist`);
  return collection;
};

interface OpenCollection extends Collection {
  readonly faces: Map<string, StoredFace>;
  readonly users: Map<string, StoredUser>;
}

const apply = (collections: Map<string, OpenCollection>, change: Change): void => {
  const { collection: id } = change;
  switch (change.kind) {
    case 'create':
      collections.set(id, { id, createdAt: change.createdAt, faces: new Map(), users: new Map() });
      return;
    case 'drop':
      collections.delete(id);
      return;
    case 'face':
      collections.get(id)?.faces.set(change.face.faceId, change.face);
      return;
    case 'forget-face':
      collections.get(id)?.faces.delete(change.faceId);
      return;
    case 'user':
      collections.get(id)?.users.set(change.user.userId, change.user);
      return;
    case 'forget-user':
      collections.get(id)?.users.delete(change.userId);
  }
};

/** Collections in memory; with a journal they are there again after a restart. */
export const openCollections = async (journal: Journal | null): Promise<CollectionStore> => {
  const collections = new Map<string, OpenCollection>();
  for (const change of (await journal?.read()) ?? []) apply(collections, change);
  let last: Promise<unknown> = Promise.resolve();
  return {
    collections,
    listed: (id) => collections.get(id),
    change(decide) {
      const mine = last.then(async () => {
        const { changes, answer } = decide(collections);
        await journal?.keep(changes, collections);
        for (const change of changes) apply(collections, change);
        return answer;
      });
      last = mine.catch(() => {});
      return mine;
    },
    async close() {
      await last;
      await journal?.close();
    },
  };
};
