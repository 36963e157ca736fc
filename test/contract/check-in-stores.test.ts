import { storesOn } from '../../connectors/dynamodb/stores.ts';
import type { CheckIn, CheckInPeriod, CheckInTries } from '../../core/attendance/check-in.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { winners } from '../support/races.ts';
import { aCapture, aRecord, instant } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const [course, other] = ['c_1', 'c_2'].map((name) => asId<CourseId>(name)) as [CourseId, CourseId];
const [s1, s2] = ['s1', 's2'].map((name) => asId<SessionId>(name)) as [SessionId, SessionId];
const [ada, bea] = ['m_ada', 'm_bea'].map((name) => asId<MemberId>(name)) as [MemberId, MemberId];
const day = 24 * 3600;

const aPeriod = (over: Partial<CheckInPeriod> = {}): CheckInPeriod => ({
  session: s1,
  openedAt: instant(0),
  closesAt: instant(600),
  lateFrom: null,
  changing: true,
  version: 1,
  ...over,
});
const aCheckIn = (over: Partial<CheckIn> = {}): CheckIn => ({
  session: s1,
  member: ada,
  at: instant(60),
  status: 'present',
  ...over,
});
const tries = (over: Partial<CheckInTries> = {}): CheckInTries => ({
  session: s1,
  member: ada,
  period: instant(0),
  count: 1,
  version: 1,
  ...over,
});

describe.each(tables)('stores of check-ins on %s', (_, open) => {
  let stores: Stores;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await open();
    stores = storesOn(opened.table);
    close = opened.close;
  });
  afterEach(() => close());
  const sorted = async (session = s1, of = course) =>
    (await stores.checkIns.list(of, session)).sort((a, b) => (a.member < b.member ? -1 : 1));

  describe('periods', () => {
    it('are found by their session, in their own course alone, and gone when removed', async () => {
      await stores.checkInPeriods.put(course, aPeriod());
      expect(await stores.checkInPeriods.find(course, s1)).toEqual(aPeriod());
      expect(await stores.checkInPeriods.find(course, s2)).toBeNull();
      expect(await stores.checkInPeriods.find(other, s1)).toBeNull();
      await stores.checkInPeriods.remove(course, s1);
      await stores.checkInPeriods.remove(course, s1);
      expect(await stores.checkInPeriods.find(course, s1)).toBeNull();
    });

    it('are listed with their course for a day after they closed', async () => {
      await stores.checkInPeriods.put(course, aPeriod());
      await stores.checkInPeriods.put(course, aPeriod({ session: s2, closesAt: instant(1200) }));
      await stores.checkInPeriods.put(other, aPeriod());
      const listed = async (seconds: number) =>
        (await stores.checkInPeriods.list(course, instant(seconds))).map(({ session }) => session).sort();
      expect(await listed(0)).toEqual([s1, s2]);
      expect(await listed(599 + day)).toEqual([s1, s2]);
      expect(await listed(600 + day)).toEqual([s2]);
      expect(await listed(1200 + day)).toEqual([]);
    });

    it('let one of two who change the same one win', async () => {
      await stores.checkInPeriods.put(course, aPeriod());
      const changes = [instant(700), instant(800)].map((closesAt) =>
        stores.checkInPeriods.put(course, aPeriod({ closesAt, version: 2 })),
      );
      expect(await winners(changes)).toBe(1);
      await expect(stores.checkInPeriods.put(course, aPeriod())).rejects.toMatchObject({ code: 'RECORD_CHANGED' });
    });
  });

  describe('check-ins', () => {
    it('are listed with their session, and nothing else of it', async () => {
      await stores.captures.put(course, aCapture('c1'));
      await stores.records.put(course, aRecord('m_ada'));
      await stores.checkIns.putTries(course, tries());
      await stores.checkIns.add(course, aCheckIn());
      await stores.checkIns.add(course, aCheckIn({ member: bea, status: 'late' }));
      await stores.checkIns.add(course, aCheckIn({ session: s2 }));
      await stores.checkIns.add(other, aCheckIn());
      expect(await sorted()).toEqual([aCheckIn(), aCheckIn({ member: bea, status: 'late' })]);
      expect(await sorted(asId('s3'))).toEqual([]);
    });

    it('keep the first word of a member, and answer it to whoever says it again', async () => {
      expect(await stores.checkIns.add(course, aCheckIn())).toEqual(aCheckIn());
      expect(await stores.checkIns.add(course, aCheckIn({ at: instant(400), status: 'late' }))).toEqual(aCheckIn());
      expect(await sorted()).toEqual([aCheckIn()]);
    });

    it('keep one of twenty at once, and answer that one to each of them', async () => {
      const said = Array.from({ length: 20 }, (_unused, second) => aCheckIn({ at: instant(second) }));
      const answers = await Promise.all(said.map((one) => stores.checkIns.add(course, one)));
      const [kept] = await sorted();
      expect(answers).toEqual(said.map(() => kept));
    });

    it('are found by member over sessions, missing ones left out', async () => {
      await stores.checkIns.add(course, aCheckIn());
      await stores.checkIns.add(course, aCheckIn({ member: bea, session: s2 }));
      expect(await stores.checkIns.listOfMember(course, ada, [s1, s2])).toEqual([aCheckIn()]);
      expect(await stores.checkIns.listOfMember(course, ada, [])).toEqual([]);
    });

    it('go with their session, and no others', async () => {
      await stores.checkIns.add(course, aCheckIn());
      await stores.checkIns.add(course, aCheckIn({ member: bea }));
      await stores.checkIns.add(course, aCheckIn({ session: s2 }));
      await stores.records.put(course, aRecord('m_ada'));
      await stores.checkIns.removeAll(course, s1);
      await stores.checkIns.removeAll(course, s1);
      expect(await sorted()).toEqual([]);
      expect(await sorted(s2)).toHaveLength(1);
      expect(await stores.records.listOfSession(course, s1)).toHaveLength(1);
    });
  });

  describe('tries', () => {
    it('are of one member in one session, and counted one after another', async () => {
      await stores.checkIns.putTries(course, tries());
      expect(await stores.checkIns.findTries(course, s1, ada)).toEqual(tries());
      expect(await stores.checkIns.findTries(course, s1, bea)).toBeNull();
      expect(await stores.checkIns.findTries(course, s2, ada)).toBeNull();
      const next = [2, 2, 2].map((count) => stores.checkIns.putTries(course, tries({ count, version: 2 })));
      expect(await winners(next)).toBe(1);
    });
  });
});
