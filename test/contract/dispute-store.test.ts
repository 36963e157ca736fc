import { storesOn } from '../../connectors/dynamodb/stores.ts';
import type { Dispute } from '../../core/attendance/dispute.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { winners } from '../support/races.ts';
import { aRecord, aSession, instant } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const [course, other] = ['c_1', 'c_2'].map((name) => asId<CourseId>(name)) as [CourseId, CourseId];
const [s1, s2] = ['s1', 's2'].map((name) => asId<SessionId>(name)) as [SessionId, SessionId];
const [ada, bea] = ['m_ada', 'm_bea'].map((name) => asId<MemberId>(name)) as [MemberId, MemberId];

const aDispute = (over: Partial<Dispute> = {}): Dispute => ({
  session: s1,
  member: ada,
  wanted: 'excused',
  reason: 'I was at the doctor',
  at: instant(60),
  entry: 0,
  state: 'open',
  answer: null,
  version: 1,
  ...over,
});

describe.each(tables)('the store of disputes on %s', (_, open) => {
  let stores: Stores;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await open();
    stores = storesOn(opened.table);
    close = opened.close;
  });
  afterEach(() => close());
  const sorted = (all: Dispute[]) => all.sort((a, b) => (a.session + a.member < b.session + b.member ? -1 : 1));

  it('finds one by its session and member, in its own course alone', async () => {
    await stores.disputes.put(course, aDispute());
    expect(await stores.disputes.find(course, s1, ada)).toEqual(aDispute());
    expect(await stores.disputes.find(course, s1, bea)).toBeNull();
    expect(await stores.disputes.find(course, s2, ada)).toBeNull();
    expect(await stores.disputes.find(other, s1, ada)).toBeNull();
  });

  it('lists the open ones of a course, and nothing else of it', async () => {
    await stores.sessions.put(aSession('s1'));
    await stores.disputes.put(course, aDispute());
    await stores.disputes.put(course, aDispute({ session: s2 }));
    await stores.disputes.put(other, aDispute());
    for (const [member, state] of [
      ['m_c', 'kept'],
      ['m_d', 'corrected'],
      ['m_e', 'withdrawn'],
    ] as const)
      await stores.disputes.put(course, aDispute({ member: asId(member), state }));
    expect(sorted(await stores.disputes.listOpen(course))).toEqual([aDispute(), aDispute({ session: s2 })]);
    expect(await stores.disputes.listOpen(asId('c_3'))).toEqual([]);
  });

  it('lists those of a session, in whichever state, and not of one whose id begins alike', async () => {
    await stores.disputes.put(course, aDispute());
    await stores.disputes.put(course, aDispute({ member: bea, state: 'kept' }));
    await stores.disputes.put(course, aDispute({ session: asId('s11') }));
    const all = await stores.disputes.listOfSession(course, s1);
    expect(sorted(all).map(({ member }) => member)).toEqual([ada, bea]);
    expect(await stores.disputes.listOfSession(course, s2)).toEqual([]);
  });

  it('lists those of a member over sessions, missing ones left out', async () => {
    await stores.disputes.put(course, aDispute());
    await stores.disputes.put(course, aDispute({ session: s2, member: bea }));
    expect(await stores.disputes.listOfMember(course, ada, [s1, s2])).toEqual([aDispute()]);
    expect(await stores.disputes.listOfMember(course, ada, [])).toEqual([]);
  });

  it('lets one of several who write at once win: a teacher who answers, a student who says it otherwise', async () => {
    expect(await winners([1, 2, 3].map(() => stores.disputes.put(course, aDispute())))).toBe(1);
    const next = (['kept', 'withdrawn', 'open'] as const).map((state) =>
      stores.disputes.put(course, aDispute({ state, version: 2 })),
    );
    expect(await winners(next)).toBe(1);
    await expect(stores.disputes.put(course, aDispute())).rejects.toMatchObject({ code: 'RECORD_CHANGED' });
  });

  it('has records of several members in several sessions beside it, read at once', async () => {
    await stores.records.putAll(course, [aRecord('m_ada'), aRecord('m_bea'), aRecord('m_bea', { session: s2 })]);
    const found = await stores.records.findAll(course, [aDispute(), aDispute({ session: s2, member: bea })]);
    expect(found.map(({ session, member }) => `${session} ${member}`).sort()).toEqual(['s1 m_ada', 's2 m_bea']);
    expect(await stores.records.findAll(course, [aDispute({ session: s2 })])).toEqual([]);
    expect(await stores.records.findAll(course, [])).toEqual([]);
  });
});
