import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AssociateFacesCommand,
  CompareFacesCommand,
  CreateCollectionCommand,
  CreateUserCommand,
  DeleteCollectionCommand,
  DeleteFacesCommand,
  DeleteUserCommand,
  DescribeCollectionCommand,
  DetectFacesCommand,
  DisassociateFacesCommand,
  IndexFacesCommand,
  ListCollectionsCommand,
  ListFacesCommand,
  ListUsersCommand,
  RekognitionClient,
  SearchFacesByImageCommand,
  SearchFacesCommand,
  SearchUsersByImageCommand,
  SearchUsersCommand,
} from '@aws-sdk/client-rekognition';
import sharp from 'sharp';
import type { FaceEngine } from '../../face-engine/index.ts';
import { DataFolderRefused } from '../../face-engine/rekognition/data-folder.ts';
import { plannedFaults } from '../../face-engine/rekognition/planned-faults.ts';
import { type RekognitionServer, startRekognitionServer } from '../../face-engine/rekognition/server.ts';
import { emptyRoom, face, group, references, scene } from '../support/people-pictures.ts';
import { openRememberingEngine } from '../support/remembering-engine.ts';

const clientOf = ({ url }: Pick<RekognitionServer, 'url'>, maxAttempts = 1) =>
  new RekognitionClient({
    endpoint: url,
    region: 'any-region-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts,
  });

