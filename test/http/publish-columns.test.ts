import { asId, type SessionId } from '../../core/ids.ts';
import { compareGradebook } from '../../core/use-cases/compare-gradebook.ts';
import { saveSettings } from '../../core/use-cases/save-settings.ts';
import { keepTheirs, sendOver } from '../../core/use-cases/send-scores.ts';
import { memberOf, openPublishing, type Publishing, teacher } from '../support/publishing.ts';
import { instant } from '../support/stored-things.ts';

const [first, second] = [asId<SessionId>('s1'), asId<SessionId>('s2')];
const on = { on: true, lineItemUrl: null, comesWithLinkUntil: null, perSession: true } as const;
const people = { 'student-01': ['present', 'late'], 'student-02': ['absent', 'excused'] } as const;

describe('a column for each session', () => {
  let muster: Publishing;
  beforeEach(async () => {
    muster = await openPublishing();
  });
  afterEach(() => muster?.close());

  const resourceIds = () => muster.lms.platform.state.lineItems.map(({ resourceId }) => resourceId);
  const made = () =>
    muster.lms.platform.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/lineitems'));
  const of = (session: SessionId) => muster.grades(`muster:session:${session}`);

  it('is made beside the one over all sessions, with the time of its session, and excuses nobody into it', async () => {
    await muster.course('biology-101', people, { gradeColumn: on });
    await muster.settle();
    expect(resourceIds()).toEqual(['muster:attendance:c_biology-101', 'muster:session:s1', 'muster:session:s2']);
    expect(made()[1]?.body).toMatchObject({ tag: 'muster-session', endDateTime: instant(0), scoreMaximum: 100 });
    expect(made()[0]?.body).not.toHaveProperty('endDateTime');
    expect(of(first)).toEqual({ 'student-01': 100, 'student-02': 0 });
    expect(of(second)).toEqual({ 'student-01': 80 });
    expect(muster.grades('muster:attendance:c_biology-101')).toEqual({ 'student-01': 90, 'student-02': 0 });
  });

  it('is not made of sessions when nobody asked for it', async () => {
    await muster.course('biology-101', people);
    await muster.settle();
    expect(resourceIds()).toEqual(['muster:attendance:c_biology-101']);
  });

  it('asks the platform about no session whose records have not changed', async () => {
    const course = await muster.course('biology-101', people, { gradeColumn: on });
    await muster.settle();
    const item = muster.lms.platform.state.lineItems.find(({ resourceId }) => resourceId === 'muster:session:s1');
    const before = muster.posted.length;
    muster.lms.asked();
    await muster.correct(course, second, { 'student-02': 'present' });
    await muster.settle();
    expect(of(second)).toEqual({ 'student-01': 80, 'student-02': 100 });
    expect(muster.posted.length - before).toBe(2);
    expect(muster.lms.asked().filter(({ path }) => path.includes(`/lineitems/${item?.id}/`))).toEqual([]);
  });

  it('clears its scores when its session is opened again, and keeps the column', async () => {
    const course = await muster.course('biology-101', people, { gradeColumn: on });
    await muster.settle();
    const { sessions, work, ids, clock } = muster.deps;
    const session = await sessions.find(course, first);
    if (session === null) throw new Error('no session');
    await sessions.put({ ...session, state: 'open', version: session.version + 1 });
    await work.add({ kind: 'publish', key: course, dueAt: clock.now(), stamp: ids.next(), attempts: 0 });
    await muster.settle();
    expect(of(first)).toEqual({ 'student-01': null, 'student-02': null });
    expect(resourceIds()).toHaveLength(3);
  });

  it('stays, and gets nothing more, when the option is switched off or its session removed', async () => {
    const course = await muster.course('biology-101', people, { gradeColumn: on });
    await muster.settle();
    const seen = { lateCredit: 0.8, gradeColumnOn: true, sessionColumnsOn: true };
    await saveSettings(muster.deps, course, { lateCredit: 0.8, gradeColumnOn: true, sessionColumnsOn: false, seen });
    await muster.correct(course, first, { 'student-02': 'present' });
    await muster.deps.sessions.remove(course, second);
    await muster.settle();
    expect(of(first)).toEqual({ 'student-01': 100, 'student-02': 0 });
    expect(of(second)).toEqual({ 'student-01': 80 });
    expect(muster.grades('muster:attendance:c_biology-101')['student-02']).toBe(100);
    expect(resourceIds()).toHaveLength(3);
  });

  it('has a ledger of its own: what is kept in one column is sent in the other', async () => {
    const course = await muster.course('biology-101', people, { gradeColumn: on });
    await muster.settle();
    const { state } = muster.lms.platform;
    const item = state.lineItems.find(({ resourceId }) => resourceId === 'muster:session:s1');
    const scores = state.scores[item?.id ?? ''] ?? {};
    scores['student-02'] = { user: 'student-02', score: 33, maximum: 100, timestamp: instant(5) };
    await muster.correct(course, first, { 'student-02': 'present' });
    await muster.settle();
    expect(of(first)).toMatchObject({ 'student-02': 33 });
    expect(await muster.ledger(course, 'student-02', first)).toMatchObject({ state: 'changed', found: 33 });
    expect(muster.grades('muster:attendance:c_biology-101')['student-02']).toBe(100);
    expect(await muster.column(course, first)).toMatchObject({ counts: { changed: 1, confirmed: 1 } });

    muster.pass(60);
    await sendOver(muster.deps, course, memberOf('student-02'), teacher, first);
    await muster.settle();
    expect(of(first)).toEqual({ 'student-01': 100, 'student-02': 100 });
  });
});

