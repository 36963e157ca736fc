import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { checkInCodes } from '../../connectors/embedded/check-in-codes.ts';
import { memoryMedia } from '../../connectors/memory/media.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { maxTries } from '../../core/attendance/check-in.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import type { RealtimeEvent } from '../../core/ports/realtime.ts';
import { checkIn, readMyCheckIns } from '../../core/use-cases/check-in.ts';
import { closeCheckIn, openCheckIn, prolongCheckIn, readCheckIn } from '../../core/use-cases/open-check-in.ts';
import { readBoard } from '../../core/use-cases/read-board.ts';
import { removeSession } from '../../core/use-cases/remove-session.ts';
import { aMember, aSession, instant } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const course = asId<CourseId>('c_1');
const session = asId<SessionId>('s1');
const [ada, bea] = ['m_ada', 'm_bea'].map((name) => asId<MemberId>(name)) as [MemberId, MemberId];
const wanted = { minutes: 10, lateAfterMinutes: 5, changing: true };

describe.each(tables)('checking in, on %s', (_, open) => {
  let now: number;
  let heard: RealtimeEvent[];
  let deps: Parameters<typeof checkIn>[0] & Parameters<typeof readBoard>[0] & Parameters<typeof removeSession>[0];
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await open();
    close = opened.close;
    now = 0;
    heard = [];
    const realtime = memoryRealtime();
    realtime.subscribe(session, (event) => void heard.push(event));
    const clock = { now: () => instant(now) };
    const media = memoryMedia();
    deps = { ...storesOn(opened.table), media, checkInCodes: checkInCodes('a secret'), realtime, clock };
    await deps.sessions.put(aSession('s1'));
    await deps.rosters.putMembers(course, [aMember(ada), aMember(bea)]);
  });
  afterEach(() => close());

  const shown = async () => (await readCheckIn(deps, course, session)).shown?.code ?? 'none is shown';
  const person = (member: MemberId, over = {}) => ({ member, masquerading: false, testUser: false, ...over });
  const says = (code: string, member = ada, over = {}) => checkIn(deps, person(member, over), course, session, code);
  const isRefused = (act: Promise<unknown>, code: string) => expect(act).rejects.toMatchObject({ code });
  const standing = () => deps.checkIns.list(course, session);

  describe('given the code that is shown', () => {
    beforeEach(() => openCheckIn(deps, course, session, wanted));

    it('notes who says it, and tells the boards of it', async () => {
      now = 20;
      expect(await says(await shown())).toEqual({ session, member: ada, at: instant(20), status: 'present' });
      expect(heard).toEqual([
        { kind: 'check-in-period', session },
        { kind: 'check-in', session, member: ada, status: 'present', at: instant(20) },
      ]);
      const { board } = await readBoard(deps, course, session);
      expect(board.members.map(({ status, source }) => [status, source])).toEqual([
        ['present', 'code'],
        [null, null],
      ]);
    });

    it('takes it while the next one is shown, and not after that', async () => {
      const first = await shown();
      now = 59;
      expect(await says(first)).toMatchObject({ status: 'present' });
      now = 60;
      await isRefused(says(first, bea), 'CHECK_IN_CODE_WRONG');
    });

    it('notes as late who comes late', async () => {
      now = 300;
      expect(await says(await shown())).toMatchObject({ status: 'late' });
    });

    it('keeps the first word of somebody who says it again, also after the end', async () => {
      const first = await says(await shown());
      now = 310;
      expect(await says(await shown())).toEqual(first);
      now = 700;
      expect(await says('000000')).toEqual(first);
      expect(await standing()).toEqual([first]);
    });

    it('notes one of ten who say it at once for the same person', async () => {
      const code = await shown();
      const ends = await Promise.allSettled(Array.from({ length: 10 }, () => says(code)));
      const answers = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
      const [kept] = await standing();
      expect(answers.length).toBeGreaterThan(0);
      expect(answers).toEqual(answers.map(() => kept));
    });
  });

  describe('refuses, and notes nothing', () => {
    const nobody = async () => expect(await standing()).toEqual([]);

    it('before anybody has opened it', async () => {
      await isRefused(says('123456'), 'CHECK_IN_CLOSED');
      await nobody();
    });

    it('when it has closed, by itself or by a teacher', async () => {
      await openCheckIn(deps, course, session, wanted);
      const code = await shown();
      await closeCheckIn(deps, course, session);
      await isRefused(says(code), 'CHECK_IN_CLOSED');
      await openCheckIn(deps, course, session, { ...wanted, changing: false });
      const other = await shown();
      now = 600;
      await isRefused(says(other), 'CHECK_IN_CLOSED');
      await nobody();
    });

    it('when the session is confirmed', async () => {
      await openCheckIn(deps, course, session, wanted);
      const code = await shown();
      await deps.sessions.put(aSession('s1', { state: 'confirming', version: 2 }));
      await isRefused(says(code), 'CHECK_IN_CLOSED');
      await nobody();
    });

    it('the code of an earlier period, and of another session', async () => {
      await deps.sessions.put(aSession('s2'));
      await openCheckIn(deps, course, session, { ...wanted, changing: false });
      const earlier = await shown();
      await closeCheckIn(deps, course, session);
      now = 1;
      await openCheckIn(deps, course, session, { ...wanted, changing: false });
      await openCheckIn(deps, course, asId('s2'), { ...wanted, changing: false });
      const { shown: elsewhere } = await readCheckIn(deps, course, asId('s2'));
      await isRefused(says(earlier), 'CHECK_IN_CODE_WRONG');
      await isRefused(says(elsewhere?.code ?? ''), 'CHECK_IN_CODE_WRONG');
      await nobody();
    });

    it.each([
      ['a stranger', 'm_stranger'],
      ['a teacher', 'm_teacher'],
      ['who has left', 'm_gone'],
      ['a test student', 'm_test'],
    ])('%s to the roster’s students', async (_who, member) => {
      await deps.rosters.putMembers(course, [
        aMember('m_teacher', { role: 'teacher' }),
        aMember('m_gone', { state: 'gone' }),
        aMember('m_test', { testUser: true }),
      ]);
      await openCheckIn(deps, course, session, wanted);
      await isRefused(says(await shown(), asId(member)), 'MEMBER_NOT_ON_ROSTER');
      await nobody();
    });

    it('whoever acts as somebody else, and the test student; not where the platform does not say', async () => {
      await openCheckIn(deps, course, session, wanted);
      const code = await shown();
      await isRefused(says(code, ada, { masquerading: true }), 'CHECK_IN_NOT_ALLOWED');
      await isRefused(says(code, ada, { testUser: true }), 'CHECK_IN_NOT_ALLOWED');
      await nobody();
      expect(await says(code, ada, { masquerading: 'unknown' })).toMatchObject({ member: ada });
    });

    it('a session of another course', async () => {
      await openCheckIn(deps, course, session, wanted);
      const code = await shown();
      await isRefused(checkIn(deps, person(ada), asId('c_2'), session, code), 'NOT_FOUND');
      await nobody();
    });

    /** What somebody else does between a student's look at the session and their word. */
    const meanwhile = (act: () => Promise<void>): typeof deps => ({
      ...deps,
      checkIns: {
        ...deps.checkIns,
        async putTries(of, tries) {
          await deps.checkIns.putTries(of, tries);
          await act();
        },
      },
    });

    it('when the session is deleted or confirmed in that moment', async () => {
      await openCheckIn(deps, course, session, wanted);
      const code = await shown();
      const confirmed = meanwhile(() => deps.sessions.put(aSession('s1', { state: 'confirming', version: 2 })));
      await isRefused(checkIn(confirmed, person(ada), course, session, code), 'CHECK_IN_CLOSED');
      await nobody();
      await deps.sessions.put(aSession('s1', { version: 3 }));
      const deleted = meanwhile(() => removeSession(deps, course, session));
      await isRefused(checkIn(deleted, person(bea), course, session, code), 'NOT_FOUND');
      await nobody();
    });

    it(`more than ${maxTries} codes of one person, however many come at once, and nobody else’s`, async () => {
      await openCheckIn(deps, course, session, { ...wanted, changing: false });
      const right = await shown();
      const wrong = Array.from({ length: 40 }, (_unused, n) => String((Number(right) + n + 1) % 1_000_000));
      const guesses = wrong.map((code) => says(code.padStart(6, '0')).catch(({ code: why }: { code: string }) => why));
      const ends = await Promise.all(guesses);
      expect(ends.filter((why) => why === 'CHECK_IN_CODE_WRONG').length).toBeLessThanOrEqual(maxTries);
      for (let n = 0; n < maxTries; n += 1) await says(wrong[n] ?? '').catch(() => null);
      await isRefused(says(right), 'CHECK_IN_TRIES_SPENT');
      await nobody();
      expect(await says(right, bea)).toMatchObject({ member: bea });
    });
  });

  describe('a period', () => {
    it('is opened once by two who press at once', async () => {
      await Promise.all([1, 2].map(() => openCheckIn(deps, course, session, wanted)));
      expect(await deps.checkInPeriods.find(course, session)).toMatchObject({ version: 1, closesAt: instant(600) });
    });

    it('shows a code until it closes, a later one when it is prolonged', async () => {
      await openCheckIn(deps, course, session, wanted);
      await prolongCheckIn(deps, course, session, 5);
      now = 700;
      expect((await readCheckIn(deps, course, session)).shown).toMatchObject({ changesAt: instant(720) });
      now = 900;
      expect(await readCheckIn(deps, course, session)).toMatchObject({
        shown: null,
        period: { closesAt: instant(900) },
      });
      await isRefused(prolongCheckIn(deps, course, session, 5), 'CHECK_IN_CLOSED');
    });

    it('is not opened, prolonged or closed for a session that is confirmed or not there', async () => {
      await deps.sessions.put(aSession('s1', { state: 'confirmed', version: 2 }));
      await isRefused(openCheckIn(deps, course, session, wanted), 'SESSION_NOT_OPEN');
      await isRefused(prolongCheckIn(deps, course, session, 5), 'SESSION_NOT_OPEN');
      await isRefused(closeCheckIn(deps, course, session), 'SESSION_NOT_OPEN');
      await isRefused(openCheckIn(deps, course, asId('s9'), wanted), 'NOT_FOUND');
      expect(heard).toEqual([]);
    });

    it('goes with its session, and so do those who checked in', async () => {
      await openCheckIn(deps, course, session, wanted);
      await says(await shown());
      await removeSession(deps, course, session);
      expect(await deps.checkInPeriods.find(course, session)).toBeNull();
      expect(await standing()).toEqual([]);
    });
  });

  describe('a student’s own page', () => {
    const mine = async (member = ada) =>
      (await readMyCheckIns(deps, course, member)).map(({ session: { id }, closesAt, checkIn: said }) => ({
        id,
        closesAt,
        at: said?.at ?? null,
      }));

    it('asks for a code while it can be given, and tells for a day that it was', async () => {
      expect(await mine()).toEqual([]);
      await openCheckIn(deps, course, session, wanted);
      expect(await mine()).toEqual([{ id: session, closesAt: instant(600), at: null }]);
      await says(await shown());
      now = 700;
      expect(await mine()).toEqual([{ id: session, closesAt: null, at: instant(0) }]);
      expect(await mine(bea)).toEqual([]);
      now = 600 + 24 * 3600;
      expect(await mine()).toEqual([]);
    });

    it('says nothing of a session that is confirmed', async () => {
      await openCheckIn(deps, course, session, wanted);
      await says(await shown());
      await deps.sessions.put(aSession('s1', { state: 'confirmed', version: 2 }));
      expect(await mine()).toEqual([]);
    });
  });
});
