import {
  AssociateFacesCommand,
  CreateCollectionCommand,
  CreateUserCommand,
  DeleteFacesCommand,
  DeleteUserCommand,
  DisassociateFacesCommand,
  type Face,
  IndexFacesCommand,
  ListFacesCommand,
  ListUsersCommand,
  type RekognitionClient,
} from '@aws-sdk/client-rekognition';
import { MusterError } from '../../core/errors.ts';
import type { PersonReference } from '../../core/ports/face-gallery.ts';
import { chunks } from '../chunks.ts';
import { type Calls, withEach } from './calls.ts';
import { withinLimits } from './pictures.ts';

/** A person's place in a collection: a user, and a face for each reference, named `<person>:<reference>`. */
export interface Places {
  put(collection: string, person: string, references: readonly PersonReference[]): Promise<void>;
  remove(collection: string, person: string): Promise<void>;
  list(collection: string): Promise<string[]>;
}

export interface PlacesOptions {
  /** Milliseconds before what does not show yet is asked for again; twice as long each time. */
  readonly firstPause: number;
  /** How many faces or users a page of a list has. */
  readonly pageLength: number;
}

/** What one call takes: docs.aws.amazon.com/rekognition/latest/APIReference. */
const facesPerDisassociation = 100;
const facesPerDeletion = 4096;
/** What is written shows a little later, and a user being updated cannot be changed: ask again, ever more slowly. */
const tries = 6;
/** Three pauses of the first length lie between the first and the last: 0.6 seconds by default. */
const looksForNothing = 3;

const done = () => {};
const no = () => false;
const externalId = (person: string, reference: string) => `${person}:${reference}`;
const personOf = ({ ExternalImageId, UserId }: Face) => UserId ?? ExternalImageId?.split(':')[0];

type StandingFace = Face & { FaceId: string };

/**
 * Each step can be done again, and what a put or a removal that died has left is found by its name: faces are called
 * after the person before they belong to a user.
 */
