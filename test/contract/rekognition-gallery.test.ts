import { randomBytes } from 'node:crypto';
import { ListFacesCommand, ListUsersCommand } from '@aws-sdk/client-rekognition';
import sharp from 'sharp';
import { rekognitionClient } from '../../connectors/rekognition/client.ts';
import { rekognitionFaceGallery } from '../../connectors/rekognition/face-gallery.ts';
import type { FaceEngine } from '../../face-engine/index.ts';
import { type OpenRekognition, openRekognition } from '../support/face-galleries.ts';
import { face, references, scene } from '../support/people-pictures.ts';
import { openRememberingEngine } from '../support/remembering-engine.ts';

const course = 'c_biology';
const collection = `muster-${course}`;

/** Tells how many calls are under way, how many were at most, and how many there were. */
const countedClient = (endpoint: string) => {
  const client = rekognitionClient({ region: 'eu-west-1', endpoint });
  let calls = { running: 0, most: 0, total: 0 };
  client.middlewareStack.add(
    (next) => async (args) => {
      const running = calls.running + 1;
      calls = { running, most: Math.max(calls.most, running), total: calls.total + 1 };
      try {
        return await next(args);
      } finally {
        calls = { ...calls, running: calls.running - 1 };
      }
    },
    { step: 'initialize' },
  );
  return { client, calls: () => calls };
};

const sixPeople = () =>
  scene(
    (['amara', 'bruno', 'bea', 'caleb', 'chiara', 'dmitri'] as const).map((person, index) => ({
      person,
      left: 20 + (index % 3) * 390,
      top: 30 + Math.floor(index / 3) * 330,
      side: 260,
    })),
  );