describe("a server of Rekognition's protocol, asked by AWS's own SDK", () => {
  const faults = plannedFaults();
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
    await client.send(new DeleteCollectionCommand({ CollectionId: collection })).catch(() => {});
  });

  const index = async (Bytes: Uint8Array, more: Partial<ConstructorParameters<typeof IndexFacesCommand>[0]> = {}) =>
    client.send(new IndexFacesCommand({ CollectionId: collection, Image: { Bytes }, ...more }));
  const indexed = async (Bytes: Uint8Array, ExternalImageId?: string): Promise<string> => {
    const { FaceRecords } = await index(Bytes, { MaxFaces: 1, ExternalImageId });
    return FaceRecords?.[0]?.Face?.FaceId ?? '';
  };
  const addUser = (UserId: string) => client.send(new CreateUserCommand({ CollectionId: collection, UserId }));
  const associate = (UserId: string, FaceIds: string[], UserMatchThreshold?: number) =>
    client.send(new AssociateFacesCommand({ CollectionId: collection, UserId, FaceIds, UserMatchThreshold }));
  const enrol = async (UserId: 'amara' | 'bruno' | 'bea') => {
    await addUser(UserId);
    const ids = [];
    for (const { id, image } of await references(UserId)) ids.push(await indexed(image, id));
    await associate(UserId, ids);
    return ids;
  };
  const users = async () => (await client.send(new ListUsersCommand({ CollectionId: collection }))).Users;
  const refusedAs = (name: string) => expect.objectContaining({ name, $fault: 'client' });

  describe('collections', () => {
    it('are created, described and deleted', async () => {
      const at = Date.now();
      const id = `${collection}-more`;
      const created = await client.send(new CreateCollectionCommand({ CollectionId: id }));
      expect(created).toMatchObject({ StatusCode: 200, FaceModelVersion: engine.modelVersion });
      expect(created.CollectionArn).toContain(`collection/${id}`);
      const described = await client.send(new DescribeCollectionCommand({ CollectionId: id }));
      expect(described).toMatchObject({ FaceCount: 0, UserCount: 0, CollectionARN: created.CollectionArn });
      expect(Math.abs((described.CreationTimestamp?.getTime() ?? 0) - at)).toBeLessThan(60_000);
      expect(await client.send(new DeleteCollectionCommand({ CollectionId: id }))).toMatchObject({ StatusCode: 200 });
      await expect(client.send(new DescribeCollectionCommand({ CollectionId: id }))).rejects.toEqual(
        refusedAs('ResourceNotFoundException'),
      );
    });

    it('exist once, and tell upper from lower case', async () => {
      await expect(client.send(new CreateCollectionCommand({ CollectionId: collection }))).rejects.toEqual(
        refusedAs('ResourceAlreadyExistsException'),
      );
      const upper = collection.toUpperCase();
      await client.send(new CreateCollectionCommand({ CollectionId: upper }));
      await client.send(new DeleteCollectionCommand({ CollectionId: upper }));
    });

    it.each(['a b', 'a/b', 'a:b', 'ä', 'x'.repeat(256)])('are not called %j', async (CollectionId) => {
      await expect(client.send(new CreateCollectionCommand({ CollectionId }))).rejects.toEqual(
        refusedAs('InvalidParameterException'),
      );
    });

    it('are listed page by page, whatever comes and goes between two pages', async () => {
      const ids = Array.from({ length: 5 }, (_, n) => `${collection}-${n}`);
      for (const CollectionId of ids) await client.send(new CreateCollectionCommand({ CollectionId }));
      const seen: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await client.send(new ListCollectionsCommand({ MaxResults: 2, NextToken }));
        expect(page.FaceModelVersions).toHaveLength(page.CollectionIds?.length ?? -1);
        seen.push(...(page.CollectionIds ?? []));
        NextToken = page.NextToken;
        const told = page.CollectionIds?.at(-1) ?? '';
        if (ids.includes(told)) await client.send(new DeleteCollectionCommand({ CollectionId: told }));
      } while (NextToken !== undefined);
      expect(seen).toEqual([collection, ...ids]);
      await client.send(new DeleteCollectionCommand({ CollectionId: ids[0] })).catch(() => {});
      for (const CollectionId of ids) {
        await client.send(new DeleteCollectionCommand({ CollectionId })).catch(() => {});
      }
    });

    it.each([
      () => new DeleteCollectionCommand({ CollectionId: 'not-there' }),
      () => new DescribeCollectionCommand({ CollectionId: 'not-there' }),
      () => new ListFacesCommand({ CollectionId: 'not-there' }),
      () => new ListUsersCommand({ CollectionId: 'not-there' }),
      () => new CreateUserCommand({ CollectionId: 'not-there', UserId: 'a' }),
      () => new DeleteFacesCommand({ CollectionId: 'not-there', FaceIds: [randomUUID()] }),
      () => new SearchFacesCommand({ CollectionId: 'not-there', FaceId: randomUUID() }),
      () => new SearchUsersCommand({ CollectionId: 'not-there', UserId: 'a' }),
      () => new IndexFacesCommand({ CollectionId: 'not-there', Image: { Bytes: randomBytes(100) } }),
      () => new SearchUsersByImageCommand({ CollectionId: 'not-there', Image: { Bytes: randomBytes(100) } }),
      () => new SearchFacesByImageCommand({ CollectionId: 'not-there', Image: { Bytes: randomBytes(100) } }),
    ])('that are not there are not found by any operation (%#)', async (command) => {
      await expect(client.send(command() as DeleteCollectionCommand)).rejects.toEqual(
        refusedAs('ResourceNotFoundException'),
      );
    });
  });

  describe('indexing faces', () => {
    it('stores each face of a picture, largest first, under the name of the picture', async () => {
      const picture = await group(['amara', 'bruno', 'bea']);
      const { FaceRecords = [], UnindexedFaces } = await index(picture, { ExternalImageId: 'class:1' });
      expect(FaceRecords).toHaveLength(3);
      expect(UnindexedFaces).toEqual([]);
      const sizes = FaceRecords.map(({ Face }) => (Face?.BoundingBox?.Width ?? 0) * (Face?.BoundingBox?.Height ?? 0));
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      for (const { Face, FaceDetail } of FaceRecords) {
        expect(Face?.FaceId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect(Face?.ExternalImageId).toBe('class:1');
        expect(Face?.ImageId).toBe(FaceRecords[0]?.Face?.ImageId);
        expect(Face?.UserId).toBeUndefined();
        expect(FaceDetail?.BoundingBox).toEqual(Face?.BoundingBox);
      }
      const { FaceCount } = await client.send(new DescribeCollectionCommand({ CollectionId: collection }));
      expect(FaceCount).toBe(3);
    });

    it('with MaxFaces stores the largest and says why it left out the others', async () => {
      const { FaceRecords, UnindexedFaces = [] } = await index(await group(['amara', 'bruno', 'bea']), { MaxFaces: 1 });
      expect(FaceRecords).toHaveLength(1);
      expect(UnindexedFaces.map(({ Reasons }) => Reasons)).toEqual([['EXCEEDS_MAX_FACES'], ['EXCEEDS_MAX_FACES']]);
    });

    it('stores the same picture under the same name once, and under another name again', async () => {
      const picture = await face('amara');
      const first = await indexed(picture, 'one');
      expect(await indexed(picture, 'one')).toBe(first);
      expect(await indexed(picture, 'two')).not.toBe(first);
      expect((await client.send(new ListFacesCommand({ CollectionId: collection }))).Faces).toHaveLength(2);
    });

    it('filters by quality unless told not to, and says what is wrong', async () => {
      const small = await scene([{ person: 'amara', left: 900, top: 600, side: 62 }], 1920, 1440);
      const { FaceRecords, UnindexedFaces = [] } = await index(small);
      expect(FaceRecords).toEqual([]);
      expect(UnindexedFaces[0]?.Reasons).toContain('SMALL_BOUNDING_BOX');
      const dark = await sharp(await face('amara'))
        .linear(0.13, 0)
        .jpeg()
        .toBuffer();
      expect((await index(dark)).UnindexedFaces?.[0]?.Reasons).toContain('LOW_BRIGHTNESS');
      const blurred = await sharp(await face('amara'))
        .blur(6)
        .jpeg()
        .toBuffer();
      expect((await index(blurred)).UnindexedFaces?.[0]?.Reasons).toContain('LOW_SHARPNESS');
      expect((await index(small, { QualityFilter: 'NONE' })).FaceRecords).toHaveLength(1);
    });

    it('finds no face in an empty room and stores nothing', async () => {
      expect(await index(await emptyRoom())).toMatchObject({ FaceRecords: [], UnindexedFaces: [] });
    });

    it.each([
      { ExternalImageId: 'a b' },
      { ExternalImageId: 'x'.repeat(256) },
      { MaxFaces: 0 },
      { QualityFilter: 'BEST' as 'HIGH' },
      { DetectionAttributes: ['SECRETS' as 'ALL'] },
    ])('refuses %j', async (more) => {
      await expect(index(await face('amara'), more)).rejects.toEqual(refusedAs('InvalidParameterException'));
    });
  });

  describe('stored faces', () => {
    it('are listed page by page, by user and by id', async () => {
      const ids = await enrol('amara');
      const other = await indexed(await face('bruno'), 'bruno');
      const first = await client.send(new ListFacesCommand({ CollectionId: collection, MaxResults: 3 }));
      expect(first.Faces).toHaveLength(3);
      const second = await client.send(
        new ListFacesCommand({ CollectionId: collection, MaxResults: 3, NextToken: first.NextToken }),
      );
      expect(second.NextToken).toBeUndefined();
      const all = [...(first.Faces ?? []), ...(second.Faces ?? [])].map(({ FaceId }) => FaceId ?? '');
      expect(all.sort()).toEqual([...ids, other].sort());
      const hers = await client.send(new ListFacesCommand({ CollectionId: collection, UserId: 'amara' }));
      expect(hers.Faces?.map(({ UserId }) => UserId)).toEqual(['amara', 'amara', 'amara']);
      const named = await client.send(new ListFacesCommand({ CollectionId: collection, FaceIds: [other] }));
      expect(named.Faces).toMatchObject([{ FaceId: other, ExternalImageId: 'bruno' }]);
    });

    it.each(['not a token', Buffer.from('["faces of another","x"]').toString('base64url')])(
      'are not listed from the token %j',
      async (NextToken) => {
        await expect(client.send(new ListFacesCommand({ CollectionId: collection, NextToken }))).rejects.toEqual(
          refusedAs('InvalidPaginationTokenException'),
        );
      },
    );

    it('are deleted, but for those of a user and those that are not there', async () => {
      const [hers = ''] = await enrol('amara');
      const loose = await indexed(await face('bruno'));
      const gone = randomUUID();
      const answer = await client.send(
        new DeleteFacesCommand({ CollectionId: collection, FaceIds: [hers, loose, gone] }),
      );
      expect(answer.DeletedFaces).toEqual([loose]);
      expect(answer.UnsuccessfulFaceDeletions).toEqual([
        { FaceId: hers, UserId: 'amara', Reasons: ['ASSOCIATED_TO_AN_EXISTING_USER'] },
        { FaceId: gone, Reasons: ['FACE_NOT_FOUND'] },
      ]);
    });

    it.each([[[]], [['not-a-uuid']], [Array.from({ length: 4097 }, () => randomUUID())]])(
      'are not deleted by a list that is empty, malformed or too long (%#)',
      async (FaceIds) => {
        await expect(client.send(new DeleteFacesCommand({ CollectionId: collection, FaceIds }))).rejects.toEqual(
          refusedAs('InvalidParameterException'),
        );
      },
    );
  });

  describe('users', () => {
    it('are created once, become active with faces, and are deleted with their faces left behind', async () => {
      await addUser('amara');
      expect(await users()).toEqual([{ UserId: 'amara', UserStatus: 'CREATED' }]);
      await expect(addUser('amara')).rejects.toEqual(refusedAs('ConflictException'));
      const id = await indexed(await face('amara'));
      expect(await associate('amara', [id])).toMatchObject({
        AssociatedFaces: [{ FaceId: id }],
        UnsuccessfulFaceAssociations: [],
        UserStatus: 'UPDATING',
      });
      expect(await users()).toEqual([{ UserId: 'amara', UserStatus: 'ACTIVE' }]);
      await client.send(new DeleteUserCommand({ CollectionId: collection, UserId: 'amara' }));
      expect(await users()).toEqual([]);
      const { Faces } = await client.send(new ListFacesCommand({ CollectionId: collection }));
      expect(Faces).toMatchObject([{ FaceId: id }]);
      expect(Faces?.[0]?.UserId).toBeUndefined();
      await expect(client.send(new DeleteUserCommand({ CollectionId: collection, UserId: 'amara' }))).rejects.toEqual(
        refusedAs('ResourceNotFoundException'),
      );
    });

    it('are listed page by page', async () => {
      for (const id of ['c', 'a', 'b']) await addUser(id);
      const first = await client.send(new ListUsersCommand({ CollectionId: collection, MaxResults: 2 }));
      const second = await client.send(
        new ListUsersCommand({ CollectionId: collection, MaxResults: 2, NextToken: first.NextToken }),
      );
      expect([...(first.Users ?? []), ...(second.Users ?? [])].map(({ UserId }) => UserId)).toEqual(['a', 'b', 'c']);
      expect(second.NextToken).toBeUndefined();
    });

    it('take faces that are free and resemble them, and say why they do not take others', async () => {
      const [hers = ''] = await enrol('amara');
      await addUser('bea');
      const [bea = '', bruno = ''] = [await indexed(await face('bea')), await indexed(await face('bruno'))];
      const gone = randomUUID();
      await associate('bea', [bea]);
      const { AssociatedFaces, UnsuccessfulFaceAssociations = [] } = await associate('bea', [bea, hers, gone, bruno]);
      expect(AssociatedFaces).toEqual([]);
      expect(UnsuccessfulFaceAssociations).toMatchObject([
        { FaceId: hers, UserId: 'amara', Reasons: ['ASSOCIATED_TO_A_DIFFERENT_USER'] },
        { FaceId: gone, Reasons: ['FACE_NOT_FOUND'] },
        { FaceId: bruno, Reasons: ['LOW_MATCH_CONFIDENCE'] },
      ]);
      expect(UnsuccessfulFaceAssociations[2]?.Confidence).toBeLessThan(75);
      expect((await associate('bea', [bruno], 0)).AssociatedFaces).toEqual([{ FaceId: bruno }]);
    });

    it('give up faces that are theirs', async () => {
      const [first = '', second = ''] = await enrol('amara');
      const [bruno = ''] = await enrol('bruno');
      const gone = randomUUID();
      const answer = await client.send(
        new DisassociateFacesCommand({ CollectionId: collection, UserId: 'amara', FaceIds: [first, bruno, gone] }),
      );
      expect(answer).toMatchObject({
        DisassociatedFaces: [{ FaceId: first }],
        UnsuccessfulFaceDisassociations: [
          { FaceId: bruno, UserId: 'bruno', Reasons: ['ASSOCIATED_TO_A_DIFFERENT_USER'] },
          { FaceId: gone, Reasons: ['FACE_NOT_FOUND'] },
        ],
        UserStatus: 'UPDATING',
      });
      const hers = await client.send(new ListFacesCommand({ CollectionId: collection, UserId: 'amara' }));
      expect(hers.Faces?.map(({ FaceId }) => FaceId)).toContain(second);
      expect(hers.Faces).toHaveLength(2);
      const again = await client.send(
        new DisassociateFacesCommand({ CollectionId: collection, UserId: 'amara', FaceIds: [first] }),
      );
      expect(again).toMatchObject({ DisassociatedFaces: [], UnsuccessfulFaceDisassociations: [] });
    });

    it('that are not there take and give nothing', async () => {
      const FaceIds = [await indexed(await face('amara'))];
      const wanted = { CollectionId: collection, UserId: 'nobody', FaceIds };
      await expect(client.send(new AssociateFacesCommand(wanted))).rejects.toEqual(
        refusedAs('ResourceNotFoundException'),
      );
      await expect(client.send(new DisassociateFacesCommand(wanted))).rejects.toEqual(
        refusedAs('ResourceNotFoundException'),
      );
    });

    it.each(['a b', 'a/b', 'x'.repeat(129)])('are not called %j', async (UserId) => {
      await expect(addUser(UserId)).rejects.toEqual(refusedAs('InvalidParameterException'));
    });

    it('have at most a hundred faces', async () => {
      const picture = await face('amara');
      const ids: string[] = [];
      for (let n = 0; n < 101; n += 1) ids.push(await indexed(picture, `take-${n}`));
      await addUser('amara');
      await expect(associate('amara', ids)).rejects.toEqual(refusedAs('InvalidParameterException'));
      await associate('amara', ids.slice(0, 100));
      await expect(associate('amara', ids.slice(100))).rejects.toEqual(refusedAs('ServiceQuotaExceededException'));
    });

    it('are changed once by one token, and a token serves one request', async () => {
      const wanted = { CollectionId: collection, UserId: 'amara', ClientRequestToken: 'token-1' };
      await client.send(new CreateUserCommand(wanted));
      await client.send(new CreateUserCommand(wanted));
      await expect(client.send(new CreateUserCommand({ ...wanted, UserId: 'bea' }))).rejects.toEqual(
        refusedAs('IdempotentParameterMismatchException'),
      );
      expect(await users()).toHaveLength(1);
    });
  });

  describe('searching', () => {
    it('by a face of the collection finds the others of that person, most similar first, and not itself', async () => {
      const ids = await enrol('amara');
      await enrol('bruno');
      const { FaceMatches = [], SearchedFaceId } = await client.send(
        new SearchFacesCommand({ CollectionId: collection, FaceId: ids[0] }),
      );
      expect(SearchedFaceId).toBe(ids[0]);
      expect(FaceMatches.map(({ Face }) => Face?.FaceId).sort()).toEqual(ids.slice(1).sort());
      expect(FaceMatches[0]?.Similarity).toBeGreaterThanOrEqual(FaceMatches[1]?.Similarity ?? 100);
      const one = new SearchFacesCommand({ CollectionId: collection, FaceId: ids[0], MaxFaces: 1 });
      expect((await client.send(one)).FaceMatches).toHaveLength(1);
      const all = new SearchFacesCommand({ CollectionId: collection, FaceId: ids[0], FaceMatchThreshold: 0 });
      expect((await client.send(all)).FaceMatches).toHaveLength(5);
    });

    it('by a face of another collection is refused: there is no search across', async () => {
      const other = `${collection}-other`;
      await client.send(new CreateCollectionCommand({ CollectionId: other }));
      const FaceId = await indexed(await face('amara'));
      await expect(client.send(new SearchFacesCommand({ CollectionId: other, FaceId }))).rejects.toEqual(
        refusedAs('InvalidParameterException'),
      );
      await expect(client.send(new SearchUsersCommand({ CollectionId: other, FaceId }))).rejects.toEqual(
        refusedAs('InvalidParameterException'),
      );
      await client.send(new DeleteCollectionCommand({ CollectionId: other }));
    });

    it('for users goes by a face or by a user, and not by both or neither', async () => {
      const [FaceId] = await enrol('amara');
      await enrol('bruno');
      const search = (more: object) =>
        client.send(new SearchUsersCommand({ CollectionId: collection, UserMatchThreshold: 0, ...more }));
      const byFace = await search({ FaceId });
      expect(byFace.SearchedFace).toEqual({ FaceId });
      expect(byFace.UserMatches?.map(({ User }) => User?.UserId)).toEqual(['amara', 'bruno']);
      expect(byFace.UserMatches?.[0]).toMatchObject({ User: { UserStatus: 'ACTIVE' } });
      const byUser = await search({ UserId: 'amara' });
      expect(byUser.SearchedUser).toEqual({ UserId: 'amara' });
      expect(byUser.UserMatches?.map(({ User }) => User?.UserId)).toEqual(['bruno']);
      await expect(search({})).rejects.toEqual(refusedAs('InvalidParameterException'));
      await expect(search({ FaceId, UserId: 'amara' })).rejects.toEqual(refusedAs('InvalidParameterException'));
      await expect(search({ UserId: 'nobody' })).rejects.toEqual(refusedAs('ResourceNotFoundException'));
    });

    it('a picture for faces takes its largest face alone', async () => {
      await enrol('amara');
      await enrol('bruno');
      const Bytes = await group(['amara', 'bruno', 'bea']);
      const answer = await client.send(new SearchFacesByImageCommand({ CollectionId: collection, Image: { Bytes } }));
      expect(answer.FaceMatches?.map(({ Face }) => Face?.UserId)).toEqual(['amara', 'amara', 'amara']);
      expect(answer.SearchedFaceBoundingBox?.Left).toBeLessThan(0.3);
      expect(answer.SearchedFaceConfidence).toBeGreaterThan(70);
    });

    it('a picture for users takes its largest face alone, and names the faces it left', async () => {
      await enrol('amara');
      await enrol('bruno');
      const Bytes = await group(['amara', 'bruno', 'bea']);
      const answer = await client.send(new SearchUsersByImageCommand({ CollectionId: collection, Image: { Bytes } }));
      expect(answer.UserMatches).toMatchObject([{ User: { UserId: 'amara' } }]);
      expect(answer.UserMatches?.[0]?.Similarity).toBeGreaterThan(99);
      expect(answer.SearchedFace?.FaceDetail?.BoundingBox?.Left).toBeLessThan(0.3);
      expect(answer.UnsearchedFaces?.map(({ Reasons }) => Reasons)).toEqual([
        ['FACE_NOT_LARGEST'],
        ['FACE_NOT_LARGEST'],
      ]);
      const all = { CollectionId: collection, Image: { Bytes }, UserMatchThreshold: 0 };
      expect((await client.send(new SearchUsersByImageCommand(all))).UserMatches).toHaveLength(2);
      expect((await client.send(new SearchUsersByImageCommand({ ...all, MaxUsers: 1 }))).UserMatches).toHaveLength(1);
    });

    it('a picture without a face is refused for faces and answered with nothing for users', async () => {
      await enrol('amara');
      const wanted = { CollectionId: collection, Image: { Bytes: await emptyRoom() } };
      await expect(client.send(new SearchFacesByImageCommand(wanted))).rejects.toEqual(
        refusedAs('InvalidParameterException'),
      );
      const answer = await client.send(new SearchUsersByImageCommand(wanted));
      expect(answer.UserMatches).toEqual([]);
      expect(answer.SearchedFace).toBeUndefined();
    });

    it('does not search a face under the quality asked for', async () => {
      await enrol('amara');
      const Bytes = await sharp(await face('amara'))
        .blur(6)
        .jpeg()
        .toBuffer();
      const wanted = { CollectionId: collection, Image: { Bytes }, QualityFilter: 'HIGH' as const };
      await expect(client.send(new SearchFacesByImageCommand(wanted))).rejects.toEqual(
        refusedAs('InvalidParameterException'),
      );
      const answer = await client.send(new SearchUsersByImageCommand(wanted));
      expect(answer.UserMatches).toEqual([]);
      expect(answer.UnsearchedFaces?.[0]?.Reasons).toContain('LOW_SHARPNESS');
    });

    it('finds a user without faces never', async () => {
      await addUser('amara');
      const wanted = { CollectionId: collection, Image: { Bytes: await face('amara') }, UserMatchThreshold: 0 };
      expect((await client.send(new SearchUsersByImageCommand(wanted))).UserMatches).toEqual([]);
    });
  });

  describe('pictures alone', () => {
    it('are told face by face with the default attributes and no others, whatever is asked', async () => {
      const Bytes = await group(['amara', 'bruno', 'bea']);
      const { FaceDetails = [] } = await client.send(new DetectFacesCommand({ Image: { Bytes }, Attributes: ['ALL'] }));
      expect(FaceDetails).toHaveLength(3);
      for (const detail of FaceDetails) {
        expect(Object.keys(detail).sort()).toEqual(['BoundingBox', 'Confidence', 'Landmarks', 'Pose', 'Quality']);
        const { Left = 0, Width = 0 } = detail.BoundingBox ?? {};
        const [left, right] = detail.Landmarks ?? [];
        expect(left).toMatchObject({ Type: 'eyeLeft' });
        expect(left?.X).toBeGreaterThan(Left);
        expect(right?.X).toBeLessThan(Left + Width);
        expect(left?.X).toBeLessThan(right?.X ?? 0);
      }
    });

    it('are compared: the largest face of one with all of the other', async () => {
      const SourceImage = { Bytes: await face('bruno') };
      const TargetImage = { Bytes: await group(['amara', 'bruno', 'bea']) };
      const answer = await client.send(new CompareFacesCommand({ SourceImage, TargetImage }));
      expect(answer.SourceImageFace?.Confidence).toBeGreaterThan(70);
      expect(answer.FaceMatches).toHaveLength(1);
      expect(answer.FaceMatches?.[0]?.Similarity).toBeGreaterThan(99);
      expect(answer.UnmatchedFaces).toHaveLength(2);
      const all = await client.send(new CompareFacesCommand({ SourceImage, TargetImage, SimilarityThreshold: 0 }));
      expect(all.FaceMatches).toHaveLength(3);
    });

    it('are not compared when one of them shows no face', async () => {
      const [shown, empty] = [{ Bytes: await face('bruno') }, { Bytes: await emptyRoom() }];
      for (const [SourceImage, TargetImage] of [
        [shown, empty],
        [empty, shown],
      ]) {
        await expect(client.send(new CompareFacesCommand({ SourceImage, TargetImage }))).rejects.toEqual(
          refusedAs('InvalidParameterException'),
        );
      }
    });

    it('are turned upright by what a JPEG says of itself', async () => {
      const upright = await scene([{ person: 'amara', left: 100, top: 150, side: 300 }], 1000, 600);
      const turned = await sharp(upright).rotate(90).jpeg().withMetadata({ orientation: 8 }).toBuffer();
      const left = async (Bytes: Uint8Array) =>
        (await client.send(new DetectFacesCommand({ Image: { Bytes } }))).FaceDetails?.[0]?.BoundingBox?.Left;
      expect(await left(turned)).toBeCloseTo((await left(upright)) ?? 0, 1);
    });

    it('hold at most a hundred faces', async () => {
      const crowd = Array.from({ length: 108 }, (_, n) => ({
        person: 'amara' as const,
        left: 10 + (n % 12) * 160,
        top: 10 + Math.floor(n / 12) * 160,
        side: 150,
      }));
      const Bytes = await scene(crowd, 1940, 1460);
      const { faces } = await engine.analyse(Bytes, { vectors: false });
      expect(faces.length).toBeGreaterThan(100);
      const { FaceDetails } = await client.send(new DetectFacesCommand({ Image: { Bytes } }));
      expect(FaceDetails).toHaveLength(100);
    });

    const canvas = (width: number, height: number) =>
      sharp({ create: { width, height, channels: 3, background: '#777' } });
    it.each([
      ['of more than 5 MB', 'ImageTooLargeException', async () => randomBytes(5 * 1024 * 1024 + 1)],
      ['so large that it does not fit a request', 'ImageTooLargeException', async () => randomBytes(12 * 1024 * 1024)],
      ['with a side of more than 10,000', 'ImageTooLargeException', () => canvas(10_001, 90).jpeg().toBuffer()],
      ['with a side under 80', 'InvalidParameterException', () => canvas(200, 79).png().toBuffer()],
      ['that is a WebP', 'InvalidImageFormatException', () => canvas(200, 200).webp().toBuffer()],
      ['that is words', 'InvalidImageFormatException', async () => Buffer.from('words '.repeat(100))],
      [
        'that breaks off in the middle',
        'InvalidImageFormatException',
        async () => (await face('amara')).subarray(0, 20_000),
      ],
      ['that is empty', 'InvalidParameterException', async () => Buffer.alloc(0)],
    ])('%s is refused as %s', async (_, name, make) => {
      const Image = { Bytes: await make() };
      await expect(client.send(new DetectFacesCommand({ Image }))).rejects.toEqual(refusedAs(name));
    });

    it('are taken with sides of exactly 80', async () => {
      const Image = { Bytes: await canvas(80, 80).png().toBuffer() };
      expect((await client.send(new DetectFacesCommand({ Image }))).FaceDetails).toEqual([]);
    });

    it('are not fetched from S3', async () => {
      const Image = { S3Object: { Bucket: 'pictures', Name: 'amara.jpg' } };
      await expect(client.send(new DetectFacesCommand({ Image }))).rejects.toEqual(
        refusedAs('InvalidS3ObjectException'),
      );
    });
  });

  describe('refusals that were planned', () => {
    const list = () => client.send(new ListUsersCommand({ CollectionId: collection }));

    it.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'AccessDeniedException'] as const)(
      'come as %s as often as planned, and of that operation alone',
      async (fault) => {
        faults.next('ListUsers', 2, fault);
        await expect(list()).rejects.toMatchObject({ name: fault });
        await client.send(new ListFacesCommand({ CollectionId: collection }));
        await expect(list()).rejects.toMatchObject({ name: fault });
        expect((await list()).Users).toEqual([]);
      },
    );

    it('come as a server fault, which the SDK tries again', async () => {
      faults.next('*', 1, 'InternalServerError');
      await expect(list()).rejects.toMatchObject({ name: 'InternalServerError', $fault: 'server' });
      faults.next('*', 1, 'InternalServerError');
      const patient = clientOf(server, 2);
      expect((await patient.send(new ListUsersCommand({ CollectionId: collection }))).Users).toEqual([]);
      patient.destroy();
    });

    it('lose an answer: what was done is done once when the SDK tries again', async () => {
      faults.loseAnswers('CreateUser', 1);
      const patient = clientOf(server, 2);
      await patient.send(new CreateUserCommand({ CollectionId: collection, UserId: 'amara' }));
      patient.destroy();
      expect(await users()).toHaveLength(1);
    });
  });

  describe('on the wire', () => {
    const post = (headers: Record<string, string>, body: string) =>
      fetch(server.url, { method: 'POST', headers, body });
    const json = { 'content-type': 'application/x-amz-json-1.1' };
    const told = async (answer: Response) => ({ status: answer.status, ...((await answer.json()) as object) });

    it('answers unknown operations and broken JSON by type', async () => {
      const unknown = await post({ ...json, 'x-amz-target': 'RekognitionService.DetectMoods' }, '{}');
      expect(await told(unknown)).toMatchObject({ status: 400, __type: 'UnknownOperationException' });
      const broken = await post({ ...json, 'x-amz-target': 'RekognitionService.ListUsers' }, '{"Coll');
      expect(await told(broken)).toMatchObject({ status: 400, __type: 'SerializationException' });
      const missing = await post({ ...json, 'x-amz-target': 'RekognitionService.ListUsers' }, '{}');
      expect(await told(missing)).toMatchObject({
        status: 400,
        __type: 'InvalidParameterException',
        Message: 'Request has invalid parameters: CollectionId',
      });
    });

    it('takes nothing that a page of another origin could send unasked', async () => {
      const simple = await post(
        { 'content-type': 'text/plain', 'x-amz-target': 'RekognitionService.ListCollections' },
        '{}',
      );
      expect(await told(simple)).toMatchObject({ status: 400, __type: 'SerializationException' });
    });
  });
});

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
