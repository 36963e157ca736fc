import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AssociateFacesCommand,
  CreateCollectionCommand,
  CreateUserCommand,
  DeleteCollectionCommand,
  DeleteFacesCommand,
  DeleteUserCommand,
  DescribeCollectionCommand,
  IndexFacesCommand,
  ListCollectionsCommand,
  type RekognitionClient,
  SearchUsersByImageCommand,
} from '@aws-sdk/client-rekognition';
import type { FaceEngine } from '../../face-engine/index.ts';
import { DataFolderRefused } from '../../face-engine/rekognition/data-folder.ts';
import { startRekognitionServer } from '../../face-engine/rekognition/server.ts';
import { clientOf } from '../support/asking-rekognition.ts';
import { face } from '../support/people-pictures.ts';
import { openRememberingEngine } from '../support/remembering-engine.ts';

describe('a server that keeps its collections in a folder', () => {
  let engine: FaceEngine;
  let data: string;
  beforeAll(async () => {
    engine = await openRememberingEngine();
  });
  afterAll(() => engine?.close());
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'muster-faces-'));
  });
  afterEach(() => rm(data, { recursive: true }));

  const during = async <T>(work: (client: RekognitionClient) => Promise<T>): Promise<T> => {
    const server = await startRekognitionServer({ engine, port: 0, data });
    const client = clientOf(server);
    try {
      return await work(client);
    } finally {
      client.destroy();
      await server.close();
    }
  };
  const CollectionId = 'kept';

  it('has them again when it starts anew, and what was erased stays so', async () => {
    const Image = { Bytes: await face('amara') };
    await during(async (client) => {
      for (const id of [CollectionId, 'dropped']) {
        await client.send(new CreateCollectionCommand({ CollectionId: id }));
        for (const UserId of ['amara', 'gone']) await client.send(new CreateUserCommand({ CollectionId: id, UserId }));
        const { FaceRecords } = await client.send(new IndexFacesCommand({ CollectionId: id, Image }));
        const FaceIds = [FaceRecords?.[0]?.Face?.FaceId ?? ''];
        await client.send(new AssociateFacesCommand({ CollectionId: id, UserId: 'amara', FaceIds }));
        const other = await client.send(new IndexFacesCommand({ CollectionId: id, Image, ExternalImageId: 'gone' }));
        const gone = [other.FaceRecords?.[0]?.Face?.FaceId ?? ''];
        await client.send(new DeleteFacesCommand({ CollectionId: id, FaceIds: gone }));
        await client.send(new DeleteUserCommand({ CollectionId: id, UserId: 'gone' }));
      }
      await client.send(new DeleteCollectionCommand({ CollectionId: 'dropped' }));
    });
    await during(async (client) => {
      expect((await client.send(new ListCollectionsCommand({}))).CollectionIds).toEqual([CollectionId]);
      const { FaceCount, UserCount } = await client.send(new DescribeCollectionCommand({ CollectionId }));
      expect({ FaceCount, UserCount }).toEqual({ FaceCount: 1, UserCount: 1 });
      const { UserMatches } = await client.send(new SearchUsersByImageCommand({ CollectionId, Image }));
      expect(UserMatches).toMatchObject([{ User: { UserId: 'amara', UserStatus: 'ACTIVE' } }]);
      expect(UserMatches?.[0]?.Similarity).toBeGreaterThan(99.9);
      await client.send(new CreateCollectionCommand({ CollectionId: 'dropped' }));
    });
    await during(async (client) => {
      const anew = await client.send(new DescribeCollectionCommand({ CollectionId: 'dropped' }));
      expect(anew).toMatchObject({ FaceCount: 0, UserCount: 0 });
    });
  });

  it('refuses a folder that another process uses, or that other models filled', async () => {
    await during(async () => {
      await expect(startRekognitionServer({ engine, port: 0, data })).rejects.toBeInstanceOf(DataFolderRefused);
    });
    const otherModels = { ...engine, modelVersion: 'other@2' };
    await expect(startRekognitionServer({ engine: otherModels, port: 0, data })).rejects.toThrow('other@2');
  });

  it('says which port is taken, and lets go of the folder then', async () => {
    const taken = await startRekognitionServer({ engine, port: 0 });
    const port = Number(new URL(taken.url).port);
    await expect(startRekognitionServer({ engine, port, data })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
    await taken.close();
    expect(await during((client) => client.send(new ListCollectionsCommand({})))).toMatchObject({ CollectionIds: [] });
  });
});
