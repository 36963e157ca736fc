import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { faceLooks } from '../../connectors/embedded/face-looks.ts';
import { memoryMedia } from '../../connectors/memory/media.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { rekognitionFaceGallery } from '../../connectors/rekognition/face-gallery.ts';
import { asId, type CaptureId, type CourseId, type RegistrationId } from '../../core/ids.ts';
import { newPolicy } from '../../core/lti/registration.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { identifyCapture } from '../../core/use-cases/identify-capture.ts';
import { readUsage } from '../../core/use-cases/read-usage.ts';
import type { FaceEngine } from '../../face-engine/index.ts';
import { type OpenRekognition, openRekognition } from '../support/face-galleries.ts';
import { group, references, type SomePerson } from '../support/people-pictures.ts';
import { openRememberingEngine } from '../support/remembering-engine.ts';
import { aCapture, aConsent, aCourse, aRegistration, instant } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const course = asId<CourseId>('c_1');
const registration = asId<RegistrationId>('r-1');
const month = instant(0).slice(0, 7);

describe.each(tables)('what the photographs of a session take, on %s', (_, open) => {
  let engine: FaceEngine;
  let opened: OpenRekognition;
  let table: Awaited<ReturnType<typeof open>>;
  let stores: Stores;
  beforeAll(async () => {
    engine = await openRememberingEngine();
  });
  afterAll(() => engine?.close());
  beforeEach(async () => {
    [opened, table] = await Promise.all([openRekognition(engine), open()]);
    stores = storesOn(table.table);
    await stores.registrations.put(aRegistration({ policy: { ...newPolicy, faces: true } }));
    await stores.courses.put(aCourse());
    await enrol('amara');
    await enrol('bruno');
  });
  afterEach(async () => {
    await opened.close();
    await table.close();
  });

  const enrol = async (person: SomePerson) => {
    const pictures = await references(person);
    const place = { member: asId<never>(`m_${person}`), enginePerson: `p_${person}`, enrolledAt: instant(0) };
    await opened.gallery.put(course, place.enginePerson, pictures);
    await stores.consents.put(aConsent(place.member));
    await stores.galleryIndex.put(course, { ...place, references: pictures.map(({ id }) => id) });
  };

  const photograph = async (
    id: string,
    people: readonly [SomePerson, SomePerson, SomePerson],
    media = memoryMedia(),
  ) => {
    const capture = aCapture(id);
    await media.put(capture.mediaKey, await group(people));
    await stores.captures.put(course, capture);
    const gallery = rekognitionFaceGallery(opened.client, { looks: faceLooks(async () => engine).looks });
    const deps = { ...stores, media, gallery, realtime: memoryRealtime(), clock: { now: () => instant(60) } };
    return { run: () => identifyCapture(deps, `${course}/s1/${id}`), media };
  };
  const now = { clock: { now: () => instant(120) } };
  const usage = async (of = month) => (await readUsage({ ...stores, ...now }, of))[0];
  const facesOf = async (id: string) => (await stores.captures.find(course, asId('s1'), asId<CaptureId>(id)))?.faces;

  it('is nothing at first, and nothing of another month', async () => {
    const nothing = { sessions: 0, captures: 0, faces: 0, calls: {} };
    expect(await usage()).toMatchObject(nothing);
    await (await photograph('k1', ['amara', 'bruno', 'bea'])).run();
    expect(await usage('2025-12')).toMatchObject(nothing);
  });

  it('is counted by operation, and a second photograph of the same people costs no search', async () => {
    const first = await photograph('k1', ['amara', 'bruno', 'bea']);
    await first.run();
    expect(await usage()).toMatchObject({ captures: 1, faces: 3, calls: { DetectFaces: 1, SearchUsersByImage: 3 } });
    const second = await photograph('k2', ['amara', 'bruno', 'bea'], first.media);
    await second.run();
    expect(await usage()).toMatchObject({
      registration: { id: registration },
      sessions: 1,
      captures: 2,
      faces: 6,
      calls: { DetectFaces: 2, SearchUsersByImage: 3 },
    });
    const names = (faces: Awaited<ReturnType<typeof facesOf>>) => faces?.map(({ candidates }) => candidates);
    expect(names(await facesOf('k2'))).toEqual(names(await facesOf('k1')));
  });

  it('is paid again once the gallery has changed: who enrols between two photographs is found in the second', async () => {
    const first = await photograph('k1', ['amara', 'bruno', 'bea']);
    await first.run();
    await enrol('bea');
    await (await photograph('k2', ['amara', 'bruno', 'bea'], first.media)).run();
    expect(await usage()).toMatchObject({ calls: { DetectFaces: 2, SearchUsersByImage: 6 } });
    expect((await facesOf('k2'))?.[2]?.candidates[0]?.member).toBe('m_bea');
  });

  it('counts a photograph once and its calls each time when it is compared again after a failure', async () => {
    const { run } = await photograph('k1', ['amara', 'bruno', 'bea']);
    opened.faults.next('SearchUsersByImage', 1_000, 'InternalServerError');
    await expect(run()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await usage()).toMatchObject({ captures: 1, faces: 0, calls: { DetectFaces: 1 } });
    opened.faults.clear();
    await run();
    expect(await usage()).toMatchObject({ captures: 1, faces: 3, calls: { DetectFaces: 2, SearchUsersByImage: 3 } });
    // Identified already: nothing is asked, nothing is counted.
    await run();
    expect(await usage()).toMatchObject({ captures: 1, calls: { DetectFaces: 2, SearchUsersByImage: 3 } });
  });

  it('loses nothing when photographs of one session are compared at once', async () => {
    const media = memoryMedia();
    const all = await Promise.all(['k1', 'k2', 'k3'].map((id) => photograph(id, ['amara', 'bruno', 'bea'], media)));
    await Promise.all(all.map(({ run }) => run()));
    expect(await usage()).toMatchObject({ sessions: 1, captures: 3, faces: 9, calls: { DetectFaces: 3 } });
  });

  it('is forgotten after 400 days', async () => {
    await (await photograph('k1', ['amara', 'bruno', 'bea'])).run();
    const at = (days: number) => ({ clock: { now: () => instant(days * 86_400) } });
    expect((await readUsage({ ...stores, ...at(399) }, month))[0]?.captures).toBe(1);
    expect((await readUsage({ ...stores, ...at(401) }, month))[0]?.captures).toBe(0);
  });
});
