import { randomBytes } from 'node:crypto';
import {
  CompareFacesCommand,
  CreateCollectionCommand,
  DeleteCollectionCommand,
  DetectFacesCommand,
  SearchFacesByImageCommand,
  SearchFacesCommand,
  SearchUsersByImageCommand,
  SearchUsersCommand,
} from '@aws-sdk/client-rekognition';
import sharp from 'sharp';
import { askingRekognition, refusedAs } from '../support/asking-rekognition.ts';
import { emptyRoom, face, group, scene } from '../support/people-pictures.ts';

describe("searches and pictures at a server of Rekognition's protocol", () => {
  const asked = askingRekognition();
  const { indexed, addUser, enrol } = asked;

  describe('searching', () => {
    it('by a face of the collection finds the others of that person, most similar first, and not itself', async () => {
      const ids = await enrol('amara');
      await enrol('bruno');
      const { FaceMatches = [], SearchedFaceId } = await asked
        .client()
        .send(new SearchFacesCommand({ CollectionId: asked.collection(), FaceId: ids[0] }));
      expect(SearchedFaceId).toBe(ids[0]);
      expect(FaceMatches.map(({ Face }) => Face?.FaceId).sort()).toEqual(ids.slice(1).sort());
      expect(FaceMatches[0]?.Similarity).toBeGreaterThanOrEqual(FaceMatches[1]?.Similarity ?? 100);
      const one = new SearchFacesCommand({ CollectionId: asked.collection(), FaceId: ids[0], MaxFaces: 1 });
      expect((await asked.client().send(one)).FaceMatches).toHaveLength(1);
      const all = new SearchFacesCommand({ CollectionId: asked.collection(), FaceId: ids[0], FaceMatchThreshold: 0 });
      expect((await asked.client().send(all)).FaceMatches).toHaveLength(5);
    });

    it('by a face of another collection is refused: there is no search across', async () => {
      const other = `${asked.collection()}-other`;
      await asked.client().send(new CreateCollectionCommand({ CollectionId: other }));
      const FaceId = await indexed(await face('amara'));
      await expect(asked.client().send(new SearchFacesCommand({ CollectionId: other, FaceId }))).rejects.toEqual(
        refusedAs('InvalidParameterException'),
      );
      await expect(asked.client().send(new SearchUsersCommand({ CollectionId: other, FaceId }))).rejects.toEqual(
        refusedAs('InvalidParameterException'),
      );
      await asked.client().send(new DeleteCollectionCommand({ CollectionId: other }));
    });

    it('for users goes by a face or by a user, and not by both or neither', async () => {
      const [FaceId] = await enrol('amara');
      await enrol('bruno');
      const search = (more: object) =>
        asked
          .client()
          .send(new SearchUsersCommand({ CollectionId: asked.collection(), UserMatchThreshold: 0, ...more }));
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
      const answer = await asked
        .client()
        .send(new SearchFacesByImageCommand({ CollectionId: asked.collection(), Image: { Bytes } }));
      expect(answer.FaceMatches?.map(({ Face }) => Face?.UserId)).toEqual(['amara', 'amara', 'amara']);
      expect(answer.SearchedFaceBoundingBox?.Left).toBeLessThan(0.3);
      expect(answer.SearchedFaceConfidence).toBeGreaterThan(70);
    });

    it('a picture for users takes its largest face alone, and names the faces it left', async () => {
      await enrol('amara');
      await enrol('bruno');
      const Bytes = await group(['amara', 'bruno', 'bea']);
      const answer = await asked
        .client()
        .send(new SearchUsersByImageCommand({ CollectionId: asked.collection(), Image: { Bytes } }));
      expect(answer.UserMatches).toMatchObject([{ User: { UserId: 'amara' } }]);
      expect(answer.UserMatches?.[0]?.Similarity).toBeGreaterThan(99);
      expect(answer.SearchedFace?.FaceDetail?.BoundingBox?.Left).toBeLessThan(0.3);
      expect(answer.UnsearchedFaces?.map(({ Reasons }) => Reasons)).toEqual([
        ['FACE_NOT_LARGEST'],
        ['FACE_NOT_LARGEST'],
      ]);
      const all = { CollectionId: asked.collection(), Image: { Bytes }, UserMatchThreshold: 0 };
      expect((await asked.client().send(new SearchUsersByImageCommand(all))).UserMatches).toHaveLength(2);
      expect(
        (await asked.client().send(new SearchUsersByImageCommand({ ...all, MaxUsers: 1 }))).UserMatches,
      ).toHaveLength(1);
    });

    it('a picture without a face is refused for faces and answered with nothing for users', async () => {
      await enrol('amara');
      const wanted = { CollectionId: asked.collection(), Image: { Bytes: await emptyRoom() } };
      await expect(asked.client().send(new SearchFacesByImageCommand(wanted))).rejects.toEqual(
        refusedAs('InvalidParameterException'),
      );
      const answer = await asked.client().send(new SearchUsersByImageCommand(wanted));
      expect(answer.UserMatches).toEqual([]);
      expect(answer.SearchedFace).toBeUndefined();
    });

    it('does not search a face under the quality asked for', async () => {
      await enrol('amara');
      const Bytes = await sharp(await face('amara'))
        .blur(6)
        .jpeg()
        .toBuffer();
      const wanted = { CollectionId: asked.collection(), Image: { Bytes }, QualityFilter: 'HIGH' as const };
      await expect(asked.client().send(new SearchFacesByImageCommand(wanted))).rejects.toEqual(
        refusedAs('InvalidParameterException'),
      );
      const answer = await asked.client().send(new SearchUsersByImageCommand(wanted));
      expect(answer.UserMatches).toEqual([]);
      expect(answer.UnsearchedFaces?.[0]?.Reasons).toContain('LOW_SHARPNESS');
    });

    it('finds a user without faces never', async () => {
      await addUser('amara');
      const wanted = { CollectionId: asked.collection(), Image: { Bytes: await face('amara') }, UserMatchThreshold: 0 };
      expect((await asked.client().send(new SearchUsersByImageCommand(wanted))).UserMatches).toEqual([]);
    });
  });

  describe('pictures alone', () => {
    it('are told face by face with the default attributes and no others, whatever is asked', async () => {
      const Bytes = await group(['amara', 'bruno', 'bea']);
      const { FaceDetails = [] } = await asked
        .client()
        .send(new DetectFacesCommand({ Image: { Bytes }, Attributes: ['ALL'] }));
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
      const answer = await asked.client().send(new CompareFacesCommand({ SourceImage, TargetImage }));
      expect(answer.SourceImageFace?.Confidence).toBeGreaterThan(70);
      expect(answer.FaceMatches).toHaveLength(1);
      expect(answer.FaceMatches?.[0]?.Similarity).toBeGreaterThan(99);
      expect(answer.UnmatchedFaces).toHaveLength(2);
      const all = await asked
        .client()
        .send(new CompareFacesCommand({ SourceImage, TargetImage, SimilarityThreshold: 0 }));
      expect(all.FaceMatches).toHaveLength(3);
    });

    it('are not compared when one of them shows no face', async () => {
      const [shown, empty] = [{ Bytes: await face('bruno') }, { Bytes: await emptyRoom() }];
      for (const [SourceImage, TargetImage] of [
        [shown, empty],
        [empty, shown],
      ]) {
        await expect(asked.client().send(new CompareFacesCommand({ SourceImage, TargetImage }))).rejects.toEqual(
          refusedAs('InvalidParameterException'),
        );
      }
    });

    it('are turned upright by what a JPEG says of itself', async () => {
      const upright = await scene([{ person: 'amara', left: 100, top: 150, side: 300 }], 1000, 600);
      const turned = await sharp(upright).rotate(90).jpeg().withMetadata({ orientation: 8 }).toBuffer();
      const left = async (Bytes: Uint8Array) =>
        (await asked.client().send(new DetectFacesCommand({ Image: { Bytes } }))).FaceDetails?.[0]?.BoundingBox?.Left;
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
      const { faces } = await asked.engine().analyse(Bytes, { vectors: false });
      expect(faces.length).toBeGreaterThan(100);
      const { FaceDetails } = await asked.client().send(new DetectFacesCommand({ Image: { Bytes } }));
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
      await expect(asked.client().send(new DetectFacesCommand({ Image }))).rejects.toEqual(refusedAs(name));
    });

    it('are taken with sides of exactly 80', async () => {
      const Image = { Bytes: await canvas(80, 80).png().toBuffer() };
      expect((await asked.client().send(new DetectFacesCommand({ Image }))).FaceDetails).toEqual([]);
    });

    it('are not fetched from S3', async () => {
      const Image = { S3Object: { Bucket: 'pictures', Name: 'amara.jpg' } };
      await expect(asked.client().send(new DetectFacesCommand({ Image }))).rejects.toEqual(
        refusedAs('InvalidS3ObjectException'),
      );
    });
  });
});
