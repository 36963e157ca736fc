import { randomBytes, randomUUID } from 'node:crypto';
import {
  CreateCollectionCommand,
  CreateUserCommand,
  DeleteCollectionCommand,
  DeleteFacesCommand,
  DescribeCollectionCommand,
  IndexFacesCommand,
  ListCollectionsCommand,
  ListFacesCommand,
  ListUsersCommand,
  SearchFacesByImageCommand,
  SearchFacesCommand,
  SearchUsersByImageCommand,
  SearchUsersCommand,
} from '@aws-sdk/client-rekognition';
import { askingRekognition, clientOf, refusedAs } from '../support/asking-rekognition.ts';

describe("collections and refusals of a server of Rekognition's protocol", () => {
  const asked = askingRekognition();
  const { faults, users } = asked;

  describe('collections', () => {
    it('are created, described and deleted', async () => {
      const at = Date.now();
      const id = `${asked.collection()}-more`;
      const created = await asked.client().send(new CreateCollectionCommand({ CollectionId: id }));
      expect(created).toMatchObject({ StatusCode: 200, FaceModelVersion: asked.engine().modelVersion });
      expect(created.CollectionArn).toContain(`collection/${id}`);
      const described = await asked.client().send(new DescribeCollectionCommand({ CollectionId: id }));
      expect(described).toMatchObject({ FaceCount: 0, UserCount: 0, CollectionARN: created.CollectionArn });
      expect(Math.abs((described.CreationTimestamp?.getTime() ?? 0) - at)).toBeLessThan(60_000);
      expect(await asked.client().send(new DeleteCollectionCommand({ CollectionId: id }))).toMatchObject({
        StatusCode: 200,
      });
      await expect(asked.client().send(new DescribeCollectionCommand({ CollectionId: id }))).rejects.toEqual(
        refusedAs('ResourceNotFoundException'),
      );
    });

    it('exist once, and tell upper from lower case', async () => {
      await expect(
        asked.client().send(new CreateCollectionCommand({ CollectionId: asked.collection() })),
      ).rejects.toEqual(refusedAs('ResourceAlreadyExistsException'));
      const upper = asked.collection().toUpperCase();
      await asked.client().send(new CreateCollectionCommand({ CollectionId: upper }));
      await asked.client().send(new DeleteCollectionCommand({ CollectionId: upper }));
    });

    it.each(['a b', 'a/b', 'a:b', 'ä', 'x'.repeat(256)])('are not called %j', async (CollectionId) => {
      await expect(asked.client().send(new CreateCollectionCommand({ CollectionId }))).rejects.toEqual(
        refusedAs('InvalidParameterException'),
      );
    });

    it('are listed page by page, whatever comes and goes between two pages', async () => {
      const ids = Array.from({ length: 5 }, (_, n) => `${asked.collection()}-${n}`);
      for (const CollectionId of ids) await asked.client().send(new CreateCollectionCommand({ CollectionId }));
      const seen: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await asked.client().send(new ListCollectionsCommand({ MaxResults: 2, NextToken }));
        expect(page.FaceModelVersions).toHaveLength(page.CollectionIds?.length ?? -1);
        seen.push(...(page.CollectionIds ?? []));
        NextToken = page.NextToken;
        const told = page.CollectionIds?.at(-1) ?? '';
        if (ids.includes(told)) await asked.client().send(new DeleteCollectionCommand({ CollectionId: told }));
      } while (NextToken !== undefined);
      expect(seen).toEqual([asked.collection(), ...ids]);
      await asked
        .client()
        .send(new DeleteCollectionCommand({ CollectionId: ids[0] }))
        .catch(() => {});
      for (const CollectionId of ids) {
        await asked
          .client()
          .send(new DeleteCollectionCommand({ CollectionId }))
          .catch(() => {});
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
      await expect(asked.client().send(command() as DeleteCollectionCommand)).rejects.toEqual(
        refusedAs('ResourceNotFoundException'),
      );
    });
  });

  describe('refusals that were planned', () => {
    const list = () => asked.client().send(new ListUsersCommand({ CollectionId: asked.collection() }));

    it.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'AccessDeniedException'] as const)(
      'come as %s as often as planned, and of that operation alone',
      async (fault) => {
        faults.next('ListUsers', 2, fault);
        await expect(list()).rejects.toMatchObject({ name: fault });
        await asked.client().send(new ListFacesCommand({ CollectionId: asked.collection() }));
        await expect(list()).rejects.toMatchObject({ name: fault });
        expect((await list()).Users).toEqual([]);
      },
    );

    it('come as a server fault, which the SDK tries again', async () => {
      faults.next('*', 1, 'InternalServerError');
      await expect(list()).rejects.toMatchObject({ name: 'InternalServerError', $fault: 'server' });
      faults.next('*', 1, 'InternalServerError');
      const patient = clientOf({ url: asked.url() }, 2);
      expect((await patient.send(new ListUsersCommand({ CollectionId: asked.collection() }))).Users).toEqual([]);
      patient.destroy();
    });

    it('lose an answer: what was done is done once when the SDK tries again', async () => {
      faults.loseAnswers('CreateUser', 1);
      const patient = clientOf({ url: asked.url() }, 2);
      await patient.send(new CreateUserCommand({ CollectionId: asked.collection(), UserId: 'amara' }));
      patient.destroy();
      expect(await users()).toHaveLength(1);
    });
  });

  describe('on the wire', () => {
    const post = (headers: Record<string, string>, body: string) =>
      fetch(asked.url(), { method: 'POST', headers, body });
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