export const places = (client: RekognitionClient, calls: Calls, { firstPause, pageLength }: PlacesOptions): Places => {
  /** Null when there is no such collection. */
  const allFaces = async (CollectionId: string): Promise<StandingFace[] | null> => {
    const faces: StandingFace[] = [];
    let NextToken: string | undefined;
    do {
      const command = new ListFacesCommand({ CollectionId, NextToken, MaxResults: pageLength });
      const answer = await calls('ListFaces', () => client.send(command), { ResourceNotFoundException: () => null });
      if (answer === null) return null;
      for (const face of answer.Faces ?? [])
        if (face.FaceId !== undefined) faces.push({ ...face, FaceId: face.FaceId });
      NextToken = answer.NextToken;
    } while (NextToken !== undefined);
    return faces;
  };

  /** Everybody's status, by their id. */
  const users = async (CollectionId: string): Promise<Map<string, string>> => {
    const people = new Map<string, string>();
    let NextToken: string | undefined;
    do {
      const command = new ListUsersCommand({ CollectionId, NextToken, MaxResults: pageLength });
      const answer = await calls('ListUsers', () => client.send(command), { ResourceNotFoundException: () => null });
      for (const { UserId, UserStatus = '' } of answer?.Users ?? [])
        if (UserId !== undefined) people.set(UserId, UserStatus);
      NextToken = answer?.NextToken;
    } while (NextToken !== undefined);
    return people;
  };

  const of = (faces: readonly StandingFace[] | null, person: string) =>
    (faces ?? []).filter((face) => personOf(face) === person);

  const create = (CollectionId: string) =>
    calls('CreateCollection', () => client.send(new CreateCollectionCommand({ CollectionId })).then(done), {
      ResourceAlreadyExistsException: done,
    });

  /** @throws UNAVAILABLE when it does not come true in time */
  const until = async (operation: string, attempt: () => Promise<boolean>): Promise<void> => {
    for (let n = 0; n < tries; n += 1) {
      if (await attempt()) return;
      await new Promise((resolve) => setTimeout(resolve, firstPause * 2 ** n));
    }
    throw new MusterError('UNAVAILABLE', { port: 'gallery', operation });
  };

  /** The face of a reference, or null when the service finds none that it would search by. */
  const index = async (
    CollectionId: string,
    person: string,
    { id, image }: PersonReference,
  ): Promise<string | null> => {
    const command = new IndexFacesCommand({
      CollectionId,
      Image: { Bytes: await withinLimits(image) },
      ExternalImageId: externalId(person, id),
      MaxFaces: 1,
      QualityFilter: 'AUTO',
      DetectionAttributes: ['DEFAULT'],
    });
    const { FaceRecords } = await calls('IndexFaces', () => client.send(command));
    return FaceRecords?.[0]?.Face?.FaceId ?? null;
  };

  const associate = (CollectionId: string, UserId: string, FaceIds: string[]) =>
    until('AssociateFaces', async () => {
      // That all pictures show one person was checked at enrolment; the service need not be of another opinion.
      const command = new AssociateFacesCommand({ CollectionId, UserId, FaceIds, UserMatchThreshold: 0 });
      const answer = await calls('AssociateFaces', () => client.send(command), { ConflictException: () => null });
      return answer !== null && (answer.UnsuccessfulFaceAssociations ?? []).length === 0;
    });

  const disassociate = async (CollectionId: string, UserId: string, faces: readonly StandingFace[]) => {
    const theirs = faces.filter((face) => face.UserId === UserId).map(({ FaceId }) => FaceId);
    for (const FaceIds of chunks(theirs, facesPerDisassociation)) {
      const command = new DisassociateFacesCommand({ CollectionId, UserId, FaceIds });
      await until('DisassociateFaces', async () =>
        calls('DisassociateFaces', () => client.send(command).then(() => true), { ConflictException: no }),
      );
    }
  };

  const erase = async (CollectionId: string, faces: readonly StandingFace[]) => {
    for (const some of chunks(faces, facesPerDeletion)) {
      const command = new DeleteFacesCommand({ CollectionId, FaceIds: some.map(({ FaceId }) => FaceId) });
      await until('DeleteFaces', async () => {
        const { UnsuccessfulFaceDeletions = [] } = await calls('DeleteFaces', () => client.send(command));
        return UnsuccessfulFaceDeletions.every(({ Reasons }) => Reasons?.includes('FACE_NOT_FOUND'));
      });
    }
  };

  return {
    async put(CollectionId, person, references) {
      const all = await allFaces(CollectionId);
      if (all === null) await create(CollectionId);
      const standing = of(all, person);
      const known = new Map(standing.map((face) => [face.ExternalImageId, face.FaceId]));
      const faces = await withEach(
        references,
        async (reference) =>
          known.get(externalId(person, reference.id)) ?? (await index(CollectionId, person, reference)),
      );
      const usable = faces.filter((face) => face !== null);
      if (usable.length === 0) throw new MusterError('FACE_NOT_FOUND');
      const createUser = new CreateUserCommand({ CollectionId, UserId: person });
      await calls('CreateUser', () => client.send(createUser).then(done), { ConflictException: done });
      const theirs = new Set(standing.filter(({ UserId }) => UserId === person).map(({ FaceId }) => FaceId));
      const joining = usable.filter((face) => !theirs.has(face));
      if (joining.length > 0) await associate(CollectionId, person, joining);
      // Changes show a little later. Until these faces alone are shown, another may still stand there; until the user is
      // active, searches may not find the person.
      await until('ListFaces', async () => {
        const shown = of(await allFaces(CollectionId), person);
        const leaving = shown.filter(({ FaceId }) => !usable.includes(FaceId));
        await disassociate(CollectionId, person, leaving);
        await erase(CollectionId, leaving);
        const present = shown.filter(({ UserId }) => UserId === person).map(({ FaceId }) => FaceId);
        if (leaving.length > 0 || !usable.every((face) => present.includes(face))) return false;
        return (await users(CollectionId)).get(person) === 'ACTIVE';
      });
    },
    async remove(CollectionId, person) {
      const command = new DeleteUserCommand({ CollectionId, UserId: person });
      await until('DeleteUser', () =>
        calls('DeleteUser', () => client.send(command).then(() => true), {
          ConflictException: no,
          ResourceNotFoundException: () => true,
        }),
      );
      // A put that died has left faces which a list may not show yet: nothing again and again, with time between, is nothing.
      let looksWithout = 0;
      await until('ListFaces', async () => {
        const all = await allFaces(CollectionId);
        if (all === null) return true;
        const standing = of(all, person);
        await erase(CollectionId, standing);
        const gone = standing.length === 0 && !(await users(CollectionId)).has(person);
        looksWithout = gone ? looksWithout + 1 : 0;
        return looksWithout === looksForNothing;
      });
    },
    async list(CollectionId) {
      const people = new Set((await users(CollectionId)).keys());
      // Whoever a put that died has left faces of is in the collection as well: there is something to erase.
      for (const face of (await allFaces(CollectionId)) ?? []) {
        const person = personOf(face);
        if (person !== undefined) people.add(person);
      }
      return [...people].sort();
    },
  };
};
