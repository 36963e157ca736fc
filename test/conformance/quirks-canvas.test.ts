import { scoreBody } from '../../core/attendance/ledger.ts';
import { afterAnswer } from '../../core/attendance/ledger-plan.ts';
import { asId, type MemberId } from '../../core/ids.ts';
import { diffRoster } from '../../core/roster/roster-diff.ts';
import { sendAgain } from '../../core/use-cases/send-scores.ts';
import type { CoursePage } from '../../lti-server/http/api-schema/course.ts';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import type { MyRecognition } from '../../lti-server/http/api-schema/student.ts';
import { beginLaunch, postLaunch, signAsPlatform } from '../support/forged-launch.ts';
import { type Connector, openConnector, scoreBodyOf } from '../support/lms-connector.ts';
import { formFields, startLaunch } from '../support/platform-steps.ts';
import { clientFor, openPractice, type RunningPractice } from '../support/practice.ts';
import { openPublishing } from '../support/publishing.ts';

/** The numbers are those of docs/platforms.md. */
const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const wanted = { label: 'Attendance', scoreMaximum: 100, resourceId: 'muster:attendance:c1', tag: 'muster-attendance' };
const time = (second: number) => `2026-11-24T10:00:${String(second).padStart(2, '0')}.000Z`;

describe('habits of Canvas: launches', () => {
  let practice: RunningPractice;
  beforeAll(async () => {
    practice = await openPractice({ profile: 'canvas' });
  });
  afterAll(() => practice?.close());

  const accepts = async (person: string, change: (claims: object) => object = (claims) => claims) => {
    const { state, cookie, claims } = await beginLaunch(practice, person);
    const token = await signAsPlatform(practice, change(claims) as Record<string, unknown>);
    const answer = await postLaunch(practice, { state, id_token: token }, cookie);
    expect(answer).toMatchObject({ status: 200, accepted: true });
    const me = await fetch(`${practice.toolUrl}/api/me`, { headers: { Authorization: `Bearer ${answer.bearer}` } });
    return (await me.json()) as Me;
  };

  it('C1: the issuer is the same for every school, and another host than the ones that answer', async () => {
    const { login, auth } = await startLaunch(practice);
    expect(login.searchParams.get('iss')).toBe('https://canvas.instructure.com');
    expect(auth.origin).toBe(practice.lms.platform.sso);
    expect(auth.origin).not.toBe(practice.lmsUrl);
    expect((await accepts('teacher-1')).role).toBe('teacher');
  });

  it('C2: a launch lives an hour', async () => {
    const now = Math.floor(Date.now() / 1000);
    await accepts('teacher-1', (claims) => ({ ...claims, iat: now - 3500, exp: now + 100 }));
  });

  it('C3: optional members are null, and errors stand there empty', async () => {
    const { claims } = await beginLaunch(practice);
    expect(claims[`${lti}context`]).toMatchObject({ validation_context: null, errors: { errors: {} } });
    expect(claims[`${lti}resource_link`]).toMatchObject({ description: null });
    await accepts('teacher-1', (all) => ({ ...all, name: null, email: null, [`${lti}launch_presentation`]: null }));
  });

  it('C4: roles of institution, course and system are mixed, and an assistant is an instructor as well', async () => {
    expect((await accepts('student-02')).role).toBe('student');
    expect((await accepts('ta-1')).role).toBe('ta');
    expect(await accepts('admin-1')).toMatchObject({ role: 'none', administrator: true });
  });

  it('C11: the course has the time zone that most of its teachers have, whoever opens it', async () => {
    const zoneOf = async (bearer: string | null) => {
      const headers = { Authorization: `Bearer ${bearer}` };
      return ((await (await fetch(`${practice.toolUrl}/api/course`, { headers })).json()) as CoursePage).timeZone;
    };
    const visit = async (person: string, zone: string) => {
      const { state, cookie, claims } = await beginLaunch(practice, person);
      const custom = { ...(claims[`${lti}custom`] as object), person_timezone: zone };
      const token = await signAsPlatform(practice, { ...claims, [`${lti}custom`]: custom });
      return (await postLaunch(practice, { state, id_token: token }, cookie)).bearer;
    };
    expect(await zoneOf(await visit('ta-1', 'Asia/Tokyo'))).toBe('Europe/London');
    expect(await zoneOf(await visit('ta-1', 'Asia/Tokyo'))).toBe('Europe/London');
  });

  it('C5: the test student of the student view is on no list, and cannot enrol', async () => {
    const teacher = await clientFor(practice, 'teacher-1');
    await teacher.call<CoursePage>('GET', '/course');
    const test = await clientFor(practice, 'test-student');
    expect((await test.call<MyRecognition>('GET', '/my/recognition')).notAllowed).toBe('test-user');
    const page = await teacher.call<CoursePage>('POST', '/course/roster/refresh');
    expect(page.coverage.students).toBe(28);
  });

  it('C6: a variable without a value comes as its own name, and whoever acts as a student may not enrol', async () => {
    const { claims } = await beginLaunch(practice, 'student-02');
    expect(claims[`${lti}custom`]).toMatchObject({ masquerading_user_id: '$Canvas.masqueradingUser.id' });
    const own = await clientFor(practice, 'student-02');
    expect((await own.call<MyRecognition>('GET', '/my/recognition')).notAllowed).toBeNull();
    const { auth, cookie } = await startLaunch(practice, 'student-02', 'biology-101', '?as=admin-1');
    const fields = formFields(await (await fetch(auth)).text());
    const { bearer } = await postLaunch(practice, fields, cookie);
    const acting = await fetch(`${practice.toolUrl}/api/my/recognition`, {
      headers: { Authorization: `Bearer ${bearer}` },
    });
    expect(((await acting.json()) as MyRecognition).notAllowed).toBe('masquerading');
    for (const [method, path] of [
      ['GET', '/my/references/r-1'],
      ['GET', '/my/data'],
      ['DELETE', '/my/recognition'],
    ] as const) {
      const headers = { Authorization: `Bearer ${bearer}` };
      const answer = await fetch(`${practice.toolUrl}/api${path}`, { method, headers });
      expect([path, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        path,
        403,
        'ENROLMENT_NOT_ALLOWED',
      ]);
    }
  });

  it.each([
    ['missing', { person_timezone: 'UTC' }, 'masquerading-unknown'],
    ['empty', { masquerading_user_id: '' }, null],
    ['another variable', { masquerading_user_id: '$Canvas.user.id' }, 'masquerading'],
  ])('C6: a parameter that is %s is told apart from nobody acting', async (_, custom, notAllowed) => {
    const { state, cookie, claims } = await beginLaunch(practice, 'student-03');
    const token = await signAsPlatform(practice, { ...claims, [`${lti}custom`]: custom });
    const { bearer } = await postLaunch(practice, { state, id_token: token }, cookie);
    const headers = { Authorization: `Bearer ${bearer}` };
    const answer = await fetch(`${practice.toolUrl}/api/my/recognition`, { headers });
    expect(((await answer.json()) as MyRecognition).notAllowed).toBe(notAllowed);
    const erased = await fetch(`${practice.toolUrl}/api/my/recognition`, { method: 'DELETE', headers });
    expect(erased.status).toBe(notAllowed === 'masquerading' ? 403 : 200);
  });

  it('C7: from the menu of a course, the link is the course', async () => {
    const { claims } = await beginLaunch(practice);
    const link = claims[`${lti}resource_link`] as { id: string };
    expect(link.id).toBe((claims[`${lti}context`] as { id: string }).id);
    expect((await accepts('teacher-1')).course?.title).toBe('Biology 101');
  });

  it('C8: a launch is used up when the browser is sent on, and the second time is told in words', async () => {
    const { auth, cookie } = await startLaunch(practice);
    expect(formFields(await (await fetch(auth)).text())).toHaveProperty('id_token');
    const fields = formFields(await (await fetch(auth)).text());
    expect(fields).toMatchObject({ error: 'launch_no_longer_valid', state: auth.searchParams.get('state') });
    const answer = await postLaunch(practice, fields, cookie);
    expect(answer).toMatchObject({ status: 400, accepted: false });
    expect(answer.text).toContain('did not let you in');
  });

  it('C9: the login brings more than the specification names', async () => {
    const { login, auth } = await startLaunch(practice);
    expect(Object.fromEntries(login.searchParams)).toMatchObject({
      canvas_region: 'not_configured',
      canvas_environment: 'prod',
      deployment_id: practice.lms.registration.deploymentId,
      lti_storage_target: 'post_message_forwarding',
    });
    const fields = formFields(await (await fetch(auth)).text());
    expect(fields.lti_storage_target).toBe('post_message_forwarding');
  });
});