describe('comparing with the gradebook', () => {
  let muster: Publishing;
  afterEach(() => muster?.close());
  const compared = async (course: Parameters<typeof compareGradebook>[1], column?: SessionId) =>
    compareGradebook(muster.deps, course, column);

  it.each(['practice', 'canvas', 'moodle'] as const)(
    'finds that it agrees, also about a 0 whose result is missing and a student without a score, on %s',
    async (profile) => {
      muster = await openPublishing({ profile });
      const course = await muster.course('biology-101', {
        'student-01': ['present'],
        'student-02': ['absent'],
        'student-03': ['excused'],
      });
      await muster.settle();
      muster.pass(420);
      expect(await compared(course)).toEqual({ readAt: muster.clock.now(), students: 3, differences: [] });
    },
  );

  it('says of each difference what is wanted, what was confirmed, what is there, and what that means', async () => {
    muster = await openPublishing({
      onScore: (_attempt, body) => (body.includes('student-05') ? { status: 422 } : 'ok'),
    });
    const course = await muster.course('biology-101', {
      'student-01': ['present'],
      'student-02': ['late'],
      'student-03': ['present'],
      'student-04': ['excused'],
      'student-05': ['present'],
      'student-06': ['present'],
    });
    await muster.settle();
    const { state } = muster.lms.platform;
    muster.grade('student-01', 55, instant(10));
    muster.grade('student-04', 70, instant(10));
    delete state.scores[state.lineItems[0]?.id ?? '']?.['student-02'];
    await muster.correct(course, 's1', { 'student-06': 'late' });
    const { differences, students } = await compared(course);
    expect(students).toBe(6);
    expect(
      differences.map(({ name, difference, wanted, confirmed, held }) => [name, difference, wanted, confirmed, held]),
    ).toEqual([
      ['Student m_student-01', 'changed-there', 100, 100, 55],
      ['Student m_student-02', 'removed-there', 80, 80, null],
      ['Student m_student-04', 'not-ours', null, null, 70],
      ['Student m_student-05', 'refused', 100, null, null],
      ['Student m_student-06', 'on-its-way', 80, 100, 100],
    ]);
    expect(muster.posted.filter(({ userId }) => userId === 'student-01')).toHaveLength(1);
  });

  it('offers what it found to the teacher: theirs is kept, by whom and when, or ours is sent over it', async () => {
    muster = await openPublishing();
    const course = await muster.course('biology-101', { 'student-01': ['present'], 'student-02': ['present'] });
    await muster.settle();
    muster.grade('student-01', 55, instant(10));
    muster.grade('student-02', 66, instant(10));
    muster.pass(60);
    await compared(course);
    await keepTheirs(muster.deps, course, memberOf('student-01'), teacher);
    await sendOver(muster.deps, course, memberOf('student-02'), teacher);
    await muster.correct(course, 's1', { 'student-01': 'late' });
    await muster.settle();
    expect(muster.grades()).toEqual({ 'student-01': 55, 'student-02': 100 });
    const decision = { choice: 'keep', found: 55, ...teacher, at: instant(60) };
    expect(await muster.ledger(course, 'student-01')).toMatchObject({ state: 'kept', found: 55, decision });
    expect(await muster.ledger(course, 'student-02')).toMatchObject({
      state: 'confirmed',
      decision: { choice: 'send', found: 66, ...teacher, at: instant(60) },
    });
    expect((await compared(course)).differences).toMatchObject([
      { difference: 'kept', wanted: 80, held: 55, decision: { choice: 'keep' } },
    ]);

    await sendOver(muster.deps, course, memberOf('student-01'), teacher);
    await muster.settle();
    expect(muster.grades()['student-01']).toBe(80);
  });

  it('is refused without a column, and without the right to read results', async () => {
    muster = await openPublishing();
    const off = await muster.course(
      'biology-101',
      {},
      { gradeColumn: { on: false, lineItemUrl: null, comesWithLinkUntil: null } },
    );
    await expect(compared(off)).rejects.toMatchObject({ code: 'GRADEBOOK_UNAVAILABLE' });
    const scopes = ['lineitem', 'score'].map((scope) => `https://purl.imsglobal.org/spec/lti-ags/scope/${scope}`);
    const gradeService = muster.lms.gradeService('statistics', scopes);
    const blind = await muster.course('statistics', { 'student-01': ['present'] }, { gradeService });
    await muster.settle();
    await expect(compared(blind)).rejects.toMatchObject({ code: 'GRADEBOOK_UNAVAILABLE' });
    expect(muster.grades()).toEqual({ 'student-01': 100 });
  });
});
