import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { pictureReader } from '../../connectors/embedded/picture-reader.ts';
import { memoryMedia } from '../../connectors/memory/media.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { asId, type CourseId, type SessionId } from '../../core/ids.ts';
import { newPolicy } from '../../core/lti/registration.ts';
import { receiveUpload } from '../../core/use-cases/receive-upload.ts';
import { startCapture } from '../../core/use-cases/take-capture.ts';
import { uploadKey, uploadParts } from '../../core/use-cases/upload-key.ts';
import { group } from '../support/people-pictures.ts';
import { aRegistration, aSession, instant } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const [course, session] = [asId<CourseId>('c_1'), asId<SessionId>('s1')];

describe.each(tables)('an upload of which an event tells, on %s', (_, open) => {
  const close: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const one of close.splice(0)) await one();
  });

  /** A capture that waits, its ticket, and its picture in the bucket. */
  const uploaded = async () => {
    const opened = await open();
    close.push(opened.close);
    const services = {
      ...storesOn(opened.table),
      media: memoryMedia(),
      pictures: pictureReader(),
      ids: idSource(),
      realtime: memoryRealtime(),
      clock: { now: () => instant(60) },
    };
    const registration = aRegistration({ policy: { ...newPolicy, faces: true } });
    await services.registrations.put(registration);
    await services.sessions.put(aSession(session));
    const { capture, ticket } = await startCapture(services, registration, course, session);
    await services.media.put(uploadKey(ticket), await group(['amara', 'bruno', 'bea']));
    const parts = uploadParts(uploadKey(ticket));
    if (parts === null) throw new Error('no upload');
    const tell = (at = instant(61), of = parts) => receiveUpload(services, of, at, (key) => services.media.get(key));
    const state = async () => (await services.captures.find(course, session, capture.id))?.state;
    return { services, registration, ticket, parts, tell, state };
  };

  it('is stored once of eight deliveries at once, and nothing of it is left in the bucket', async () => {
    const { services, tell, state } = await uploaded();
    const ends = await Promise.all(Array.from({ length: 8 }, () => tell()));
    expect(ends.filter(({ end }) => end === 'stored')).toHaveLength(1);
    expect(ends.every(({ end }) => end === 'stored' || end === 'known')).toBe(true);
    expect(await state()).toBe('stored');
    expect(await services.media.list('uploads/')).toEqual([]);
    expect(await services.media.list('captures/')).toHaveLength(1);
    expect(
      await services.work.find(
        'identify',
        `${course}/${session}/${(await services.captures.list(course, session, instant(60)))[0]?.id}`,
      ),
    ).not.toBeNull();
  });

  it('is taken in hours later when it came in time, and not when it came too late', async () => {
    const { services, tell, state } = await uploaded();
    services.clock.now = () => instant(5 * 3600);
    expect((await tell(instant(60 + 901))).end).toBe('unknown');
    expect(await state()).toBe('awaited');
    const again = await uploaded();
    again.services.clock.now = () => instant(5 * 3600);
    expect((await again.tell(instant(60 + 800))).end).toBe('stored');
  });

  it('of a key that its ticket does not confirm is erased, and changes nothing', async () => {
    const { services, parts, tell } = await uploaded();
    const other = { ...parts, ticket: asId<typeof parts.ticket>('another') };
    await services.media.put(
      uploadKey({ id: other.ticket, key: `${course}/${session}/${parts.capture}` }),
      await group(['amara', 'bruno', 'bea']),
    );
    expect(await tell(instant(61), other)).toEqual({ end: 'unknown', task: null });
    expect(await services.media.list('uploads/')).toHaveLength(1);
    expect((await tell()).end).toBe('stored');
  });

  it('is refused where the course may not have it any more, and the board says why', async () => {
    const { services, registration, tell } = await uploaded();
    await services.registrations.put({ ...registration, policy: { ...newPolicy, faces: false }, version: 2 });
    expect(await tell()).toEqual({ end: 'refused', task: null });
    const [capture] = await services.captures.list(course, session, instant(60));
    expect(capture).toMatchObject({ state: 'failed', failure: 'FACES_OFF' });
    expect(await services.media.list('captures/')).toEqual([]);
    expect((await tell()).end).toBe('known');
  });
});

describe("an upload's key", () => {
  it.each([
    'uploads/c_1/s1/k1',
    'uploads/c_1/s1/k1/t1/more',
    'captures/c_1/s1/k1/t1',
    'uploads/c_1/../k1/t1',
    'uploads//s1/k1/t1',
    `uploads/${'c'.repeat(81)}/s1/k1/t1`,
  ])('is none: %s', (key) => {
    expect(uploadParts(key)).toBeNull();
  });
  it('is read as it is made', () => {
    const key = uploadKey({ id: asId('t1'), key: 'c_1/s1/k1' });
    expect(uploadParts(key)).toEqual({ course: 'c_1', session: 's1', capture: 'k1', ticket: 't1' });
  });
});