describe('habits of Canvas: names and roles', () => {
  let lms: Connector;
  beforeAll(async () => {
    lms = await openConnector({ profile: 'canvas', grants: { privacy: 'anonymous' } });
  });
  afterAll(() => lms?.close());

  it('C10: fifty members a page at most', async () => {
    const many = await openConnector({
      profile: 'canvas',
      moreCourses: [
        {
          ...lms.course('biology-101'),
          id: 'big',
          number: 8,
          members: [
            ...lms.course('biology-101').members,
            ...lms.platform.people.filter(({ kind }) => kind === 'admin'),
            ...Array.from({ length: 40 }, (_, index) => ({
              id: `more-${index}`,
              givenName: 'M',
              familyName: `${index}`,
              kind: 'student' as const,
              portrait: null,
              declines: false,
            })),
          ],
        },
      ],
    });
    expect(await many.roster.read(many.id, many.rosterService('big'))).toHaveLength(71);
    expect(many.asked()).toHaveLength(2);
    await many.close();
  });

  it('C11: the course’s own id as a resource link narrows nothing, and tells parameters of each member', async () => {
    const plain = await lms.roster.read(lms.id, lms.rosterService());
    const told = await lms.roster.read(lms.id, lms.rosterServiceOfCourse());
    const rlid = lms.platform.profile.contextId(lms.course('biology-101'));
    expect(lms.asked().map(({ path }) => path)).toEqual([
      '/api/lti/courses/2/names_and_roles',
      `/api/lti/courses/2/names_and_roles?rlid=${rlid}`,
    ]);
    expect(plain.every(({ timeZone }) => timeZone === null)).toBe(true);
    expect(told).toEqual(plain.map((member) => ({ ...member, timeZone: 'Europe/London' })));
  });

  it('C11: a variable that is not expanded for members counts as absent', async () => {
    const { custom } = lms.platform.builtIn;
    lms.platform.builtIn.custom = { ...custom, person_timezone: '$Canvas.course.sectionIds' };
    const told = await lms.roster.read(lms.id, lms.rosterServiceOfCourse());
    expect(told.every(({ timeZone }) => timeZone === null)).toBe(true);
    lms.platform.builtIn.custom = custom;
  });

  it('C11: a resource link id that is refused is left away', async () => {
    const strange = { ...lms.rosterService(), courseLink: 'of-a-group' };
    lms.asked();
    expect(await lms.roster.read(lms.id, strange)).toHaveLength(30);
    expect(lms.asked().map(({ path, status }) => [path.includes('rlid='), status])).toEqual([
      [true, 400],
      [false, 200],
    ]);
  });

  it('C12: at the privacy level anonymous nobody has a name', async () => {
    const reported = await lms.roster.read(lms.id, lms.rosterService());
    const idOf = (sub: string) => asId<MemberId>(sub);
    const diff = diffRoster({ members: [], readAt: null }, reported, idOf, '2026-09-01');
    const members = diff.kind === 'changes' ? diff.members : [];
    expect(members).toHaveLength(30);
    for (const { name, sub } of members) expect(name).toBe(`Student ${sub.slice(-4)}`);
  });

  it('C13: a call without User-Agent is refused', async () => {
    await lms.roster.read(lms.id, lms.rosterService());
    expect(lms.platform.requests.every(({ userAgent }) => userAgent !== null)).toBe(true);
    expect(lms.platform.requests.map(({ status }) => status)).not.toContain(403);
  });
});