describe("galleries at Rekognition: what is Rekognition's own", () => {
  let engine: FaceEngine;
  let opened: OpenRekognition;
  beforeAll(async () => {
    engine = await openRememberingEngine();
  });
  afterAll(() => engine?.close());
  // A client that was throttled stays slow for a while: each test has its own.
  beforeEach(async () => {
    opened = await openRekognition(engine, { maxAttempts: 3 });
  });
  afterEach(() => opened.close());

  const enrol = async (person: 'amara' | 'bruno') => opened.gallery.put(course, person, await references(person));

  it('is a collection with a user for each person and a face for each reference, named after both', async () => {
    await enrol('amara');
    const { Users } = await opened.client.send(new ListUsersCommand({ CollectionId: collection }));
    expect(Users).toEqual([{ UserId: 'amara', UserStatus: 'ACTIVE' }]);
    const { Faces = [] } = await opened.client.send(new ListFacesCommand({ CollectionId: collection }));
    expect(Faces.map(({ ExternalImageId }) => ExternalImageId).sort()).toEqual([
      'amara:amara-1',
      'amara:amara-2',
      'amara:amara-3',
    ]);
    expect(new Set(Faces.map(({ UserId }) => UserId))).toEqual(new Set(['amara']));
  });

  describe('when it is throttled', () => {
    it.each(['ProvisionedThroughputExceededException', 'ThrottlingException'] as const)(
      'once (%s), waits and gets its answer',
      async (fault) => {
        await enrol('amara');
        opened.faults.next('SearchUsersByImage', 1, fault);
        const [seen] = await opened.gallery.identify(course, await face('amara'));
        expect(seen?.candidates[0]?.person).toBe('amara');
      },
    );

    it('again and again, says so with a code that may be tried again', async () => {
      opened.faults.next('DetectFaces', 100, 'ProvisionedThroughputExceededException');
      await expect(opened.gallery.inspect(await face('amara'))).rejects.toMatchObject({
        code: 'THROTTLED',
        retryable: true,
        details: { port: 'gallery', operation: 'DetectFaces' },
      });
    });
  });

  describe('when it is refused or gets no answer', () => {
    it('says that it was denied, which no repetition mends', async () => {
      opened.faults.next('DetectFaces', 100, 'AccessDeniedException');
      await expect(opened.gallery.inspect(await face('amara'))).rejects.toMatchObject({
        code: 'DENIED',
        retryable: false,
      });
    });

    it('says that the service is not available while it fails, and when nobody is there', async () => {
      const unavailable = { code: 'UNAVAILABLE', retryable: true };
      opened.faults.next('ListUsers', 100, 'InternalServerError');
      await expect(opened.gallery.list(course)).rejects.toMatchObject(unavailable);
      const gone = await openRekognition(engine);
      await gone.close();
      const client = rekognitionClient({ region: 'eu-west-1', endpoint: gone.url, maxAttempts: 1 });
      await expect(rekognitionFaceGallery(client).list(course)).rejects.toMatchObject(unavailable);
      client.destroy();
    });

    it.each(['SearchUsersByImage', 'IndexFaces'])(
      'fails as a whole when one %s does, and has nothing under way then',
      async (operation) => {
        await enrol('bruno');
        const counted = countedClient(opened.url);
        const gallery = rekognitionFaceGallery(counted.client);
        const pictures = await references('amara');
        opened.faults.next(operation, 1, 'AccessDeniedException');
        const work =
          operation === 'IndexFaces'
            ? gallery.put(course, 'amara', pictures)
            : gallery.identify(course, await sixPeople());
        await expect(work).rejects.toMatchObject({ code: 'DENIED' });
        const { running, total } = counted.calls();
        expect(running).toBe(0);
        // One call to begin with and four at once; the other faces were never sent.
        expect(total).toBeLessThanOrEqual(6);
        await gallery.list(course);
        // Two lists of one page each: nothing of the failed work was added meanwhile.
        expect(counted.calls().total).toBe(total + 2);
        counted.client.destroy();
      },
    );
  });

  it('waits for users that the service is still updating', async () => {
    const slow = await openRekognition(engine, { settleMs: 300 });
    const pictures = await references('amara');
    const others = pictures.map(({ id, image }) => ({ id: `new-${id}`, image }));
    try {
      await slow.gallery.put(course, 'amara', pictures);
      await slow.gallery.put(course, 'amara', others);
      expect(await slow.kept(course)).toBe(3);
      await slow.gallery.remove(course, 'amara');
      expect(await slow.kept(course)).toBe(0);
    } finally {
      await slow.close();
    }
  });

  it('has put somebody only when searches find them: their user is active then', async () => {
    const slow = await openRekognition(engine, { settleMs: 300, lagMs: 150 });
    try {
      await slow.gallery.put(course, 'amara', await references('amara'));
      const { Users } = await slow.client.send(new ListUsersCommand({ CollectionId: collection }));
      expect(Users).toEqual([{ UserId: 'amara', UserStatus: 'ACTIVE' }]);
      await slow.gallery.remove(course, 'amara');
      expect(await slow.gallery.list(course)).toEqual([]);
    } finally {
      await slow.close();
    }
  });

  it.each([{ settleMs: 60_000 }, { lagMs: 60_000 }])(
    'says to try again later while it does not show what was put, and does not take it for done: %j',
    async (options) => {
      const stuck = await openRekognition(engine, options);
      try {
        await expect(stuck.gallery.put(course, 'amara', await references('amara'))).rejects.toMatchObject({
          code: 'UNAVAILABLE',
          retryable: true,
        });
      } finally {
        await stuck.close();
      }
    },
  );

  it('finds out the version of the models from a gallery of an earlier run, and not from collections of others', async () => {
    expect((await opened.gallery.describe()).modelVersion).toBe('unknown');
    await enrol('amara');
    const later = rekognitionFaceGallery(opened.client);
    expect((await later.describe()).modelVersion).toBe(engine.modelVersion);
    const another = rekognitionFaceGallery(opened.client, { prefix: 'another-' });
    expect((await another.describe()).modelVersion).toBe('unknown');
  });

  it('erases all of a person whose faces fill many pages, and leaves the rest', async () => {
    await enrol('bruno');
    const [one] = await references('amara');
    const many = Array.from({ length: 30 }, (_, n) => ({ id: `take-${n}`, image: one?.image ?? new Uint8Array() }));
    await opened.gallery.put(course, 'amara', many);
    expect(await opened.kept(course)).toBe(33);
    await opened.gallery.put(course, 'amara', many.slice(0, 1));
    expect(await opened.kept(course)).toBe(4);
    await opened.gallery.remove(course, 'amara');
    expect(await opened.gallery.list(course)).toEqual(['bruno']);
    expect(await opened.kept(course)).toBe(3);
  });

  it('never gives a face the name of a larger neighbour that reaches into its crop', async () => {
    const whole = await scene([{ person: 'bruno', left: 300, top: 200, side: 300 }]);
    const [amara] = (await engine.analyse(await face('amara'), { vectors: true })).faces;
    let crowded = false;
    const area = (one: { box: { width: number; height: number } }) => one.box.width * one.box.height;
    const busy = await openRekognition({
      ...engine,
      // Amara's face over the left 49 % of every crop: larger than one seen from afar, smaller than one seen closely.
      async analyse(picture, options) {
        const seen = await engine.analyse(picture, options);
        if (!crowded || amara === undefined || whole.equals(picture)) return seen;
        const box = { ...amara.box, x: 0, y: 0, width: 0.49 * seen.width, height: seen.height };
        return { ...seen, faces: [...seen.faces, { ...amara, box }].sort((one, other) => area(other) - area(one)) };
      },
    });
    try {
      for (const person of ['amara', 'bruno'] as const) {
        await busy.gallery.put(course, person, await references(person));
      }
      crowded = true;
      const [seen] = await busy.gallery.identify(course, whole);
      expect(seen?.candidates[0]?.person).toBe('bruno');
    } finally {
      await busy.close();
    }
  });

  describe('pictures beyond what the service takes', () => {
    it('of more than 5 MB are compressed', async () => {
      const side = 2000;
      const noise = sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } });
      const large = await noise
        .composite([{ input: await face('amara', 500), left: 700, top: 700 }])
        .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
        .toBuffer();
      expect(large.byteLength).toBeGreaterThan(5 * 1024 * 1024);
      await enrol('amara');
      const faces = await opened.gallery.identify(course, large);
      expect(faces[0]?.candidates[0]?.person).toBe('amara');
    });

    it('with a side under 80 are enlarged', async () => {
      const small = await sharp(await face('amara'))
        .resize(76, 76)
        .jpeg({ quality: 95 })
        .toBuffer();
      expect(await opened.gallery.inspect(small)).toHaveLength(1);
      expect(await opened.gallery.compare(small, await face('amara'))).toBeGreaterThan(80);
    });
  });

  it('never has more than four calls under way', async () => {
    const counted = countedClient(opened.url);
    const gallery = rekognitionFaceGallery(counted.client);
    const picture = await sixPeople();
    await enrol('amara');
    const shots = await Promise.all([gallery.identify(course, picture), gallery.identify(course, picture)]);
    expect(shots.map((faces) => faces.length)).toEqual([6, 6]);
    expect(counted.calls().most).toBe(4);
    counted.client.destroy();
  });
});
