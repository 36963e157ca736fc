import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { memoryMedia } from '../../connectors/memory/media.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { agreedReason } from '../../core/attendance/dispute.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import { answerDispute, type DisputeAnswer } from '../../core/use-cases/answer-dispute.ts';
import { finishConfirmation } from '../../core/use-cases/confirm-review.ts';
import { correctRecord } from '../../core/use-cases/correct-record.ts';
import { disputeRecord } from '../../core/use-cases/dispute-record.ts';
import { readOpenDisputes } from '../../core/use-cases/read-disputes.ts';
import { withdrawDispute } from '../../core/use-cases/withdraw-dispute.ts';
import { aMember, aRecord, aSession, instant } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const course = asId<CourseId>('c_1');
const session = asId<SessionId>('s1');
const [ada, bea] = ['m_ada', 'm_bea'].map((name) => asId<MemberId>(name)) as [MemberId, MemberId];
const by = { member: asId<MemberId>('m_teacher'), name: 'Ms Ito' };
const said = { wanted: 'excused', reason: 'I was at the doctor' } as const;

describe.each(tables)('disputing a record, on %s', (_, open) => {
  let now: number;
  let deps: Parameters<typeof disputeRecord>[0] & Parameters<typeof finishConfirmation>[0];
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await open();
    close = opened.close;
    now = 100;
    const [media, realtime, clock] = [memoryMedia(), memoryRealtime(), { now: () => instant(now) }];
    deps = { ...storesOn(opened.table), media, realtime, ids: idSource(), clock };
    await deps.rosters.putMembers(course, [aMember(ada), aMember(bea)]);
    await deps.sessions.put(aSession('s1', { state: 'confirmed', confirmedAt: instant(0) }));
    for (const member of [ada, bea]) await deps.records.put(course, aRecord(member, { status: 'absent' }));
  });
  afterEach(() => close());

  const person = (member: MemberId, over = {}) => ({ member, masquerading: false, testUser: false, ...over });
  const says = (over = {}, who = person(ada)) => disputeRecord(deps, who, course, session, { ...said, ...over });
  const takesBack = (who = person(ada)) => withdrawDispute(deps, who, course, session);
  const decides = (decision: DisputeAnswer['decision'], dispute = 1, member = ada) =>
    answerDispute(deps, { course, session, member, dispute, by, decision });
  const corrects = (version: number, over = {}) =>
    correctRecord(deps, { course, session, member: ada, status: 'late', reason: 'Seen', version, by, ...over });
  const stored = (member = ada) => deps.disputes.find(course, session, member);
  const record = () => deps.records.find(course, session, ada);
  const waiting = async () =>
    (await readOpenDisputes(deps, course, await deps.sessions.list(course))).map(({ dispute }) => dispute.member);
  const isRefused = (act: Promise<unknown>, code: string) => expect(act).rejects.toMatchObject({ code });

  describe('a student', () => {
    it('says it, and the record stays as it is', async () => {
      const before = await record();
      await says();
      expect(await stored()).toMatchObject({ ...said, at: instant(100), state: 'open', version: 1 });
      expect(await record()).toEqual(before);
      expect(await waiting()).toEqual([ada]);
    });

    it('says it again, otherwise, takes it back twice and says it once more', async () => {
      await says();
      await says();
      expect((await stored())?.version).toBe(1);
      await says({ wanted: 'present' });
      expect(await stored()).toMatchObject({ wanted: 'present', version: 2 });
      await takesBack();
      await takesBack();
      expect(await stored()).toMatchObject({ state: 'withdrawn', reason: '', version: 3 });
      expect(await waiting()).toEqual([]);
      await says();
      expect(await waiting()).toEqual([ada]);
    });

    it('says it ten times at once: one of them stands, and none is refused for the others', async () => {
      await Promise.all(Array.from({ length: 10 }, () => says()));
      expect(await stored()).toMatchObject({ version: 1, state: 'open' });
    });

    it('is refused the status that stands, a session that is not confirmed, and one without a record', async () => {
      await deps.records.put(course, aRecord('m_ada', { status: 'excused', version: 2 }));
      await isRefused(says(), 'RECORD_CHANGED');
      await deps.rosters.putMembers(course, [aMember('m_late')]);
      await isRefused(says({}, person(asId('m_late'))), 'NOT_FOUND');
      await isRefused(disputeRecord(deps, person(ada), asId('c_2'), session, said), 'NOT_FOUND');
      await deps.sessions.put(aSession('s1', { state: 'open', version: 2 }));
      await isRefused(says({ wanted: 'present' }), 'SESSION_NOT_CONFIRMED');
      expect(await stored()).toBeNull();
    });

    it('is refused when somebody else acts as them, as the test student, and when they have left', async () => {
      await isRefused(says({}, person(ada, { masquerading: true })), 'DISPUTE_NOT_ALLOWED');
      await isRefused(says({}, person(ada, { testUser: true })), 'DISPUTE_NOT_ALLOWED');
      await deps.rosters.putMembers(course, [aMember(ada, { state: 'gone' })]);
      await isRefused(says(), 'MEMBER_NOT_ON_ROSTER');
      expect(await stored()).toBeNull();
      await deps.rosters.putMembers(course, [aMember(ada)]);
      await says({}, person(ada, { masquerading: 'unknown' }));
      await isRefused(takesBack(person(ada, { masquerading: true })), 'DISPUTE_NOT_ALLOWED');
      expect(await waiting()).toEqual([ada]);
    });

    it('is refused to take back what was never said, or is answered', async () => {
      await isRefused(takesBack(), 'NOT_FOUND');
      await says();
      await decides({ kind: 'keep', words: null });
      await isRefused(takesBack(), 'DISPUTE_ANSWERED');
    });
  });

  describe('a teacher', () => {
    beforeEach(() => says());

    it('agrees: an ordinary correction, with its history, and the student is answered', async () => {
      now = 200;
      await decides({ kind: 'correct', record: 1 });
      expect(await record()).toMatchObject({
        status: 'excused',
        evidence: { kind: 'hand' },
        byName: 'Ms Ito',
        reason: agreedReason,
        history: [{ status: 'absent' }],
      });
      const answer = { by: by.member, byName: 'Ms Ito', at: instant(200), words: null };
      expect(await stored()).toMatchObject({ state: 'corrected', answer });
      expect(await waiting()).toEqual([]);
      const due = (await deps.work.due(instant(10_000), 10)).map(({ kind }) => kind);
      expect(due).toEqual(['publish']);
      const [digest] = await deps.digests.list(course);
      expect(digest?.statuses.get(ada)).toBe('excused');
    });

    it('leaves it, with words or without: asked again only after another entry', async () => {
      await decides({ kind: 'keep', words: 'You were not in the list' });
      expect(await stored()).toMatchObject({ state: 'kept', answer: { words: 'You were not in the list' } });
      expect((await record())?.history).toEqual([]);
      await isRefused(says({ wanted: 'present' }), 'DISPUTE_ANSWERED');
      await corrects(1);
      expect(await stored()).toMatchObject({ state: 'kept' });
      await says();
      expect(await stored()).toMatchObject({ state: 'open', entry: 1 });
    });

    it('is refused when the student has said it otherwise or taken it back, or the record has changed', async () => {
      await says({ wanted: 'present' });
      await isRefused(decides({ kind: 'correct', record: 1 }), 'RECORD_CHANGED');
      await isRefused(decides({ kind: 'correct', record: 7 }, 2), 'RECORD_CHANGED');
      await isRefused(decides({ kind: 'keep', words: null }), 'RECORD_CHANGED');
      await takesBack();
      await isRefused(decides({ kind: 'keep', words: null }, 3), 'RECORD_CHANGED');
      await isRefused(decides({ kind: 'keep', words: null }, 1, bea), 'NOT_FOUND');
      expect((await record())?.history).toEqual([]);
    });

    it('corrects the record without a word about the dispute, which is answered by that', async () => {
      await corrects(1);
      expect(await stored()).toMatchObject({ state: 'corrected', answer: { byName: 'Ms Ito' } });
      expect(await stored(bea)).toBeNull();
    });

    it('sees nothing of a session that was opened again, and is asked again when it is confirmed unchanged', async () => {
      await deps.sessions.put(aSession('s1', { state: 'open', version: 2 }));
      expect(await waiting()).toEqual([]);
      await isRefused(decides({ kind: 'correct', record: 1 }), 'SESSION_NOT_CONFIRMED');
      await deps.sessions.put(aSession('s1', { state: 'confirmed', confirmedAt: instant(300), version: 3 }));
      expect(await waiting()).toEqual([ada]);
    });
  });

  describe('who dies right after the record was changed', () => {
    /** What stands then: the session's task, the new entry, and a dispute that is noted as open. */
    const die = async () => {
      await says();
      await decides({ kind: 'correct', record: 1 });
      const settled = await stored();
      if (settled === null) throw new Error('no dispute');
      await deps.disputes.put(course, { ...settled, state: 'open', answer: null, version: settled.version + 1 });
      return settled.version + 1;
    };

    it('leaves a dispute that waits for nobody, cannot be answered otherwise, and says so to the student', async () => {
      const version = await die();
      expect(await waiting()).toEqual([]);
      await isRefused(decides({ kind: 'correct', record: 1 }, version), 'RECORD_CHANGED');
      await isRefused(decides({ kind: 'keep', words: 'No' }, version), 'RECORD_CHANGED');
      await isRefused(takesBack(), 'DISPUTE_ANSWERED');
    });

    it('is followed by the next run of the session’s task, which notes the answer once', async () => {
      const version = await die();
      for (let run = 0; run < 2; run += 1) await finishConfirmation(deps, `${course}/${session}`);
      expect(await stored()).toMatchObject({ state: 'corrected', version: version + 1 });
      expect((await record())?.history).toHaveLength(1);
    });

    it('leaves the student free to say something of the new entry', async () => {
      await die();
      await says({ wanted: 'present' });
      expect(await waiting()).toEqual([ada]);
    });
  });
});
