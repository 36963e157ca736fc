import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { MyCheckIns, ShownCode } from '../../lti-server/http/api-schema/check-in.ts';
import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import type { SessionRecords } from '../../lti-server/http/api-schema/record.ts';
import type { MyAttendance, MySession } from '../../lti-server/http/api-schema/student.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { followStream } from '../support/live-stream.ts';
import { type Client, clientFor, eventually, openPractice, type RunningPractice } from '../support/practice.ts';

const [ada = '', ben = '', cleo = ''] = students.map(({ id }) => id);
const opening = { minutes: 10, lateAfterMinutes: null, changing: false };

describe('checking in, over HTTP', () => {
  let practice: RunningPractice;
  let teacher: Client;
  let student: Client;
  let member: string;
  beforeAll(async () => {
    practice = await openPractice();
    teacher = await clientFor(practice, 'teacher-1');
    await teacher.call('GET', '/course');
    student = await clientFor(practice, ada);
    const name = (await student.call<Me>('GET', '/me')).name;
    const { id } = await teacher.call<SessionSummary>('POST', '/sessions', {});
    const { members } = await teacher.call<Board>('GET', `/sessions/${id}`);
    member = members.find((one) => one.name === name)?.id ?? '';
    await teacher.call('DELETE', `/sessions/${id}`);
  });
  afterAll(() => practice?.close());

  const open = async (): Promise<string> => (await teacher.call<SessionSummary>('POST', '/sessions', {})).id;
  const letIn = (session: string, over: object = {}) =>
    teacher.call<ShownCode>('POST', `/sessions/${session}/check-in`, { ...opening, ...over });
  const openWithCode = async (over: object = {}) => {
    const session = await open();
    return { session, code: (await letIn(session, over)).open?.code ?? '' };
  };
  const say = (session: string, code: unknown, as = student) =>
    as.raw('POST', `/my/sessions/${session}/check-in`, { code });
  const refusal = async (answer: Response) => {
    const { code } = (await answer.json()) as { code: string };
    return [answer.status, code];
  };
  const boardOf = (session: string) => teacher.call<Board>('GET', `/sessions/${session}`);
  const checkedIn = async (session: string) =>
    (await boardOf(session)).members.filter(({ checkIn }) => checkIn !== null).map(({ id }) => id);
  const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

  it('goes from the code in the room to the record, which says how it came about', async () => {
    const { session, code } = await openWithCode();
    const asked = await student.call<MyCheckIns>('GET', '/my/check-ins');
    expect(asked.sessions).toEqual([expect.objectContaining({ id: session, checkIn: null })]);
    // As people type it who read it from a screen.
    const said = await say(session, `${code.slice(0, 3)} ${code.slice(3)}`);
    expect(said.status).toBe(200);
    const [mine] = ((await said.json()) as MyCheckIns).sessions;
    expect(mine).toMatchObject({ id: session, closesAt: null, checkIn: { status: 'present' } });
    const pending = await student.call<MySession>('GET', `/my/sessions/${session}`);
    expect(pending).toMatchObject({ confirmed: false, record: null, checkIn: mine?.checkIn });

    const { members } = await teacher.call<Board>('PUT', `/sessions/${session}/review/rest`, { status: 'absent' });
    expect(members.find(({ id }) => id === member)).toMatchObject({ status: 'present', source: 'code' });
    const { reviewVersion } = await boardOf(session);
    await teacher.call('POST', `/sessions/${session}/confirm`, { reviewVersion });

    const evidence = { kind: 'code', at: mine?.checkIn?.at };
    const { records } = await teacher.call<SessionRecords>('GET', `/sessions/${session}/records`);
    expect(records.find((record) => record.member === member)?.current).toMatchObject({ status: 'present', evidence });
    expect(records.filter(({ current }) => current.status === 'absent')).toHaveLength(27);
    const { sessions } = await student.call<MyAttendance>('GET', '/my/attendance');
    expect(sessions.find(({ id }) => id === session)?.current).toMatchObject({ evidence, byName: 'Aiko Ito' });
    expect((await student.call<MyCheckIns>('GET', '/my/check-ins')).sessions).toEqual([]);
    expect(await refusal(await say(session, code, await clientFor(practice, ben)))).toEqual([409, 'CHECK_IN_CLOSED']);

    // Taken back and confirmed again unchanged, the record keeps its ground.
    const undone = await teacher.call<Board>('POST', `/sessions/${session}/undo-confirm`);
    await teacher.call('POST', `/sessions/${session}/confirm`, { reviewVersion: undone.reviewVersion });
    const again = await teacher.call<SessionRecords>('GET', `/sessions/${session}/records`);
    expect(again.records.find((record) => record.member === member)).toMatchObject({
      current: { evidence },
      history: [],
    });
  });

  it('tells the board as it happens, of the person and of the period', async () => {
    const session = await open();
    const line = await followStream(practice, teacher, session);
    const { open: shown } = await letIn(session);
    await say(session, shown?.code);
    await teacher.call('PUT', `/sessions/${session}/check-in/end`, { moreMinutes: 5 });
    await teacher.call('DELETE', `/sessions/${session}/check-in`);
    const period = { kind: 'check-in-period', session };
    const heard = await eventually(
      async () => line.heard,
      ({ length }) => length === 4,
    );
    await line.close();
    const told = { kind: 'check-in', session, member, status: 'present', at: expect.any(String) };
    expect(heard).toEqual([period, told, period, period]);
  });

  it('is shown with what is left of its time, prolonged, and closed', async () => {
    const { session } = await openWithCode({ lateAfterMinutes: 5, changing: true });
    const path = `/sessions/${session}/check-in`;
    const shown = (await teacher.call<ShownCode>('GET', path)).open;
    expect(shown).toMatchObject({ changing: true, code: expect.stringMatching(/^\d{6}$/) });
    expect(shown?.changesInMs).toBeGreaterThan(0);
    expect(shown?.changesInMs).toBeLessThanOrEqual(30_000);
    expect(shown?.closesInMs).toBeLessThanOrEqual(600_000);
    const later = (await teacher.call<ShownCode>('PUT', `${path}/end`, { moreMinutes: 5 })).open;
    expect(Date.parse(later?.closesAt ?? '') - Date.parse(shown?.closesAt ?? '')).toBe(300_000);
    expect(later?.lateFrom).toBe(shown?.lateFrom);
    expect((await boardOf(session)).checkInClosesAt).toBe(later?.closesAt);
    expect(await teacher.call('DELETE', path)).toEqual({ open: null, closedAt: expect.any(String) });
    expect((await boardOf(session)).checkInClosesAt).toBeNull();
    expect(await refusal(await teacher.raw('PUT', `${path}/end`, { moreMinutes: 5 }))).toEqual([
      409,
      'CHECK_IN_CLOSED',
    ]);
  });

  it('stands in a student’s own data, and goes with a session that was opened by mistake', async () => {
    const { session, code } = await openWithCode();
    await say(session, code);
    const data = () => student.call<{ attendance: { checkIns: object[] } }>('GET', '/my/data');
    const held = (await data()).attendance.checkIns;
    expect(held).toContainEqual({ title: '', startsAt: expect.any(String), at: expect.any(String), status: 'present' });
    await teacher.call('DELETE', `/sessions/${session}`);
    expect((await data()).attendance.checkIns).toHaveLength(held.length - 1);
    expect(await refusal(await say(session, code))).toEqual([404, 'NOT_FOUND']);
  });

  it('is shown beside a record that says otherwise, to the student, the teacher and in the student’s data', async () => {
    const { session, code } = await openWithCode();
    await say(session, code);
    const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${session}/review/members`, {
      changes: (await boardOf(session)).members.map(({ id }) => ({ member: id, status: 'absent' })),
    });
    await teacher.call('POST', `/sessions/${session}/confirm`, { reviewVersion, checkedIn: 1 });
    const own = await student.call<MySession>('GET', `/my/sessions/${session}`);
    expect(own.record?.current).toMatchObject({ status: 'absent', evidence: { kind: 'hand' } });
    expect(own.record?.checkIn).toMatchObject({ status: 'present' });
    const { records } = await teacher.call<SessionRecords>('GET', `/sessions/${session}/records`);
    expect(records.filter(({ checkIn }) => checkIn !== null).map((record) => record.member)).toEqual([member]);
    const data = await student.call<{ attendance: { checkIns: { at: string }[] } }>('GET', '/my/data');
    expect(data.attendance.checkIns.map(({ at }) => at)).toContain(own.record?.checkIn?.at);
  });

  it('does not open again with a confirmation that is taken back', async () => {
    const { session, code } = await openWithCode();
    const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${session}/review/rest`, {
      status: 'absent',
    });
    await teacher.call('POST', `/sessions/${session}/confirm`, { reviewVersion });
    expect((await teacher.call<Board>('POST', `/sessions/${session}/undo-confirm`)).checkInClosesAt).toBeNull();
    expect(await refusal(await say(session, code))).toEqual([409, 'CHECK_IN_CLOSED']);
  });

  describe('refuses, and changes nothing', () => {
    it('to confirm a board on which somebody’s check-in was not shown', async () => {
      const { session, code } = await openWithCode();
      const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${session}/review/rest`, {
        status: 'absent',
      });
      await say(session, code);
      const path = `/sessions/${session}/confirm`;
      const stale = await teacher.raw('POST', path, { reviewVersion, checkedIn: 0 });
      expect(await refusal(stale)).toEqual([409, 'RECORD_CHANGED']);
      expect((await boardOf(session)).session.state).toBe('open');
      expect((await teacher.raw('POST', path, { reviewVersion, checkedIn: 1 })).status).toBe(200);
    });

    it.each([
      ['no code', undefined],
      ['a number', 123456],
      ['five digits', '12345'],
      ['seven digits', '1234567'],
      ['letters', 'abcdef'],
      ['other digits than ours', '١٢٣٤٥٦'],
      ['a long text', '1'.repeat(10_000)],
      ['a list', ['123456']],
    ])('%s for a code', async (_what, code) => {
      const { session } = await openWithCode();
      expect(await refusal(await say(session, code))).toEqual([400, 'REQUEST_INVALID']);
      expect(await checkedIn(session)).toEqual([]);
    });

    it.each([
      ['no minutes', { minutes: undefined }],
      ['none at all', { minutes: 0 }],
      ['less than none', { minutes: -5 }],
      ['parts of one', { minutes: 1.5 }],
      ['days', { minutes: 5_000 }],
      ['late before it began', { lateAfterMinutes: -1 }],
      ['a word for yes', { changing: 'yes' }],
    ])('to open it for %s', async (_what, over) => {
      const session = await open();
      const answer = await teacher.raw('POST', `/sessions/${session}/check-in`, { ...opening, ...over });
      expect(await refusal(answer)).toEqual([400, 'REQUEST_INVALID']);
      expect((await boardOf(session)).checkInClosesAt).toBeNull();
    });

    it('a wrong code, without a word about the right one', async () => {
      const { session, code } = await openWithCode();
      const answer = await say(session, other(code));
      const told = await answer.text();
      expect(answer.status).toBe(422);
      expect(told).toContain('CHECK_IN_CODE_WRONG');
      expect(told).not.toContain(code);
      expect(await checkedIn(session)).toEqual([]);
    });

    it('an eleventh code, the right one too, from whichever login', async () => {
      const { session, code } = await openWithCode();
      const again = await clientFor(practice, ada);
      for (let n = 0; n < 10; n += 1) await say(session, other(code), n % 2 === 0 ? student : again);
      expect(await refusal(await say(session, code, again))).toEqual([409, 'CHECK_IN_TRIES_SPENT']);
      expect(await checkedIn(session)).toEqual([]);
      expect((await say(session, code, await clientFor(practice, cleo))).status).toBe(200);
    });

    it('to show a student the code, or to let one open, prolong or close it', async () => {
      const { session } = await openWithCode();
      const path = `/sessions/${session}/check-in`;
      for (const [method, at, body] of [
        ['GET', path, undefined],
        ['POST', path, opening],
        ['PUT', `${path}/end`, { moreMinutes: 5 }],
        ['DELETE', path, undefined],
      ] as const)
        expect(await refusal(await student.raw(method, at, body))).toEqual([403, 'ROLE_NOT_ALLOWED']);
      expect((await boardOf(session)).checkInClosesAt).not.toBeNull();
    });

    it('a teacher’s check-in, and a session of another course', async () => {
      const { session, code } = await openWithCode();
      expect(await refusal(await say(session, code, teacher))).toEqual([403, 'ROLE_NOT_ALLOWED']);
      const elsewhere = await clientFor(practice, ada, 'statistics');
      expect(await refusal(await say(session, code, elsewhere))).toEqual([404, 'NOT_FOUND']);
      const theirs = await clientFor(practice, 'teacher-1', 'statistics');
      expect(await refusal(await theirs.raw('GET', `/sessions/${session}/check-in`))).toEqual([404, 'NOT_FOUND']);
      expect(await checkedIn(session)).toEqual([]);
    });
  });
});
