import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { ShownCode } from '../../lti-server/http/api-schema/check-in.ts';
import type { CoursePage, SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import type { DisputesPage } from '../../lti-server/http/api-schema/dispute.ts';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import type { SessionRecords } from '../../lti-server/http/api-schema/record.ts';
import type { MyAttendance, MySession } from '../../lti-server/http/api-schema/student.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { type Client, clientFor, openPractice, type RunningPractice } from '../support/practice.ts';

const [ada = '', ben = ''] = students.map(({ id }) => id);
const reason = 'I was at the doctor, and have a note';
const said = { wanted: 'excused', reason };

describe('disputing a record, over HTTP', () => {
  let practice: RunningPractice;
  let teacher: Client;
  let student: Client;
  let name: string;
  let member: string;
  let session: string;
  beforeAll(async () => {
    practice = await openPractice();
    teacher = await clientFor(practice, 'teacher-1');
    await teacher.call('GET', '/course');
    student = await clientFor(practice, ada);
    name = (await student.call<Me>('GET', '/me')).name ?? '';
  });
  afterAll(() => practice?.close());

  /** A session in which everybody is absent. */
  beforeEach(async () => {
    session = (await teacher.call<SessionSummary>('POST', '/sessions', {})).id;
    const board = await teacher.call<Board>('PUT', `/sessions/${session}/review/rest`, { status: 'absent' });
    member = board.members.find((one) => one.name === name)?.id ?? '';
    await teacher.call('POST', `/sessions/${session}/confirm`, { reviewVersion: board.reviewVersion });
  });
  /** Nothing of one test waits in the next. */
  afterEach(async () => {
    for (const one of (await teacher.call<DisputesPage>('GET', '/disputes')).disputes)
      await teacher.call('PUT', path(one.session, one.member), {
        decision: 'keep',
        version: one.version,
        words: null,
      });
  });

  const path = (of: string, who: string) => `/disputes/${of}/${who}`;
  const own = (of = session) => `/my/sessions/${of}/dispute`;
  const say = (over: object = {}) => student.call<MySession>('POST', own(), { ...said, ...over });
  const waiting = async () => (await teacher.call<DisputesPage>('GET', '/disputes')).disputes;
  const records = async () => (await teacher.call<SessionRecords>('GET', `/sessions/${session}/records`)).records;
  const ownRecord = async () => (await records()).find((record) => record.member === member);
  const mine = async (as = student) =>
    (await as.call<MyAttendance>('GET', '/my/attendance')).sessions.find(({ id }) => id === session);
  const refusal = async (answer: Response) => {
    const { code } = (await answer.json()) as { code: string };
    return [answer.status, code];
  };

  it('goes from the student’s word to the teacher’s correction, and both are told', async () => {
    const { record } = await say();
    expect(record).toMatchObject({
      current: { status: 'absent' },
      disputable: true,
      dispute: { ...said, state: 'open', answer: null },
    });
    expect((await teacher.call<CoursePage>('GET', '/course')).disputes).toBe(1);
    const [open] = await waiting();
    expect(open).toMatchObject({ session, member, name, ...said, current: { status: 'absent' }, version: 1 });
    expect((await ownRecord())?.dispute).toEqual({ ...said, at: open?.at });
    const answer = { decision: 'correct', version: open?.version, recordVersion: open?.recordVersion };
    expect(await teacher.call('PUT', path(session, member), answer)).toMatchObject({ disputes: [] });
    expect(await ownRecord()).toMatchObject({
      current: { status: 'excused', reason: 'As the student said' },
      history: [{ status: 'absent' }],
      dispute: null,
    });
    expect(await mine()).toMatchObject({
      dispute: { state: 'corrected', answer: { byName: 'Aiko Ito', words: null } },
    });
    expect((await teacher.call<CoursePage>('GET', '/course')).disputes).toBe(0);
  });

  it('tells the teacher of a student who had checked in', async () => {
    const { id } = await teacher.call<SessionSummary>('POST', '/sessions', {});
    const wanted = { minutes: 5, lateAfterMinutes: null, changing: false };
    const { open } = await teacher.call<ShownCode>('POST', `/sessions/${id}/check-in`, wanted);
    await student.call('POST', `/my/sessions/${id}/check-in`, { code: open?.code });
    const { members } = await teacher.call<Board>('GET', `/sessions/${id}`);
    const changes = members.map((one) => ({ member: one.id, status: 'absent' }));
    const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${id}/review/members`, { changes });
    await teacher.call('POST', `/sessions/${id}/confirm`, { reviewVersion });
    await student.call('POST', own(id), { wanted: 'present', reason: 'I sat in the last row' });
    await say();
    const told = (await waiting()).map((one) => [one.session, one.checkIn?.status ?? null]);
    expect(told).toEqual([
      [id, 'present'],
      [session, null],
    ]);
  });

  it('is left as it is, with an answer, and cannot be said again before another entry stands', async () => {
    await say();
    const answer = { decision: 'keep', version: 1, words: 'You were in the list of the lab' };
    await teacher.call('PUT', path(session, member), answer);
    expect(await mine()).toMatchObject({
      current: { status: 'absent' },
      disputable: false,
      dispute: { state: 'kept', answer: { words: answer.words } },
    });
    expect(await refusal(await student.raw('POST', own(), said))).toEqual([409, 'DISPUTE_ANSWERED']);
    expect(await refusal(await student.raw('DELETE', own()))).toEqual([409, 'DISPUTE_ANSWERED']);
  });

  it('is answered by an ordinary correction', async () => {
    await say();
    const { version } = (await ownRecord()) ?? {};
    const correction = { status: 'late', reason: 'Came at half past', version };
    await teacher.call('PUT', `/sessions/${session}/records/${member}`, correction);
    expect(await waiting()).toEqual([]);
    expect(await mine()).toMatchObject({ disputable: true, dispute: { state: 'corrected' } });
  });

  it('is said otherwise, taken back, and stands in the student’s own data', async () => {
    await say();
    await say({ wanted: 'present' });
    expect(await waiting()).toMatchObject([{ wanted: 'present', version: 2 }]);
    const data = () => student.call<{ attendance: { sessions: { dispute: object | null }[] } }>('GET', '/my/data');
    const held = (await data()).attendance.sessions.flatMap(({ dispute }) => dispute ?? []);
    expect(held).toContainEqual(expect.objectContaining({ wanted: 'present', reason, state: 'open' }));
    const { record } = await student.call<MySession>('DELETE', own());
    expect(record).toMatchObject({ dispute: null, disputable: true });
    expect(await waiting()).toEqual([]);
    expect(
      await refusal(await teacher.raw('PUT', path(session, member), { decision: 'keep', version: 2, words: null })),
    ).toEqual([409, 'RECORD_CHANGED']);
  });

  it('says nothing of it to other students, and nothing of anybody’s to a student', async () => {
    await say();
    const other = await clientFor(practice, ben);
    expect(await mine(other)).toMatchObject({ dispute: null, disputable: true });
    for (const answer of [await other.raw('GET', '/my/attendance'), await other.raw('GET', '/my/data')])
      expect(await answer.text()).not.toContain(reason);
    expect(await refusal(await student.raw('GET', '/disputes'))).toEqual([403, 'ROLE_NOT_ALLOWED']);
    const agreeing = { decision: 'correct', version: 1, recordVersion: 1 };
    expect(await refusal(await student.raw('PUT', path(session, member), agreeing))).toEqual([403, 'ROLE_NOT_ALLOWED']);
    expect((await ownRecord())?.current.status).toBe('absent');
  });

  it.each([
    ['nothing', undefined],
    ['no status', { wanted: undefined }],
    ['an absence', { wanted: 'absent' }],
    ['another word', { wanted: 'forgiven' }],
    ['no reason', { reason: undefined }],
    ['an empty reason', { reason: '   ' }],
    ['a reason of 501 characters', { reason: 'a'.repeat(501) }],
    ['text that turns its direction', { reason: 'ab\u202Ecd' }],
    ['a list', { reason: [reason] }],
  ])('refuses %s, and keeps nothing', async (_what, over) => {
    const body = over === undefined ? undefined : { ...said, ...over };
    expect(await refusal(await student.raw('POST', own(), body))).toEqual([400, 'REQUEST_INVALID']);
    expect(await waiting()).toEqual([]);
  });

  it.each([
    ['nothing', {}],
    ['a correction without the record’s version', { decision: 'correct', version: 1 }],
    ['another decision', { decision: 'erase', version: 1 }],
    ['an answer of 501 characters', { decision: 'keep', version: 1, words: 'a'.repeat(501) }],
  ])('refuses %s for an answer, and changes nothing', async (_what, body) => {
    await say();
    expect(await refusal(await teacher.raw('PUT', path(session, member), body))).toEqual([400, 'REQUEST_INVALID']);
    expect(await waiting()).toHaveLength(1);
  });

  it('refuses the status that stands, a session that is open, and who has no record in it', async () => {
    const late = { status: 'late', reason: 'Came late', version: (await ownRecord())?.version };
    await teacher.call('PUT', `/sessions/${session}/records/${member}`, late);
    expect(await refusal(await student.raw('POST', own(), { ...said, wanted: 'late' }))).toEqual([
      409,
      'RECORD_CHANGED',
    ]);
    await teacher.call('POST', `/sessions/${session}/undo-confirm`);
    expect(await refusal(await student.raw('POST', own(), said))).toEqual([409, 'SESSION_NOT_CONFIRMED']);
    expect(await refusal(await student.raw('DELETE', own()))).toEqual([404, 'NOT_FOUND']);
    expect(await refusal(await student.raw('POST', own('s_nowhere'), said))).toEqual([404, 'NOT_FOUND']);
  });

  it('refuses a teacher who says it, and anybody from another course', async () => {
    await say();
    expect(await refusal(await teacher.raw('POST', own(), said))).toEqual([403, 'ROLE_NOT_ALLOWED']);
    expect(await refusal(await teacher.raw('DELETE', own()))).toEqual([403, 'ROLE_NOT_ALLOWED']);
    const elsewhere = await clientFor(practice, ada, 'statistics');
    expect(await refusal(await elsewhere.raw('POST', own(), said))).toEqual([404, 'NOT_FOUND']);
    const theirs = await clientFor(practice, 'teacher-1', 'statistics');
    expect((await theirs.call<DisputesPage>('GET', '/disputes')).disputes).toEqual([]);
    const keeping = { decision: 'keep', version: 1, words: null };
    expect(await refusal(await theirs.raw('PUT', path(session, member), keeping))).toEqual([404, 'NOT_FOUND']);
    expect(await waiting()).toHaveLength(1);
  });

  it('refuses what was looked at before somebody changed it', async () => {
    await say();
    await say({ wanted: 'present' });
    const old = { decision: 'correct', version: 1, recordVersion: 1 };
    expect(await refusal(await teacher.raw('PUT', path(session, member), old))).toEqual([409, 'RECORD_CHANGED']);
    const other = { decision: 'correct', version: 2, recordVersion: 9 };
    expect(await refusal(await teacher.raw('PUT', path(session, member), other))).toEqual([409, 'RECORD_CHANGED']);
    expect((await ownRecord())?.history).toEqual([]);
  });
});
