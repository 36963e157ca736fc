import { randomUUID } from 'node:crypto';
import {
  AssociateFacesCommand,
  CreateCollectionCommand,
  CreateUserCommand,
  DeleteCollectionCommand,
  IndexFacesCommand,
  ListUsersCommand,
  RekognitionClient,
} from '@aws-sdk/client-rekognition';
import type { FaceEngine } from '../../face-engine/index.ts';
import { type PlannedFaults, plannedFaults } from '../../face-engine/rekognition/planned-faults.ts';
import { type RekognitionServer, startRekognitionServer } from '../../face-engine/rekognition/server.ts';
import { references } from './people-pictures.ts';
import { openRememberingEngine } from './remembering-engine.ts';

export const clientOf = ({ url }: Pick<RekognitionServer, 'url'>, maxAttempts = 1): RekognitionClient =>
  new RekognitionClient({
    endpoint: url,
    region: 'any-region-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts,
  });

/** A typed error that says the caller was wrong. */
export const refusedAs = (name: string) => expect.objectContaining({ name, $fault: 'client' });

/** A server for the tests of a file, asked by AWS's own SDK, and an empty collection for each of them. */
export const askingRekognition = () => {
  const faults: PlannedFaults = plannedFaults();
  let engine: FaceEngine;
  let server: RekognitionServer;
  let client: RekognitionClient;
  let collection: string;
  beforeAll(async () => {
    engine = await openRememberingEngine();
    server = await startRekognitionServer({ engine, port: 0, faults });
    client = clientOf(server);
  });
  afterAll(async () => {
    client?.destroy();
    await server?.close();
    await engine?.close();
  });
  beforeEach(async () => {
    collection = `test.${randomUUID()}`;
    await client.send(new CreateCollectionCommand({ CollectionId: collection }));
  });
  afterEach(async () => {
    faults.clear();
    await client.send(new DeleteCollectionCommand({ CollectionId: collection }));
  });

  const index = async (Bytes: Uint8Array, more: Partial<ConstructorParameters<typeof IndexFacesCommand>[0]> = {}) =>
    client.send(new IndexFacesCommand({ CollectionId: collection, Image: { Bytes }, ...more }));
  /** The id of the largest face. */
  const indexed = async (Bytes: Uint8Array, ExternalImageId?: string): Promise<string> => {
    const { FaceRecords } = await index(Bytes, { MaxFaces: 1, ExternalImageId });
    return FaceRecords?.[0]?.Face?.FaceId ?? '';
  };
  const addUser = (UserId: string) => client.send(new CreateUserCommand({ CollectionId: collection, UserId }));
  const associate = (UserId: string, FaceIds: string[], UserMatchThreshold?: number) =>
    client.send(new AssociateFacesCommand({ CollectionId: collection, UserId, FaceIds, UserMatchThreshold }));
  return {
    faults,
    engine: () => engine,
    url: () => server.url,
    client: () => client,
    collection: () => collection,
    index,
    indexed,
    addUser,
    associate,
    /** A user with three faces; their ids. */
    async enrol(UserId: 'amara' | 'bruno' | 'bea') {
      await addUser(UserId);
      const ids = [];
      for (const { id, image } of await references(UserId)) ids.push(await indexed(image, id));
      await associate(UserId, ids);
      return ids;
    },
    users: async () => (await client.send(new ListUsersCommand({ CollectionId: collection }))).Users,
  };
};
