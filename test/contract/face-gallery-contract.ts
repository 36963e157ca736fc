import type { FaceGallery, IdentifiedFace, PersonReference } from '../../core/ports/face-gallery.ts';
import type { OpenGallery } from '../support/face-galleries.ts';
import { emptyRoom, face, group, references, type SomePerson, scene } from '../support/people-pictures.ts';

const trio = ['amara', 'bruno', 'bea'] as const satisfies readonly SomePerson[];
const best = ({ candidates }: IdentifiedFace) => candidates[0];
const named = (faces: readonly IdentifiedFace[]) => faces.map((one) => best(one)?.person);
const everybody = (faces: readonly IdentifiedFace[]) =>
  new Set(faces.flatMap(({ candidates }) => candidates.map(({ person }) => person)));

/** What every engine that holds galleries must do. Each test has a gallery name of its own. */
export const describeFaceGallery = (
  name: string,
  open: () => Promise<OpenGallery>,
  version = /^faceplugin-face-recognition-js@0\.0\.1$/,
): void => {
  describe(`faces in ${name}`, () => {
    let opened: OpenGallery;
    let gallery: FaceGallery;
    let course = '';
    let count = 0;
    let picture: Buffer;

    beforeAll(async () => {
      opened = await open();
      ({ gallery } = opened);
      picture = await group(trio);
    });
    afterAll(() => opened?.close());
    beforeEach(() => {
      count += 1;
      course = `c_test-${count}`;
    });
    afterEach(() => opened.mend());

    const enrol = async (...names: readonly SomePerson[]) => {
      for (const person of names) await gallery.put(course, person, await references(person));
    };
    const match = async () => (await gallery.describe()).thresholds.match;
    const review = async () => (await gallery.describe()).thresholds.review;

    it('says what it is, where its numbers become decisions, and where those come from', async () => {
      await enrol('amara');
      const { engine, modelVersion, thresholds, origin } = await gallery.describe();
      expect(engine).not.toBe('');
      expect(modelVersion).toMatch(version);
      expect(thresholds.review).toBeLessThan(thresholds.match);
      expect(origin.length).toBeGreaterThan(40);
    });

    describe('looking at a picture', () => {
      it('finds each face, largest first, inside the picture and where it is', async () => {
        const faces = await gallery.inspect(picture);
        expect(faces).toHaveLength(3);
        const areas = faces.map(({ box }) => box.width * box.height);
        expect(areas).toEqual([...areas].sort((a, b) => b - a));
        for (const [index, { box, quality }] of faces.entries()) {
          expect(Math.min(box.left, box.top)).toBeGreaterThanOrEqual(0);
          expect(Math.max(box.left + box.width, box.top + box.height)).toBeLessThanOrEqual(1);
          const middle = (box.left + box.width / 2) * 1200;
          expect(middle).toBeGreaterThan(40 + index * 390);
          expect(middle).toBeLessThan(40 + index * 390 + 300);
          expect(quality.heightPx).toBeCloseTo(box.height * 700, 0);
        }
      });

      it('takes a good picture of one face for good enough to enrol with', async () => {
        const { qualityLimits: limits } = await gallery.describe();
        const [one] = await references('amara');
        const [seen, ...others] = await gallery.inspect(one?.image ?? new Uint8Array());
        expect(others).toEqual([]);
        expect(seen?.quality.heightPx).toBeGreaterThan(limits.minHeightPx);
        expect(seen?.quality.sharpness).toBeGreaterThan(limits.minSharpness);
        expect(seen?.quality.brightness).toBeGreaterThan(limits.minBrightness);
        expect(Math.abs(seen?.quality.yaw ?? 90)).toBeLessThan(limits.maxYaw);
      });

      it('finds nobody where nobody is', async () => {
        expect(await gallery.inspect(await emptyRoom())).toEqual([]);
      });
    });

    describe('comparing two pictures', () => {
      it('matches one person with themselves and not with another', async () => {
        const [one, other] = await references('amara');
        const image = one?.image ?? new Uint8Array();
        expect(await gallery.compare(image, other?.image ?? image)).toBeGreaterThanOrEqual(await match());
        expect(await gallery.compare(image, await face('bruno'))).toBeLessThan(await review());
      });

      it('compares the largest faces', async () => {
        const amara = await face('amara');
        expect(await gallery.compare(amara, picture)).toBeGreaterThanOrEqual(await match());
        expect(await gallery.compare(picture, amara)).toBeGreaterThanOrEqual(await match());
        expect(await gallery.compare(await face('bea'), picture)).toBeLessThan(await review());
      });

      it('says null when one of them shows no face', async () => {
        const amara = await face('amara');
        expect(await gallery.compare(amara, await emptyRoom())).toBeNull();
        expect(await gallery.compare(await emptyRoom(), amara)).toBeNull();
      });
    });

    describe('a gallery that nobody is in', () => {
      it('is empty, and has nothing to remove or to drop', async () => {
        expect(await gallery.list(course)).toEqual([]);
        await gallery.remove(course, 'nobody');
        await gallery.drop(course);
        await gallery.drop(course);
        expect(await gallery.list(course)).toEqual([]);
      });

      it('is compared with all the same: faces are found and resemble nobody', async () => {
        const faces = await gallery.identify(course, picture);
        expect(faces.map(({ candidates }) => candidates)).toEqual([[], [], []]);
      });
    });

    describe('putting people', () => {
      it('lists whom it holds until they are removed', async () => {
        await enrol('amara', 'bruno');
        expect((await gallery.list(course)).toSorted()).toEqual(['amara', 'bruno']);
        expect(await opened.kept(course)).toBe(6);
        await gallery.remove(course, 'amara');
        await gallery.remove(course, 'amara');
        await gallery.remove(course, 'nobody');
        expect(await gallery.list(course)).toEqual(['bruno']);
        expect(await opened.kept(course)).toBe(3);
        await gallery.drop(course);
        expect(await gallery.list(course)).toEqual([]);
        expect(await opened.kept(course)).toBe(0);
      });

      it('changes nothing when it is said twice', async () => {
        await enrol('amara', 'amara');
        expect(await gallery.list(course)).toEqual(['amara']);
        expect(await opened.kept(course)).toBe(3);
      });

      it('makes the place equal to the references: what is not among them goes', async () => {
        await enrol('amara');
        const [first, second] = await references('amara');
        const kept = [first, second].filter((one) => one !== undefined);
        await gallery.put(course, 'amara', kept);
        expect(await opened.kept(course)).toBe(2);
        const others = (await references('chiara')).map(({ id, image }) => ({ id: `new-${id}`, image }));
        await gallery.put(course, 'amara', others);
        expect(await opened.kept(course)).toBe(3);
        const [old] = await gallery.identify(course, await face('amara'));
        const [renewed] = await gallery.identify(course, await face('chiara'));
        expect(old?.candidates[0]?.similarity).toBeLessThan(await review());
        expect(renewed?.candidates[0]).toMatchObject({ person: 'amara' });
        expect(renewed?.candidates[0]?.similarity).toBeGreaterThanOrEqual(await match());
      });

      it('leaves out a reference without a face, and refuses when none has one', async () => {
        const [good] = await references('amara');
        const blank = { id: 'blank', image: await emptyRoom() };
        await gallery.put(
          course,
          'amara',
          [blank, good].filter((one) => one !== undefined),
        );
        expect(await opened.kept(course)).toBe(1);
        await expect(gallery.put(course, 'amara', [blank])).rejects.toMatchObject({ code: 'FACE_NOT_FOUND' });
        await expect(gallery.put(course, 'bruno', [blank])).rejects.toMatchObject({ code: 'FACE_NOT_FOUND' });
        expect(await gallery.list(course)).toEqual(['amara']);
        expect(await opened.kept(course)).toBe(1);
      });
    });

    describe('identifying the faces of a class picture', () => {
      it('names each person rightly, largest face first', async () => {
        await enrol(...trio, 'caleb');
        const faces = await gallery.identify(course, picture);
        expect(named(faces)).toEqual([...trio]);
        for (const one of faces) expect(best(one)?.similarity).toBeGreaterThanOrEqual(await match());
        const inspected = await gallery.inspect(picture);
        expect(faces.map(({ box }) => box)).toEqual(inspected.map(({ box }) => box));
        expect(faces.map(({ heightPx }) => heightPx)).toEqual(
          inspected.map(({ quality }) => Math.round(quality.heightPx)),
        );
      });

      it('tells at most five candidates, each person once, the best first', async () => {
        await enrol('amara', 'bruno', 'bea', 'caleb', 'chiara', 'dmitri');
        for (const { candidates } of await gallery.identify(course, picture)) {
          expect(candidates).toHaveLength(5);
          expect(new Set(candidates.map(({ person }) => person)).size).toBe(5);
          const similarities = candidates.map(({ similarity }) => similarity);
          expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
          expect(Math.min(...similarities)).toBeGreaterThanOrEqual(0);
          expect(Math.max(...similarities)).toBeLessThanOrEqual(100);
        }
      });

      it('brings nobody near a match who is not enrolled', async () => {
        await enrol('caleb', 'dmitri');
        for (const one of await gallery.identify(course, picture)) {
          expect(best(one)?.similarity).toBeLessThan(await review());
        }
      });

      it('tells two who stand cheek by cheek apart, however small one of them is', async () => {
        await enrol('amara', 'bruno');
        const together = await scene([
          { person: 'amara', left: 300, top: 120, side: 400 },
          { person: 'bruno', left: 640, top: 300, side: 130 },
        ]);
        const faces = await gallery.identify(course, together);
        expect(named(faces)).toEqual(['amara', 'bruno']);
        for (const one of faces) expect(best(one)?.similarity).toBeGreaterThanOrEqual(await review());
      });

      it('keeps nothing of it, nor of any picture that is only looked at', async () => {
        await enrol('amara');
        await gallery.identify(course, picture);
        await gallery.inspect(picture);
        await gallery.compare(picture, picture);
        expect(await opened.kept(course)).toBe(3);
        expect(await gallery.list(course)).toEqual(['amara']);
      });

      it('tells how far it is, from none to all', async () => {
        await enrol('amara');
        const told: [number, number][] = [];
        await gallery.identify(course, picture, {
          onProgress: async (compared, found) => void told.push([compared, found]),
        });
        expect(told[0]).toEqual([0, 3]);
        expect(told.at(-1)).toEqual([3, 3]);
        const compared = told.map(([done]) => done);
        expect(compared).toEqual([...compared].sort((a, b) => a - b));
      });

      it('finds nobody where nobody is', async () => {
        await enrol('amara');
        expect(await gallery.identify(course, await emptyRoom())).toEqual([]);
      });

      it('never finds a person who was removed', async () => {
        await enrol(...trio);
        await gallery.remove(course, 'bruno');
        const faces = await gallery.identify(course, picture);
        expect(faces).toHaveLength(3);
        expect([...everybody(faces)].sort()).toEqual(['amara', 'bea']);
      });
    });

    it('keeps galleries apart: one person may be in two, and each is searched and erased alone', async () => {
      const other = `${course}-other`;
      await enrol('amara');
      await gallery.put(other, 'somebody', await references('amara'));
      await gallery.put(other, 'bruno', await references('bruno'));
      expect([...everybody(await gallery.identify(course, picture))]).toEqual(['amara']);
      expect(named(await gallery.identify(other, picture)).slice(0, 2)).toEqual(['somebody', 'bruno']);
      await gallery.remove(course, 'amara');
      expect((await gallery.list(other)).toSorted()).toEqual(['bruno', 'somebody']);
      await gallery.drop(course);
      expect(await opened.kept(other)).toBe(6);
      await gallery.drop(other);
    });

    describe('bytes that are no picture', () => {
      const words = new TextEncoder().encode('no picture at all '.repeat(40));
      const refused = { code: 'IMAGE_UNREADABLE' };

      it('are refused wherever they come in, and change nothing', async () => {
        const good = await face('amara');
        await expect(gallery.inspect(words)).rejects.toMatchObject(refused);
        await expect(gallery.compare(good, words)).rejects.toMatchObject(refused);
        await expect(gallery.identify(course, words)).rejects.toMatchObject(refused);
        const reference: PersonReference = { id: 'words', image: words };
        await expect(gallery.put(course, 'amara', [reference])).rejects.toMatchObject(refused);
        expect(await gallery.list(course)).toEqual([]);
        expect(await opened.kept(course)).toBe(0);
      });
    });

    describe('dying in the middle of a put', () => {
      it('leaves nothing that a removal does not erase, at whichever step', async () => {
        const pictures = await references('amara');
        let died = 0;
        for (const [index, { begin }] of opened.breakings.entries()) {
          const at = `${course}-${index}`;
          begin();
          const end = await gallery.put(at, 'amara', pictures).then(
            () => 'done',
            (error) => error.code,
          );
          opened.mend();
          if (end !== 'done') {
            expect(end).toBe('UNAVAILABLE');
            died += 1;
          }
          await gallery.remove(at, 'amara');
          expect(await opened.kept(at)).toBe(0);
          expect(await gallery.list(at)).toEqual([]);
        }
        expect(died).toBeGreaterThanOrEqual(Math.ceil(opened.breakings.length / 2));
      });

      it('is mended by the next put, at whichever step of replacing a face it was', async () => {
        const [pictures, others] = await Promise.all([references('amara'), references('chiara')]);
        let died = 0;
        for (const [index, { begin }] of opened.breakings.entries()) {
          const at = `${course}-${index}`;
          await gallery.put(at, 'amara', pictures);
          begin();
          const end = await gallery.put(at, 'amara', others).then(
            () => 'done',
            (error) => error.code,
          );
          opened.mend();
          if (end !== 'done') {
            expect(end).toBe('UNAVAILABLE');
            died += 1;
          }
          expect(await gallery.list(at)).toEqual(['amara']);
          await gallery.put(at, 'amara', others);
          expect(await opened.kept(at)).toBe(3);
          const [seen] = await gallery.identify(at, await face('chiara'));
          expect(seen?.candidates[0]?.similarity).toBeGreaterThanOrEqual(await match());
        }
        expect(died).toBeGreaterThanOrEqual(Math.ceil(opened.breakings.length / 2));
      });
    });
  });
};
