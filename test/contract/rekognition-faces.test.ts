import { randomUUID } from 'node:crypto';
import {
  AssociateFacesCommand,
  CreateUserCommand,
  DeleteFacesCommand,
  DeleteUserCommand,
  DescribeCollectionCommand,
  DisassociateFacesCommand,
  ListFacesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-rekognition';
import sharp from 'sharp';
import { askingRekognition, refusedAs } from '../support/asking-rekognition.ts';
import { emptyRoom, face, group, scene } from '../support/people-pictures.ts';

describe("faces and users at a server of Rekognition's protocol", () => {
  const asked = askingRekognition();
  const { index, indexed, addUser, associate, enrol, users } = asked;

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
      const { FaceCount } = await asked
        .client()
        .send(new DescribeCollectionCommand({ CollectionId: asked.collection() }));
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
      expect(
        (await asked.client().send(new ListFacesCommand({ CollectionId: asked.collection() }))).Faces,
      ).toHaveLength(2);
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
      const first = await asked
        .client()
        .send(new ListFacesCommand({ CollectionId: asked.collection(), MaxResults: 3 }));
      expect(first.Faces).toHaveLength(3);
      const second = await asked
        .client()
        .send(new ListFacesCommand({ CollectionId: asked.collection(), MaxResults: 3, NextToken: first.NextToken }));
      expect(second.NextToken).toBeUndefined();
      const all = [...(first.Faces ?? []), ...(second.Faces ?? [])].map(({ FaceId }) => FaceId ?? '');
      expect(all.sort()).toEqual([...ids, other].sort());
      const hers = await asked
        .client()
        .send(new ListFacesCommand({ CollectionId: asked.collection(), UserId: 'amara' }));
      expect(hers.Faces?.map(({ UserId }) => UserId)).toEqual(['amara', 'amara', 'amara']);
      const named = await asked
        .client()
        .send(new ListFacesCommand({ CollectionId: asked.collection(), FaceIds: [other] }));
      expect(named.Faces).toMatchObject([{ FaceId: other, ExternalImageId: 'bruno' }]);
    });

    it.each(['not a token', Buffer.from('["faces of another","x"]').toString('base64url')])(
      'are not listed from the token %j',
      async (NextToken) => {
        await expect(
          asked.client().send(new ListFacesCommand({ CollectionId: asked.collection(), NextToken })),
        ).rejects.toEqual(refusedAs('InvalidPaginationTokenException'));
      },
    );

    it('are deleted, but for those of a user and those that are not there', async () => {
      const [hers = ''] = await enrol('amara');
      const loose = await indexed(await face('bruno'));
      const gone = randomUUID();
      const answer = await asked
        .client()
        .send(new DeleteFacesCommand({ CollectionId: asked.collection(), FaceIds: [hers, loose, gone] }));
      expect(answer.DeletedFaces).toEqual([loose]);
      expect(answer.UnsuccessfulFaceDeletions).toEqual([
        { FaceId: hers, UserId: 'amara', Reasons: ['ASSOCIATED_TO_AN_EXISTING_USER'] },
        { FaceId: gone, Reasons: ['FACE_NOT_FOUND'] },
      ]);
    });

    it.each([[[]], [['not-a-uuid']], [Array.from({ length: 4097 }, () => randomUUID())]])(
      'are not deleted by a list that is empty, malformed or too long (%#)',
      async (FaceIds) => {
        await expect(
          asked.client().send(new DeleteFacesCommand({ CollectionId: asked.collection(), FaceIds })),
        ).rejects.toEqual(refusedAs('InvalidParameterException'));
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
      await asked.client().send(new DeleteUserCommand({ CollectionId: asked.collection(), UserId: 'amara' }));
      expect(await users()).toEqual([]);
      const { Faces } = await asked.client().send(new ListFacesCommand({ CollectionId: asked.collection() }));
      expect(Faces).toMatchObject([{ FaceId: id }]);
      expect(Faces?.[0]?.UserId).toBeUndefined();
      await expect(
        asked.client().send(new DeleteUserCommand({ CollectionId: asked.collection(), UserId: 'amara' })),
      ).rejects.toEqual(refusedAs('ResourceNotFoundException'));
    });

    it('are listed page by page', async () => {
      for (const id of ['c', 'a', 'b']) await addUser(id);
      const first = await asked
        .client()
        .send(new ListUsersCommand({ CollectionId: asked.collection(), MaxResults: 2 }));
      const second = await asked
        .client()
        .send(new ListUsersCommand({ CollectionId: asked.collection(), MaxResults: 2, NextToken: first.NextToken }));
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
      const answer = await asked.client().send(
        new DisassociateFacesCommand({
          CollectionId: asked.collection(),
          UserId: 'amara',
          FaceIds: [first, bruno, gone],
        }),
      );
      expect(answer).toMatchObject({
        DisassociatedFaces: [{ FaceId: first }],
        UnsuccessfulFaceDisassociations: [
          { FaceId: bruno, UserId: 'bruno', Reasons: ['ASSOCIATED_TO_A_DIFFERENT_USER'] },
          { FaceId: gone, Reasons: ['FACE_NOT_FOUND'] },
        ],
        UserStatus: 'UPDATING',
      });
      const hers = await asked
        .client()
        .send(new ListFacesCommand({ CollectionId: asked.collection(), UserId: 'amara' }));
      expect(hers.Faces?.map(({ FaceId }) => FaceId)).toContain(second);
      expect(hers.Faces).toHaveLength(2);
      const again = await asked
        .client()
        .send(new DisassociateFacesCommand({ CollectionId: asked.collection(), UserId: 'amara', FaceIds: [first] }));
      expect(again).toMatchObject({ DisassociatedFaces: [], UnsuccessfulFaceDisassociations: [] });
    });

    it('that are not there take and give nothing', async () => {
      const FaceIds = [await indexed(await face('amara'))];
      const wanted = { CollectionId: asked.collection(), UserId: 'nobody', FaceIds };
      await expect(asked.client().send(new AssociateFacesCommand(wanted))).rejects.toEqual(
        refusedAs('ResourceNotFoundException'),
      );
      await expect(asked.client().send(new DisassociateFacesCommand(wanted))).rejects.toEqual(
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
      const wanted = { CollectionId: asked.collection(), UserId: 'amara', ClientRequestToken: 'token-1' };
      await asked.client().send(new CreateUserCommand(wanted));
      await asked.client().send(new CreateUserCommand(wanted));
      await expect(asked.client().send(new CreateUserCommand({ ...wanted, UserId: 'bea' }))).rejects.toEqual(
        refusedAs('IdempotentParameterMismatchException'),
      );
      expect(await users()).toHaveLength(1);
    });
  });
});
