import { prometheusMetrics } from '../../connectors/prometheus/metrics.ts';
import { measureStanding } from '../../core/use-cases/measure-standing.ts';
import { sendAgain, sendOver } from '../../core/use-cases/send-scores.ts';
import type { PlatformOptions, ScoreFault, ServiceFault } from '../../practice-lms/platform.ts';
import type { ProfileName } from '../../practice-lms/profiles/profile.ts';
import { memberOf, openPublishing, type Publishing, teacher } from '../support/publishing.ts';
import { instant } from '../support/stored-things.ts';

type Ask = Parameters<NonNullable<PlatformOptions['onService']>>[0];

describe('LTI assignment and grade services: scores on their way from the records to the gradebook', () => {
  let muster: Publishing;
  let onScore: (attempt: number, body: string) => ScoreFault;
  let onService: (ask: Ask) => ServiceFault;
  const open = async (profile: ProfileName = 'practice') => {
    onScore = () => 'ok';
    onService = () => 'ok';
    muster = await openPublishing({
      profile,
      onScore: (attempt, body) => onScore(attempt, body),
      onService: (ask) => onService(ask),
    });
  };
  afterEach(() => muster?.close());

  const isScore = ({ method, path }: Ask) => method === 'POST' && /\/scores(\?|$)/.test(path);
  const given = () => muster.posted.map(({ scoreGiven }) => scoreGiven);
  const lineItems = () => muster.lms.platform.state.lineItems;
  const requests = (what: RegExp) => muster.lms.platform.requests.filter(({ path }) => what.test(path));

  it('AGS-09: sends the scores of two courses to the columns of each', async () => {
    await open();
    await muster.course('biology-101', { 'student-01': ['present'] });
    await muster.course('statistics', { 'student-01': ['absent'] });
    await muster.settle();
    expect(
      lineItems()
        .map(({ course }) => course)
        .sort(),
    ).toEqual(['biology-101', 'statistics']);
    expect(muster.grades('muster:attendance:c_biology-101')).toEqual({ 'student-01': 100 });
    expect(muster.grades('muster:attendance:c_statistics')).toEqual({ 'student-01': 0 });
  });

  it.each<ProfileName>(['practice', 'canvas', 'moodle'])(
    'AGS-11: has two updates within a second a second apart, to the millisecond and in UTC, on %s',
    async (profile) => {
      await open(profile);
      const course = await muster.course('biology-101', { 'student-01': ['present'] });
      await muster.settle();
      await muster.correct(course, 's1', { 'student-01': 'late' });
      await muster.settle();
      const [first = '', second = ''] = muster.posted.map(({ timestamp }) => timestamp);
      for (const time of [first, second]) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Date.parse(second) - Date.parse(first)).toBeGreaterThanOrEqual(1000);
      expect(given()).toEqual([100, 80]);
      expect((await muster.ledger(course, 'student-01'))?.state).toBe('confirmed');
    },
  );

  it.each<ProfileName>(['practice', 'canvas', 'moodle'])(
    'AGS-12: keeps a newer value from elsewhere when its score is stale, until the teacher sends over it, on %s',
    async (profile) => {
      await open(profile);
      const course = await muster.course('biology-101', { 'student-01': ['present'] });
      // It comes in between the look at the results and the score.
      onService = (ask) => {
        if (isScore(ask)) muster.grade('student-01', 42, instant(30));
        return 'ok';
      };
      await muster.settle();
      expect(muster.grades()).toEqual({ 'student-01': 42 });
      expect(await muster.ledger(course, 'student-01')).toMatchObject({ state: 'changed', found: 42, inFlight: null });
      expect(muster.posted).toHaveLength(1);

      onService = () => 'ok';
      muster.pass(60);
      await sendOver(muster.deps, course, memberOf('student-01'), teacher);
      await muster.settle();
      expect(muster.grades()).toEqual({ 'student-01': 100 });
      expect(await muster.ledger(course, 'student-01')).toMatchObject({
        state: 'confirmed',
        decision: { choice: 'send', found: 42, ...teacher, at: instant(60) },
      });
    },
  );

  it.each<ProfileName>(['practice', 'canvas', 'moodle'])(
    'AGS-12: tries a newer time once, and then says so, when the platform keeps calling a value of ours stale, on %s',
    async (profile) => {
      await open(profile);
      const course = await muster.course('biology-101', { 'student-01': ['present'] });
      await muster.settle();
      // Its clock is a day ahead: our own value, under a time that no score of today can follow.
      muster.grade('student-01', 100, instant(86_400));
      await muster.correct(course, 's1', { 'student-01': 'late' });
      await muster.settle();
      expect(given()).toEqual([100, 80, 80]);
      expect(await muster.ledger(course, 'student-01')).toMatchObject({
        state: 'refused',
        inFlight: null,
        refusal: { reason: 'newer-there' },
      });
    },
  );

  it('AGS-12: is done by a newer time when the platform was a second ahead', async () => {
    await open();
    const course = await muster.course('biology-101', { 'student-01': ['present'] });
    await muster.settle();
    muster.grade('student-01', 100, instant(1.5));
    await muster.correct(course, 's1', { 'student-01': 'late' });
    await muster.settle();
    expect(given()).toEqual([100, 80, 80]);
    expect(muster.grades()).toEqual({ 'student-01': 80 });
    expect((await muster.ledger(course, 'student-01'))?.state).toBe('confirmed');
  });

  it('AGS-13: refuses the one who is no student, and sends the others', async () => {
    await open();
    const course = await muster.course('biology-101', { 'teacher-1': ['present'], 'student-01': ['present'] });
    await muster.settle();
    expect(await muster.ledger(course, 'teacher-1')).toMatchObject({
      state: 'refused',
      refusal: { reason: 'not-a-student' },
    });
    expect(muster.grades()).toEqual({ 'student-01': 100 });
  });

  it('AGS-14: asks for one new token after a 401, and tries once with it', async () => {
    await open();
    await muster.course('biology-101', { 'student-01': ['present'] });
    let refused = 0;
    onService = (ask) => {
      if (!isScore(ask) || refused === 1) return 'ok';
      refused += 1;
      return { status: 401 };
    };
    await muster.settle();
    expect(requests(/\/token$/).filter(({ body }) => /score$/.test((body as { scope: string }).scope))).toHaveLength(2);
    expect(muster.grades()).toEqual({ 'student-01': 100 });
  });

  it.each<[string, Exclude<ServiceFault, 'ok'>, string]>([
    ['the permission is gone', { status: 403, headers: { 'x-rate-limit-remaining': '599.9' } }, 'not-allowed'],
    ['a new token is refused as well', { status: 401 }, 'not-allowed'],
    ['the course is over', { status: 404, body: 'This course has concluded.' }, 'concluded'],
  ])('AGS-14: stops the whole column when %s, until the teacher says again', async (_what, fault, reason) => {
    await open();
    const people = { 'student-01': ['present'], 'student-02': ['present'], 'student-03': ['present'] } as const;
    const course = await muster.course('biology-101', people);
    onService = (ask) => (isScore(ask) ? fault : 'ok');
    await muster.settle();
    const asked = requests(/\/scores$/).length;
    expect(asked).toBe(fault.status === 401 ? 2 : 1);
    expect((await muster.column(course))?.trouble).toEqual({ reason, at: instant(0) });
    await muster.correct(course, 's1', { 'student-02': 'late' });
    await muster.settle();
    expect(requests(/\/scores$/)).toHaveLength(asked);

    onService = () => 'ok';
    await sendAgain(muster.deps, course);
    await muster.settle();
    expect(muster.grades()).toEqual({ 'student-01': 100, 'student-02': 80, 'student-03': 100 });
    expect((await muster.column(course))?.trouble).toBeNull();
  });

  it('AGS-14: waits longer each time, keeps the order, and gives up in words', async () => {
    await open();
    const course = await muster.course('biology-101', { 'student-01': ['present'], 'student-02': ['present'] });
    const at: number[] = [];
    onService = (ask) => {
      if (!isScore(ask)) return 'ok';
      at.push((Date.parse(muster.clock.now()) - Date.parse(instant(0))) / 1000);
      return { status: 429 };
    };
    await muster.settle();
    const pauses = at.slice(1).map((time, index) => Math.round(time - (at[index] ?? 0)));
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64]);
    expect((await muster.column(course))?.trouble?.reason).toBe('unreachable');
    expect(await muster.ledger(course, 'student-01')).toMatchObject({ refusal: { reason: 'unreachable' } });

    onService = () => 'ok';
    await sendAgain(muster.deps, course);
    await muster.settle();
    expect(muster.grades()).toEqual({ 'student-01': 100, 'student-02': 100 });
  });

  it('AGS-14: asks a platform that is away again each hour, so that grades arrive without a click once it is back', async () => {
    await open();
    const course = await muster.course('biology-101', { 'student-01': ['present'], 'student-02': ['present'] });
    onService = (ask) => (isScore(ask) ? { status: 503 } : 'ok');
    await muster.settle();
    const since = (await muster.column(course))?.trouble?.at;
    const soon = requests(/\/scores$/).length;
    const day = 86_400;
    await muster.settle(undefined, day);
    const { length } = requests(/\/scores$/);
    // Two in a row that get no answer are enough to know.
    expect([length - soon > 40, length - soon <= 50]).toEqual([true, true]);
    expect((await muster.column(course))?.trouble).toEqual({ reason: 'unreachable', at: since });

    await muster.correct(course, 's1', { 'student-02': 'late' });
    onService = () => 'ok';
    await muster.settle();
    expect(muster.grades()).toEqual({ 'student-01': 100, 'student-02': 80 });
    expect((await muster.column(course))?.trouble).toBeNull();
    expect(await muster.deps.work.standing('publish')).toEqual([]);
  });

  it('AGS-14: asks each hour where scores belong, when the platform does not even tell that', async () => {
    await open();
    const course = await muster.course('biology-101', { 'student-01': ['present'] });
    onService = ({ path }) => (/lineitems/.test(path) ? { status: 503 } : 'ok');
    await muster.settle(undefined, 86_400);
    expect((await muster.column(course))?.trouble?.reason).toBe('unreachable');
    onService = () => 'ok';
    await muster.settle(undefined, 3700);
    expect(muster.grades()).toEqual({ 'student-01': 100 });
  });

  it('AGS-14: writes over no grade that was changed there while it could not be reached', async () => {
    await open();
    const course = await muster.course('biology-101', { 'student-01': ['present'] });
    await muster.settle();
    await muster.correct(course, 's1', { 'student-01': 'late' });
    onService = (ask) => (isScore(ask) ? { status: 503 } : 'ok');
    await muster.settle(undefined, 7200);
    muster.grade('student-01', 55, muster.clock.now());
    onService = () => 'ok';
    await muster.settle(undefined, 7200);
    expect(muster.grades()).toEqual({ 'student-01': 55 });
    expect(await muster.ledger(course, 'student-01')).toMatchObject({ state: 'changed', found: 55 });
  });

  it('AGS-14: ends asking by itself after two weeks; a teacher begins anew', async () => {
    await open();
    const course = await muster.course('biology-101', { 'student-01': ['present'], 'student-02': ['present'] });
    onService = (ask) => (isScore(ask) ? { status: 503 } : 'ok');
    const week = 7 * 86_400;
    await muster.settle(undefined, 3 * week);
    expect(await muster.deps.work.standing('publish')).toEqual([]);
    const { length } = requests(/\/scores$/);
    await muster.correct(course, 's1', { 'student-02': 'late' });
    await muster.settle();
    expect(requests(/\/scores$/)).toHaveLength(length);

    onService = () => 'ok';
    await sendAgain(muster.deps, course);
    await muster.settle();
    expect(muster.grades()).toEqual({ 'student-01': 100, 'student-02': 80 });
  });

  it('AGS-14: tells the operator of scores that a platform has not taken for a day, and of none before or after', async () => {
    await open();
    const metrics = prometheusMetrics();
    const told = async () => {
      await measureStanding({ ...muster.deps, metrics }, { bytes: async () => 0 });
      return Number(/muster_gradebook_unconfirmed_over24h (\d+)/.exec(metrics.text())?.[1]);
    };
    await muster.course('biology-101', { 'student-01': ['present'], 'student-02': ['present'], 'student-03': [] });
    onService = (ask) => (isScore(ask) ? { status: 503 } : 'ok');
    await muster.settle(undefined, 23 * 3600);
    expect(await told()).toBe(0);
    await muster.settle(undefined, 2 * 3600);
    expect(await told()).toBe(2);
    onService = () => 'ok';
    await muster.settle();
    expect(await told()).toBe(0);
  });

  it('AGS-14: does not let one student whose grade is locked hold up the others', async () => {
    await open();
    const people = { 'student-01': ['present'], 'student-02': ['present'], 'student-03': ['present'] } as const;
    const course = await muster.course('biology-101', people);
    onScore = (_attempt, body) => (body.includes('student-02') ? { status: 500 } : 'ok');
    await muster.settle();
    expect(muster.grades()).toEqual({ 'student-01': 100, 'student-03': 100 });
    expect(await muster.ledger(course, 'student-02')).toMatchObject({ refusal: { reason: 'unreachable' } });
    expect((await muster.column(course))?.trouble).toBeNull();
  });

  it.each<ProfileName>(['practice', 'canvas', 'moodle'])(
    'AGS-15: repeats the very same body when the answer was lost, on %s',
    async (profile) => {
      await open(profile);
      const course = await muster.course('biology-101', { 'student-01': ['present'] });
      onScore = (attempt) => (attempt === 1 ? 'lose-answer' : 'ok');
      await muster.settle();
      expect(muster.posted).toHaveLength(2);
      expect(muster.posted[1]?.body).toBe(muster.posted[0]?.body);
      expect((await muster.ledger(course, 'student-01'))?.state).toBe('confirmed');
    },
  );

  describe('AGS-16: the line item is not where it was', () => {
    const people = { 'student-01': ['present'], 'student-02': ['late'] } as const;
    const wanted = { 'student-01': 100, 'student-02': 80 };

    it('AGS-16: goes on with one that was renamed', async () => {
      await open();
      const course = await muster.course('biology-101', people);
      await muster.settle();
      const [item] = lineItems();
      lineItems()[0] = { ...(item as NonNullable<typeof item>), label: 'Roll' };
      await muster.correct(course, 's1', { 'student-02': 'present' });
      await muster.settle();
      expect(lineItems()).toHaveLength(1);
      expect(muster.grades()).toEqual({ 'student-01': 100, 'student-02': 100 });
    });

    it('AGS-16: finds one that has another id by resource id and tag, and sends nothing that it holds already', async () => {
      await open();
      const course = await muster.course('biology-101', people);
      await muster.settle();
      const { state } = muster.lms.platform;
      const [item] = lineItems();
      lineItems()[0] = { ...(item as NonNullable<typeof item>), id: '77' };
      state.scores['77'] = state.scores[item?.id ?? ''] ?? {};
      delete state.scores[item?.id ?? ''];
      await muster.correct(course, 's1', { 'student-02': 'present' });
      await muster.settle();
      expect(lineItems()).toHaveLength(1);
      expect((await muster.deps.courses.find(course))?.gradeColumn.lineItemUrl).toMatch(/\/77$/);
      expect(await muster.ledger(course, 'student-01')).toMatchObject({ state: 'confirmed' });
      expect(muster.posted.map(({ userId }) => userId)).toEqual(['student-01', 'student-02']);
      // What it holds for the second is none that we know of there.
      expect(await muster.ledger(course, 'student-02')).toMatchObject({ state: 'changed', found: 80 });
    });

    it('AGS-16: makes a deleted one anew, once, with everything in it, and says so', async () => {
      await open();
      const course = await muster.course('biology-101', people);
      await muster.settle();
      lineItems().splice(0);
      muster.pass(60);
      await muster.correct(course, 's1', { 'student-02': 'present' });
      await muster.settle();
      expect(lineItems()).toHaveLength(1);
      expect(muster.grades('muster:attendance:c_biology-101')).toEqual({ 'student-01': 100, 'student-02': 100 });
      expect(await muster.column(course)).toMatchObject({ remadeAt: instant(60), trouble: null });

      lineItems().splice(0);
      await muster.correct(course, 's1', { 'student-02': 'late' });
      await muster.settle();
      expect(lineItems()).toHaveLength(0);
      expect((await muster.column(course))?.trouble?.reason).toBe('line-item-gone');

      await sendAgain(muster.deps, course);
      await muster.settle();
      expect(lineItems()).toHaveLength(1);
      expect(muster.grades('muster:attendance:c_biology-101')).toEqual(wanted);
    });

    it('AGS-16: ends the making of a new one that was interrupted, and takes it for no second one', async () => {
      await open();
      const course = await muster.course('biology-101', people);
      await muster.settle();
      const { gradeColumns, courses } = muster.deps;
      const lineItem = (await courses.find(course))?.gradeColumn.lineItemUrl ?? null;
      const state = await muster.column(course);
      if (state === undefined) throw new Error('no column');
      const begun = { remadeAt: instant(10), remadeFor: lineItem, version: state.version + 1 };
      await gradeColumns.put(course, { ...state, ...begun });
      lineItems().splice(0);
      await muster.correct(course, 's1', { 'student-02': 'present' });
      await muster.settle();
      expect(lineItems()).toHaveLength(1);
      expect(await muster.column(course)).toMatchObject({ remadeAt: instant(10), trouble: null });

      lineItems().splice(0);
      await muster.correct(course, 's1', { 'student-02': 'late' });
      await muster.settle();
      expect((await muster.column(course))?.trouble?.reason).toBe('line-item-gone');
    });

    it('AGS-16: makes it anew when it goes while scores are on their way', async () => {
      await open();
      await muster.course('biology-101', people);
      onService = (ask) => {
        if (isScore(ask) && muster.posted.length === 1 && lineItems().length === 1 && lineItems()[0]?.id === '1') {
          lineItems().splice(0);
        }
        return 'ok';
      };
      await muster.settle();
      expect(lineItems().map(({ id }) => id)).toEqual(['2']);
      expect(muster.grades('muster:attendance:c_biology-101')).toEqual(wanted);
    });
  });

  it('AGS-19: makes one line item when two servers publish a course at once', async () => {
    await open();
    const course = await muster.course('biology-101', { 'student-01': ['present'] });
    const servers = [muster.server(), muster.server(), muster.server()];
    await muster.settle(servers);
    expect(lineItems()).toHaveLength(1);
    expect(requests(/\/lineitems(\?|$)/).map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(muster.posted).toHaveLength(1);
    expect((await muster.ledger(course, 'student-01'))?.state).toBe('confirmed');
  });

  it('AGS-19: finds the line item whose making nobody heard of, and makes no second one', async () => {
    await open();
    await muster.course('biology-101', { 'student-01': ['present'] });
    let made = 0;
    onService = ({ method, path }) => {
      if (method !== 'POST' || !/\/lineitems$/.test(path) || made > 0) return 'ok';
      made += 1;
      // It is there, and the answer is an error of something in between.
      const { id: course } = muster.lms.course('biology-101');
      const resourceId = 'muster:attendance:c_biology-101';
      lineItems().push({
        id: '50',
        course,
        label: 'A',
        scoreMaximum: 100,
        resourceId,
        tag: 'muster-attendance',
        resourceLinkId: null,
      });
      return { status: 504 };
    };
    await muster.settle();
    expect(lineItems().map(({ id }) => id)).toEqual(['50']);
    expect(muster.grades()).toEqual({ 'student-01': 100 });
  });
});
