import { storesOn } from '../../connectors/dynamodb/stores.ts';
import type { Table } from '../../connectors/table.ts';
import { newColumn } from '../../core/attendance/grade-column.ts';
import type { Status } from '../../core/attendance/status.ts';
import { asId, type CourseId, type MemberId, type ReferenceId, type SessionId } from '../../core/ids.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { countingTable } from '../support/counting-table.ts';
import { winners } from '../support/races.ts';
import { aLedgerEntry, aRecord, instant } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const id = asId;
const course = id<CourseId>('c_1');
const session = id<SessionId>('s1');
const memberIds = (count: number) =>
  Array.from({ length: count }, (_, n) => id<MemberId>(`m_${String(n).padStart(26, '0')}`));

describe.each(tables)('stores of records, faces and scores on %s', (_, open) => {
  let table: Table;
  let stores: Stores;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ table, close } = await open());
    stores = storesOn(table);
  });
  afterEach(() => close());

  describe('records', () => {
    it('are listed by session and found by member', async () => {
      await stores.records.put(course, aRecord('m_1'));
      await stores.records.put(course, aRecord('m_2', { status: 'late' }));
      await stores.records.put(course, aRecord('m_1', { session: id('s2') }));
      expect(await stores.records.listOfSession(course, session)).toEqual([
        aRecord('m_1'),
        aRecord('m_2', { status: 'late' }),
      ]);
      expect(await stores.records.find(course, session, id('m_2'))).toEqual(aRecord('m_2', { status: 'late' }));
      expect(await stores.records.find(course, session, id('m_3'))).toBeNull();
      expect(await stores.records.listOfSession(id('c_2'), session)).toEqual([]);
    });

    it('of a session do not include those of one whose id begins alike', async () => {
      await stores.records.put(course, aRecord('m_1', { session: id('s10') }));
      expect(await stores.records.listOfSession(course, session)).toEqual([]);
    });

    it('of a member are found in the sessions asked for, missing ones left out, more than a hundred', async () => {
      const sessions = Array.from({ length: 130 }, (_, n) => id<SessionId>(`s${n}`));
      for (const one of sessions.slice(0, 120)) await stores.records.put(course, aRecord('m_1', { session: one }));
      const found = await stores.records.listOfMember(course, id('m_1'), sessions);
      expect(new Set(found.map((record) => record.session))).toEqual(new Set(sessions.slice(0, 120)));
      expect(await stores.records.listOfMember(course, id('m_1'), [])).toEqual([]);
    });

    it('let exactly one of ten corrections of a version win', async () => {
      await stores.records.put(course, aRecord('m_1'));
      const correct = (n: number) => stores.records.put(course, aRecord('m_1', { reason: `${n}`, version: 2 }));
      expect(await winners(Array.from({ length: 10 }, (_, n) => correct(n)))).toBe(1);
    });

    it('written all at once can be corrected one by one', async () => {
      await stores.records.putAll(course, [aRecord('m_1'), aRecord('m_2', { version: 4 })]);
      await stores.records.put(course, aRecord('m_2', { status: 'excused', version: 5 }));
      await expect(stores.records.put(course, aRecord('m_1'))).rejects.toMatchObject({ code: 'RECORD_CHANGED' });
    });

    it('of five hundred cost one write each and no read', async () => {
      const counting = countingTable(table);
      const { records } = storesOn(counting.table);
      await records.putAll(
        course,
        memberIds(500).map((member) => aRecord(member)),
      );
      expect(counting.counts()).toMatchObject({ itemsWritten: 500, itemsRead: 0, queries: 0 });
      expect(await records.listOfSession(course, session)).toHaveLength(500);
    });
  });

  describe('digests', () => {
    const of = (...statuses: [string, Status][]) =>
      new Map(statuses.map(([member, status]) => [id<MemberId>(member), status]));

    it('answer every status of every session', async () => {
      const first = of(['m_1', 'present'], ['m_2', 'late'], ['m_3', 'absent'], ['m_4', 'excused']);
      await stores.digests.put(course, session, first);
      await stores.digests.put(course, id('s2'), of());
      expect(await stores.digests.list(course)).toEqual([
        { session: 's1', statuses: first },
        { session: 's2', statuses: new Map() },
      ]);
      expect(await stores.digests.list(id('c_2'))).toEqual([]);
    });

    it('are replaced as a whole, and gone when removed', async () => {
      await stores.digests.put(course, session, of(['m_1', 'present'], ['m_2', 'late']));
      await stores.digests.put(course, session, of(['m_2', 'excused']));
      expect(await stores.digests.list(course)).toEqual([{ session: 's1', statuses: of(['m_2', 'excused']) }]);
      await stores.digests.remove(course, session);
      expect(await stores.digests.list(course)).toEqual([]);
    });

    it('hold more members than one item can, and lose nobody and keep nobody when they shrink', async () => {
      const many = new Map(memberIds(12_000).map((member) => [member, 'present' as Status]));
      await stores.digests.put(course, session, many);
      expect((await stores.digests.list(course))[0]?.statuses).toEqual(many);
      await stores.digests.put(course, session, of(['m_1', 'late']));
      expect(await stores.digests.list(course)).toEqual([{ session: 's1', statuses: of(['m_1', 'late']) }]);
      await stores.digests.remove(course, session);
      expect(await table.query('COURSE#c_1')).toEqual([]);
    });

    it('are refused when they hold a status that this release does not know', async () => {
      await stores.digests.put(course, session, of(['m_1', 'late']));
      const [item] = await table.query('COURSE#c_1');
      const unknown = { ...item, pk: 'COURSE#c_1', sk: item?.sk ?? '', data: { parts: 1, marks: 'm_1=Z' } };
      await table.put(unknown);
      await expect(stores.digests.list(course)).rejects.toMatchObject({ code: 'RESPONSE_INVALID' });
    });
  });

  describe('consents', () => {
    const consent = {
      member: id<MemberId>('m_1'),
      state: 'consented' as const,
      textVersion: '2026-11',
      language: 'en',
      at: instant(0),
      courses: [course],
      version: 1,
    };

    it('are found by member; exactly one of two answers to a version wins', async () => {
      expect(await stores.consents.find(id('m_1'))).toBeNull();
      await stores.consents.put(consent);
      const second = { ...consent, state: 'withdrawn' as const, version: 2 };
      expect(await winners([stores.consents.put(second), stores.consents.put(second)])).toBe(1);
      expect(await stores.consents.find(id('m_1'))).toEqual(second);
    });
  });

  describe('enrolments', () => {
    const enrolment = (member: string, version = 1) => ({
      member: id<MemberId>(member),
      state: 'active' as const,
      references: [{ id: id<ReferenceId>('ref-1'), mediaKey: `references/${member}/ref-1.jpg`, addedAt: instant(0) }],
      enrolledAt: instant(0),
      resembles: null,
      enginePerson: `p-${member}`,
      version,
    });

    it('are found one by one and for a whole class, those without one left out', async () => {
      const members = memberIds(150);
      for (const member of members.slice(0, 120)) await stores.enrolments.put(enrolment(member));
      expect(await stores.enrolments.find(members[3] ?? id(''))).toEqual(enrolment(members[3] ?? ''));
      const found = await stores.enrolments.findAll(members);
      expect([...found.keys()].sort()).toEqual(members.slice(0, 120));
      expect((await stores.enrolments.findAll([])).size).toBe(0);
    });

    it('let one of two replacements win; removed, they can be made anew', async () => {
      await stores.enrolments.put(enrolment('m_1'));
      expect(await winners([1, 2].map(() => stores.enrolments.put(enrolment('m_1', 2))))).toBe(1);
      await stores.enrolments.remove(id('m_1'));
      await stores.enrolments.remove(id('m_1'));
      expect(await stores.enrolments.find(id('m_1'))).toBeNull();
      await stores.enrolments.put(enrolment('m_1'));
    });
  });

  describe('the gallery index', () => {
    const place = (member: string, references: string[]) => ({
      member: id<MemberId>(member),
      enginePerson: `p-${member}`,
      enrolledAt: instant(0),
      references,
    });

    it('holds one place a member and course', async () => {
      await stores.galleryIndex.put(course, place('m_1', ['a']));
      await stores.galleryIndex.put(course, place('m_1', ['b', 'c']));
      await stores.galleryIndex.put(course, place('m_2', []));
      await stores.galleryIndex.put(id('c_2'), place('m_3', []));
      expect(await stores.galleryIndex.list(course)).toEqual([place('m_1', ['b', 'c']), place('m_2', [])]);
      await stores.galleryIndex.remove(course, id('m_1'));
      await stores.galleryIndex.remove(course, id('m_1'));
      expect(await stores.galleryIndex.list(course)).toEqual([place('m_2', [])]);
    });
  });

  describe('seen faces', () => {
    it('are nobody before the first, then what was put', async () => {
      expect(await stores.seenFaces.read(course)).toEqual(new Map());
      const seen = new Map([[id<MemberId>('m_1'), instant(0)]]);
      await stores.seenFaces.put(course, seen);
      expect(await stores.seenFaces.read(course)).toEqual(seen);
      expect(await stores.seenFaces.read(id('c_2'))).toEqual(new Map());
    });
  });

  describe('the columns of a gradebook', () => {
    it('are listed by course, each written conditionally', async () => {
      const [total, one] = [newColumn('attendance'), newColumn(id('s1'))];
      await stores.gradeColumns.put(course, { ...total, version: 1 });
      await stores.gradeColumns.put(course, { ...one, lineItemUrl: 'https://lms/1', version: 1 });
      await stores.gradeColumns.put(id('c_2'), { ...total, version: 1 });
      const again = () => stores.gradeColumns.put(course, { ...one, settledFor: '2 0.8', version: 2 });
      await again();
      await expect(again()).rejects.toMatchObject({ code: 'RECORD_CHANGED' });
      expect(await stores.gradeColumns.list(course)).toEqual([
        { ...total, version: 1 },
        { ...one, settledFor: '2 0.8', version: 2 },
      ]);
    });

    it('have a ledger each', async () => {
      await stores.ledger.put(course, aLedgerEntry('m_1', { wanted: 90 }));
      await stores.ledger.put(course, aLedgerEntry('m_1', { wanted: 100 }), id('s1'));
      const wanted = async (...column: [] | [SessionId]) =>
        (await stores.ledger.list(course, ...column)).map((entry) => entry.wanted);
      expect(await wanted()).toEqual([90]);
      expect(await wanted(id('s1'))).toEqual([100]);
      expect(await wanted(id('s2'))).toEqual([]);
    });
  });

  describe('the ledger', () => {
    it('lists a course, and lets exactly one of ten publishers write a version', async () => {
      await stores.ledger.put(course, aLedgerEntry('m_1'));
      await stores.ledger.put(course, aLedgerEntry('m_2', { wanted: null, state: 'none' }));
      await stores.ledger.put(id('c_2'), aLedgerEntry('m_3'));
      const again = (n: number) => stores.ledger.put(course, aLedgerEntry('m_1', { attempts: n, version: 2 }));
      expect(await winners(Array.from({ length: 10 }, (_, n) => again(n)))).toBe(1);
      const listed = await stores.ledger.list(course);
      expect(listed.map(({ member, version }) => [member, version])).toEqual([
        ['m_1', 2],
        ['m_2', 1],
      ]);
    });
  });
});
