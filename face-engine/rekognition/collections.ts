import { z } from 'zod';
import { findCollection } from './collection-store.ts';
import { Fault } from './fault.ts';
import { collectionId, maxFacesPerCall, nextToken, pageLength } from './fields.ts';
import { operation } from './operation.ts';
import { page } from './paging.ts';

const arn = (id: string) => `arn:aws:rekognition:local:000000000000:collection/${id}`;

const named = z.object({ CollectionId: collectionId });

export const createCollection = operation(named, async ({ store, engine, now }, { CollectionId }) =>
  store.change((collections) => {
    if (collections.has(CollectionId)) {
      throw new Fault('ResourceAlreadyExistsException', `The collection id: ${CollectionId} already exists`);
    }
    return {
      changes: [{ kind: 'create', collection: CollectionId, createdAt: now() }],
      answer: { StatusCode: 200, CollectionArn: arn(CollectionId), FaceModelVersion: engine.modelVersion },
    };
  }),
);

export const describeCollection = operation(named, async ({ store, engine }, { CollectionId }) => {
  const { faces, users, createdAt } = findCollection(store.collections, CollectionId);
  return {
    FaceCount: faces.size,
    UserCount: users.size,
    FaceModelVersion: engine.modelVersion,
    CollectionARN: arn(CollectionId),
    // Timestamps of this protocol are seconds (smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).
    CreationTimestamp: createdAt / 1000,
  };
});

export const listCollections = operation(
  z.object({ NextToken: nextToken, MaxResults: pageLength(maxFacesPerCall) }),
  async ({ store, engine }, request) => {
    const { entries, ...next } = page('collections', [...store.collections.keys()], (id) => id, request);
    return { CollectionIds: entries, FaceModelVersions: entries.map(() => engine.modelVersion), ...next };
  },
);

export const deleteCollection = operation(named, async ({ store }, { CollectionId }) =>
  store.change((collections) => {
    findCollection(collections, CollectionId);
    return { changes: [{ kind: 'drop', collection: CollectionId }], answer: { StatusCode: 200 } };
  }),
);