describe('habits of Canvas: tokens, line items and scores', () => {
  let lms: Connector;
  let itemUrl: string;
  let body: string | null = null;
  let answer = 403;
  let student: string;
  beforeAll(async () => {
    lms = await openConnector(
      {
        profile: 'canvas',
        allowedAttempts: 1,
        now: () => Date.parse('2026-11-24T10:00:00Z'),
        onService: ({ path }) => (body !== null && path.endsWith('/scores') ? { status: answer, body } : 'ok'),
      },
      // Twenty seconds ahead of the platform.
      () => Date.parse('2026-11-24T10:00:20Z'),
    );
    student = lms.sub('student-01');
  });
  beforeEach(async () => {
    [answer, body] = [403, null];
    lms.platform.state.lineItems.splice(0);
    lms.platform.state.scores = {};
    lms.platform.concluded.clear();
    itemUrl = (await lms.gradebook.ensureLineItem(lms.id, lms.gradeService(), wanted)).id;
    lms.asked();
  });
  afterAll(() => lms?.close());

  const post = (text: string) => lms.gradebook.postScore(lms.id, itemUrl, text);
  const held = () => lms.platform.state.scores[itemUrl.split('/').at(-1) ?? '']?.['student-01'];

  it('C14: the assertion names the very token URL, is at most five minutes old and has an id', async () => {
    const tokens = lms.platform.requests.filter(({ path }) => path === '/login/oauth2/token');
    expect(await post(scoreBodyOf(student, 50, time(1)))).toEqual({ outcome: 'accepted' });
    expect(tokens.every(({ status }) => status === 200)).toBe(true);
  });

  it('C15: line items and results come ten a page', async () => {
    for (let index = 0; index < 12; index += 1) {
      await lms.lineItems.create(lms.id, lms.gradeService(), { ...wanted, resourceId: `r${index}` });
    }
    for (let index = 1; index <= 12; index += 1) {
      const sub = lms.sub(`student-${String(index).padStart(2, '0')}`);
      expect(await post(scoreBodyOf(sub, index, time(1)))).toEqual({ outcome: 'accepted' });
    }
    lms.asked();
    expect((await lms.gradebook.results(lms.id, itemUrl, 100))?.size).toBe(12);
    expect(lms.asked()).toHaveLength(2);
  });

  it('C16: an older score gets a 400, which is not taken for a refusal of the score itself', async () => {
    expect(await post(scoreBodyOf(student, 50, time(9)))).toEqual({ outcome: 'accepted' });
    expect(await post(scoreBodyOf(student, 60, time(8)))).toEqual({ outcome: 'stale' });
    expect(await post(JSON.stringify({ userId: student }))).toMatchObject({ outcome: 'refused', reason: 'refused' });
  });

  it('C17: the same score again, after a lost answer, is taken', async () => {
    const text = scoreBody(student, 80, 100, time(1));
    expect([await post(text), await post(text)]).toEqual([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    expect(held()).toMatchObject({ score: 80, comments: [] });
  });

  it('C18: a score is an attempt of the student, unless it says that it is none', async () => {
    const bare = (score: number, second: number) => scoreBodyOf(student, score, time(second));
    expect([await post(bare(1, 1)), await post(bare(2, 2))]).toEqual([
      { outcome: 'accepted' },
      { outcome: 'refused', reason: 'refused', httpStatus: 422 },
    ]);
    for (const [score, second] of [
      [80, 3],
      [90, 4],
      [100, 5],
    ] as const) {
      expect(await post(scoreBody(student, score, 100, time(second)))).toEqual({ outcome: 'accepted' });
    }
    expect(held()).toMatchObject({ score: 100, attempts: 1 });
  });

  it('C19: a score that is not final erases the grade, so that only an erased one is sent so', async () => {
    await post(scoreBody(student, 0, 100, time(1)));
    expect(held()?.score).toBe(0);
    await post(scoreBody(student, null, 100, time(2)));
    expect(held()?.score).toBeNull();
  });

  it('C20: a 422 is a person who is no student here, or one who has no attempt left', async () => {
    expect(await post(scoreBodyOf(lms.sub('teacher-1'), 50, time(1)))).toMatchObject({ reason: 'not-a-student' });
    await post(scoreBodyOf(student, 50, time(1)));
    expect(await post(scoreBodyOf(student, 50, time(2)))).toMatchObject({ reason: 'refused', httpStatus: 422 });
  });

  it('C20: a 422 that says something else of one person does not call them no student', async () => {
    [answer, body] = [422, '{"errors":{"type":"unprocessable_entity","message":"Grade must be a number"}}'];
    expect(await post(scoreBodyOf(student, 50, time(1)))).toMatchObject({ outcome: 'refused', reason: 'refused' });
  });

  it('C26: a column that is not published takes no score of anybody', async () => {
    lms.platform.unpublished.add(itemUrl.split('/').at(-1) ?? '');
    expect(await post(scoreBodyOf(student, 50, time(1)))).toMatchObject({ outcome: 'stopped', reason: 'unpublished' });
    lms.platform.unpublished.clear();
    expect(await post(scoreBodyOf(student, 50, time(1)))).toEqual({ outcome: 'accepted' });
  });

  it.each([
    ['says so with a 422', null],
    [
      'of an older Canvas answers 404 to everything',
      '{"errors":[{"message":"The specified resource does not exist."}]}',
    ],
  ])('C21: a course that is over %s, and its column is not gone', async (_what, over) => {
    const muster = await openPublishing({
      profile: 'canvas',
      onService: ({ path }) =>
        over !== null && closed && path.includes('line_items') ? { status: 404, body: over } : 'ok',
    });
    let closed = false;
    const course = await muster.course('biology-101', { 'student-01': ['present'], 'student-02': ['present'] });
    await muster.settle();
    closed = true;
    if (over === null) muster.lms.platform.concluded.add('biology-101');
    await muster.correct(course, 's1', { 'student-01': 'late', 'student-02': 'late' });
    await muster.settle();
    expect((await muster.column(course))?.trouble?.reason).toBe('concluded');
    expect(await muster.ledger(course, 'student-02')).toMatchObject({ confirmed: { score: 100 }, refusal: null });
    closed = false;
    muster.lms.platform.concluded.clear();
    await sendAgain(muster.deps, course);
    await muster.settle();
    expect(Object.values(muster.grades())).toEqual([80, 80]);
    expect(muster.lms.platform.state.lineItems).toHaveLength(1);
    await muster.close();
  });

  it('C21: a column that was deleted is one that is gone', async () => {
    lms.platform.state.lineItems.splice(0);
    expect(await post(scoreBodyOf(student, 50, time(1)))).toEqual({ outcome: 'line-item-gone' });
  });

  it('C22: too many calls get a 403 that means later', async () => {
    body = '403 Forbidden (Rate Limit Exceeded)';
    expect(await post(scoreBodyOf(student, 50, time(1)))).toMatchObject({ outcome: 'retry' });
    body = '{"status":"unauthorized"}';
    expect(await post(scoreBodyOf(student, 50, time(1)))).toMatchObject({ outcome: 'stopped', reason: 'not-allowed' });
  });

  it('C23: the result of an erased grade is listed with null', async () => {
    await post(scoreBody(student, null, 100, time(2)));
    expect((await lms.gradebook.results(lms.id, itemUrl, 100))?.size).toBe(0);
  });

  it('C24: a column made for a link is hidden behind the first; ours is made for none', async () => {
    lms.platform.state.lineItems.splice(0);
    await lms.gradebook.ensureLineItem(lms.id, lms.gradeService(), wanted);
    const [created] = lms.asked().filter(({ method }) => method === 'POST');
    expect(created?.body).not.toHaveProperty('resourceLinkId');
    expect(lms.platform.state.lineItems[0]?.resourceLinkId).toBeNull();
  });

  it('C25: every comment stays, so that none is sent', async () => {
    const sent = JSON.parse(scoreBody(student, 80, 100, time(1))) as object;
    expect(sent).not.toHaveProperty('comment');
    const entry = afterAnswer(
      {
        member: asId<MemberId>('m'),
        sub: student,
        wanted: 80,
        inFlight: { score: 80, timestamp: time(1), body: JSON.stringify(sent) },
        confirmed: null,
        state: 'pending',
        found: null,
        refusal: null,
        attempts: 0,
        version: 1,
      },
      await post(JSON.stringify(sent)),
      time(2),
    );
    expect(entry.state).toBe('confirmed');
    expect(held()?.comments).toEqual([]);
  });
});
