import { storesOn } from '../../connectors/dynamodb/stores.ts';
import type { Table } from '../../connectors/table.ts';
import { asId, type CourseId, type MemberId, type RegistrationId, type SessionId } from '../../core/ids.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { winners } from '../support/races.ts';
import {
  aCapture,
  aCourse,
  aMember,
  anAppSession,
  aRegistration,
  aSession,
  instant,
} from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const id = asId;

describe.each(tables)('stores of registrations, courses and sessions on %s', (_, open) => {
  let table: Table;
  let stores: Stores;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ table, close } = await open());
    stores = storesOn(table);
  });
  afterEach(() => close());

  describe('courses of a registration', () => {
    const courseIds = async (after: string | null, limit: number) => {
      const { courses, next } = await stores.courses.listOf(id('r-1'), after === null ? null : id(after), limit);
      return { ids: courses.map((course) => course.id), next };
    };

    it('are listed in pages, and none of another registration', async () => {
      for (const name of ['c_3', 'c_1', 'c_2']) await stores.courses.put(aCourse({ id: id(name) }));
      await stores.courses.put(aCourse({ id: id('c_0'), registration: id('r-2') }));
      expect(await courseIds(null, 2)).toEqual({ ids: ['c_1', 'c_2'], next: 'c_2' });
      expect(await courseIds('c_2', 2)).toEqual({ ids: ['c_3'], next: null });
      expect(await courseIds('c_9', 2)).toEqual({ ids: [], next: null });
    });

    it('are listed from their next write on when they come from a release without the list', async () => {
      await stores.courses.put(aCourse());
      await table.remove('COURSESOF#r-1', 'c_1');
      expect(await courseIds(null, 2)).toEqual({ ids: [], next: null });
      await stores.courses.put(aCourse({ version: 2 }));
      expect(await courseIds(null, 2)).toEqual({ ids: ['c_1'], next: null });
    });
  });

  describe('report keys', () => {
    const aKey = (of: string, registration = 'r-1') => ({
      id: `k-${of}`,
      digest: `digest-${of}`,
      registration: id<RegistrationId>(registration),
      name: 'Warehouse',
      prefix: 'abcdef',
      withNames: false,
      madeAt: instant(0),
    });

    it('are found by registration and digest, listed in the order they were made, and gone when removed', async () => {
      await stores.registrations.put(aRegistration());
      for (const key of [aKey('2'), aKey('1'), aKey('1', 'r-2')]) await stores.reportKeys.put(key);
      expect(await stores.reportKeys.find(id('r-1'), 'digest-1')).toEqual(aKey('1'));
      expect(await stores.reportKeys.find(id('r-2'), 'digest-2')).toBeNull();
      expect((await stores.reportKeys.list(id('r-1'))).map((key) => key.id)).toEqual(['k-1', 'k-2']);
      await stores.reportKeys.remove(id('r-1'), 'digest-1');
      await stores.reportKeys.remove(id('r-1'), 'digest-1');
      expect((await stores.reportKeys.list(id('r-1'))).map((key) => key.id)).toEqual(['k-2']);
      expect(await stores.registrations.find(id('r-1'))).toEqual(aRegistration());
    });
  });

  describe('registrations', () => {
    it('are found by id, listed in order of their ids, and unknown otherwise', async () => {
      const other = aRegistration({ id: id('r-2'), clientId: 'muster-2' });
      await stores.registrations.put(other);
      await stores.registrations.put(aRegistration({ id: id('r-1') }));
      expect(await stores.registrations.find(id('r-2'))).toEqual(other);
      expect(await stores.registrations.find(id('r-3'))).toBeNull();
      expect((await stores.registrations.list()).map((registration) => registration.id)).toEqual(['r-1', 'r-2']);
    });

    it('are listed as soon as they can be found, wherever the write was cut off', async () => {
      const cut: Table = {
        ...table,
        put: async (item, condition) => {
          if (item.sk === 'REGISTRATION') throw new Error('killed');
          await table.put(item, condition);
        },
      };
      await expect(storesOn(cut).registrations.put(aRegistration())).rejects.toThrow('killed');
      expect(await stores.registrations.list()).toEqual([]);
      await stores.registrations.put(aRegistration());
      expect(await stores.registrations.list()).toEqual([aRegistration()]);
    });

    it('are found by issuer and client id', async () => {
      await stores.registrations.put(aRegistration());
      expect(await stores.registrations.findByPlatform('https://lms.example', 'muster-1')).toEqual(aRegistration());
      expect(await stores.registrations.findByPlatform('https://lms.example', 'muster-2')).toBeNull();
    });

    it('refuse a second one of the same issuer and client id, and leave the first as it is', async () => {
      await stores.registrations.put(aRegistration());
      const second = stores.registrations.put(aRegistration({ id: id('r-2'), name: 'Somebody else' }));
      await expect(second).rejects.toMatchObject({ code: 'REGISTRATION_EXISTS' });
      expect(await stores.registrations.list()).toEqual([aRegistration()]);
    });

    it('let exactly one of twenty register the same platform', async () => {
      const writes = Array.from({ length: 20 }, (_, n) =>
        stores.registrations.put(aRegistration({ id: id(`r-${n}`) })),
      );
      const ends = await Promise.allSettled(writes);
      expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const end of ends) {
        if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'REGISTRATION_EXISTS' });
      }
      expect(await stores.registrations.list()).toHaveLength(1);
    });

    it('give their issuer and client id free when they are removed, and end their app sessions', async () => {
      await stores.registrations.put(aRegistration());
      await stores.appSessions.put(anAppSession());
      await stores.registrations.remove(id('r-1'));
      await stores.registrations.remove(id('r-1'));
      expect(await stores.registrations.find(id('r-1'))).toBeNull();
      expect(await stores.registrations.list()).toEqual([]);
      expect(await stores.appSessions.authenticate('hash-1', id<RegistrationId>('r-1'), instant(0))).toBeNull();
      await stores.registrations.put(aRegistration({ id: id('r-2') }));
      expect(await stores.registrations.findByPlatform('https://lms.example', 'muster-1')).toMatchObject({ id: 'r-2' });
    });

    it('let exactly one of three writers of a version win', async () => {
      await stores.registrations.put(aRegistration());
      const writes = [1, 2, 3].map((n) => stores.registrations.put(aRegistration({ name: `${n}`, version: 2 })));
      expect(await winners(writes)).toBe(1);
    });
  });

  describe('app sessions', () => {
    const authenticate = (now: string, hash = 'hash-1', registration = 'r-1') =>
      stores.appSessions.authenticate(hash, id<RegistrationId>(registration), now);

    it('are read together with their registration', async () => {
      await stores.registrations.put(aRegistration({ state: 'disabled' }));
      await stores.appSessions.put(anAppSession());
      const found = await authenticate(instant(0));
      expect(found).toEqual({ session: anAppSession(), registration: aRegistration({ state: 'disabled' }) });
    });

    it('end at the second they expire, though the item may stand longer', async () => {
      await stores.registrations.put(aRegistration());
      await stores.appSessions.put(anAppSession({ expiresAt: instant(60) }));
      expect(await authenticate(instant(59))).not.toBeNull();
      expect(await authenticate(instant(60))).toBeNull();
    });

    it('are null without their registration, under another one, unknown, and once removed', async () => {
      await stores.appSessions.put(anAppSession());
      expect(await authenticate(instant(0))).toBeNull();
      await stores.registrations.put(aRegistration());
      await stores.registrations.put(aRegistration({ id: id('r-2'), clientId: 'muster-2' }));
      expect(await authenticate(instant(0), 'hash-1', 'r-2')).toBeNull();
      expect(await authenticate(instant(0), 'hash-2')).toBeNull();
      await stores.appSessions.remove('hash-1');
      expect(await authenticate(instant(0))).toBeNull();
    });

    it('are ended by exactly one of twenty that end one at once', async () => {
      await stores.appSessions.put(anAppSession());
      const ended = await Promise.all(Array.from({ length: 20 }, () => stores.appSessions.remove('hash-1')));
      expect(ended.filter(Boolean)).toHaveLength(1);
      expect(await stores.appSessions.remove('hash-1')).toBe(false);
    });
  });

  describe('login states', () => {
    const state = {
      stateHash: 'state-1',
      nonce: 'nonce',
      binderHash: 'binder',
      storage: { binderHash: 'kept', target: '_parent' },
      registration: id<RegistrationId>('r-1'),
      targetLinkUri: 'https://muster.example/lti/launch',
      expiresAt: instant(600),
    };

    it('are given to exactly one of twenty that ask at once', async () => {
      await stores.loginStates.put(state);
      const asked = Array.from({ length: 20 }, () => stores.loginStates.consume('state-1', instant(0)));
      expect((await Promise.all(asked)).filter((got) => got !== null)).toEqual([state]);
    });

    it('can be looked at any number of times before that, and not after it', async () => {
      await stores.loginStates.put(state);
      expect(await stores.loginStates.find('state-1', instant(0))).toEqual(state);
      expect(await stores.loginStates.find('state-1', instant(0))).toEqual(state);
      expect(await stores.loginStates.consume('state-1', instant(0))).toEqual(state);
      expect(await stores.loginStates.find('state-1', instant(0))).toBeNull();
    });

    it('are null when unknown or expired', async () => {
      await stores.loginStates.put(state);
      expect(await stores.loginStates.find('state-1', instant(600))).toBeNull();
      expect(await stores.loginStates.consume('state-2', instant(0))).toBeNull();
      expect(await stores.loginStates.consume('state-1', instant(600))).toBeNull();
    });
  });

  describe('what a launch needs to know', () => {
    it('is read at once, and null where nothing stands', async () => {
      await stores.registrations.put(aRegistration());
      const read = () => stores.launches.read(id('r-1'), id<CourseId>('c_1'), id<MemberId>('m_1'));
      expect(await read()).toEqual({ registration: aRegistration(), course: null, member: null });
      await stores.courses.put(aCourse());
      await stores.rosters.putMembers(id('c_1'), [aMember('m_1'), aMember('m_2')]);
      expect(await read()).toEqual({ registration: aRegistration(), course: aCourse(), member: aMember('m_1') });
      expect(await stores.launches.read(id('r-2'), null, id<MemberId>('m_1'))).toEqual({
        registration: null,
        course: null,
        member: null,
      });
    });
  });

  describe('courses', () => {
    it('are found by id, and null when there is none', async () => {
      await stores.courses.put(aCourse());
      expect(await stores.courses.find(id('c_1'))).toEqual(aCourse());
      expect(await stores.courses.find(id('c_2'))).toBeNull();
    });

    it('let exactly one of ten writers make them, and refuse a version that skips', async () => {
      const writes = Array.from({ length: 10 }, (_, n) => stores.courses.put(aCourse({ title: `${n}` })));
      expect(await winners(writes)).toBe(1);
      await expect(stores.courses.put(aCourse({ version: 3 }))).rejects.toMatchObject({ code: 'RECORD_CHANGED' });
      await stores.courses.put(aCourse({ version: 2 }));
    });
  });

  describe('rosters', () => {
    const course = id<CourseId>('c_1');

    it('are empty before anything was read', async () => {
      expect(await stores.rosters.read(course)).toEqual({ members: [], readAt: null });
      expect(await stores.rosters.findMember(course, id('m_1'))).toBeNull();
    });

    it('say when they were last read whole', async () => {
      await stores.courses.put(aCourse({ rosterReadAt: instant(5) }));
      expect((await stores.rosters.read(course)).readAt).toBe(instant(5));
    });

    it('take changed members and leave the others and other courses as they are', async () => {
      await stores.rosters.putMembers(course, [aMember('m_1'), aMember('m_2')]);
      await stores.rosters.putMembers(id('c_2'), [aMember('m_9')]);
      await stores.rosters.putMembers(course, [aMember('m_2', { name: 'Bea' })]);
      expect((await stores.rosters.read(course)).members).toEqual([aMember('m_1'), aMember('m_2', { name: 'Bea' })]);
      expect((await stores.rosters.findMember(course, id('m_2')))?.name).toBe('Bea');
    });

    it('hold five thousand members', async () => {
      const members = Array.from({ length: 5_000 }, (_, n) => aMember(`m_${String(n).padStart(26, '0')}`));
      await stores.rosters.putMembers(course, members);
      const read = (await stores.rosters.read(course)).members;
      expect(read).toHaveLength(5_000);
      expect(read.at(-1)).toEqual(members.at(-1));
    });
  });

  describe('sessions', () => {
    const course = id<CourseId>('c_1');

    it('are listed by id, last first, of their course alone', async () => {
      for (const session of ['s2', 's1', 's3']) await stores.sessions.put(aSession(session));
      await stores.sessions.put(aSession('s4', { course: id('c_2') }));
      expect((await stores.sessions.list(course)).map((session) => session.id)).toEqual(['s3', 's2', 's1']);
      expect(await stores.sessions.find(course, id('s4'))).toBeNull();
      expect(await stores.sessions.list(id('c_3'))).toEqual([]);
    });

    it('let exactly one of ten confirmations win', async () => {
      await stores.sessions.put(aSession('s1'));
      const confirm = (n: number) =>
        stores.sessions.put(aSession('s1', { state: 'confirming', confirmedBy: id<MemberId>(`m_${n}`), version: 2 }));
      expect(await winners(Array.from({ length: 10 }, (_, n) => confirm(n)))).toBe(1);
    });

    it('are gone when removed, and removing again does no harm', async () => {
      await stores.sessions.put(aSession('s1'));
      await stores.sessions.remove(course, id('s1'));
      await stores.sessions.remove(course, id('s1'));
      expect(await stores.sessions.find(course, id('s1'))).toBeNull();
    });
  });

  describe('captures', () => {
    const course = id<CourseId>('c_1');
    const session = id<SessionId>('s1');

    it('are listed in the order they were taken, expired ones left out', async () => {
      for (const capture of ['k2', 'k1']) await stores.captures.put(course, aCapture(capture));
      await stores.captures.put(course, aCapture('k3', { expiresAt: instant(10) }));
      const listed = async (now: string) => (await stores.captures.list(course, session, now)).map((one) => one.id);
      expect(await listed(instant(9))).toEqual(['k1', 'k2', 'k3']);
      expect(await listed(instant(10))).toEqual(['k1', 'k2']);
      expect(await stores.captures.list(course, id('s2'), instant(0))).toEqual([]);
    });

    it('let exactly one writer of a version win, and go when removed', async () => {
      await stores.captures.put(course, aCapture('k1'));
      const writes = [1, 2, 3].map(() => stores.captures.put(course, aCapture('k1', { state: 'failed', version: 2 })));
      expect(await winners(writes)).toBe(1);
      await stores.captures.remove(course, session, id('k1'));
      expect(await stores.captures.find(course, session, id('k1'))).toBeNull();
    });
  });

  describe('reviews', () => {
    const course = id<CourseId>('c_1');
    const session = id<SessionId>('s1');
    const empty = { session, verdicts: {}, statuses: {}, version: 0 };

    it('are empty before anybody has said anything, and after they are removed', async () => {
      expect(await stores.reviews.read(course, session)).toEqual(empty);
      await stores.reviews.put(course, { ...empty, version: 1 });
      await stores.reviews.remove(course, session);
      expect(await stores.reviews.read(course, session)).toEqual(empty);
    });

    it('keep verdicts and statuses, and let exactly one of two teachers win a version', async () => {
      const said = {
        ...empty,
        verdicts: { 'k1.0': { kind: 'visitor' as const } },
        statuses: { m_1: { status: 'late' as const, remark: 'bus' } },
        version: 1,
      };
      expect(await winners([stores.reviews.put(course, said), stores.reviews.put(course, said)])).toBe(1);
      expect(await stores.reviews.read(course, session)).toEqual(said);
    });
  });

  it('refuse an item of a newer release instead of guessing at it', async () => {
    await stores.sessions.put(aSession('s1'));
    const [item] = await table.query('COURSE#c_1', { prefix: 'SESSION#' });
    if (item !== undefined) await table.put({ ...item, schema: 2 });
    const refused = { code: 'RESPONSE_INVALID' };
    await expect(stores.sessions.find(id('c_1'), id('s1'))).rejects.toMatchObject(refused);
    await expect(stores.sessions.list(id('c_1'))).rejects.toMatchObject(refused);
  });
});
