import { idSource } from '../../connectors/embedded/ids.ts';
import type { LedgerEntry } from '../../core/attendance/ledger.ts';
import { scoreBody } from '../../core/attendance/ledger.ts';
import { compareWithGradebook } from '../../core/attendance/ledger-plan.ts';
import { asId, type MemberId, type RegistrationId } from '../../core/ids.ts';
import type { CoursePage, People } from '../../lti-server/http/api-schema/course.ts';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import { launchClaims } from '../../lti-server/lti/claims.ts';
import { keySets } from '../../lti-server/lti/jwks.ts';
import { readLaunch } from '../../lti-server/lti/read-launch.ts';
import { verifyIdToken } from '../../lti-server/lti/verify.ts';
import { addressesOf } from '../../practice-lms/addresses.ts';
import { allScopes } from '../../practice-lms/tool.ts';
import { beginLaunch, postLaunch } from '../support/forged-launch.ts';
import { type Connector, openConnector, scoreBodyOf } from '../support/lms-connector.ts';
import { formFields, startLaunch } from '../support/platform-steps.ts';
import { clientFor, openPractice, type RunningPractice } from '../support/practice.ts';

/** The numbers are those of docs/platforms.md. */
const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const wanted = { label: 'Attendance', scoreMaximum: 100, resourceId: 'muster:attendance:c1', tag: 'muster-attendance' };
const time = (milliseconds: number) => new Date(Date.parse('2026-11-24T10:00:00Z') + milliseconds).toISOString();

describe('habits of Moodle: launches', () => {
  let practice: RunningPractice;
  beforeAll(async () => {
    practice = await openPractice({ profile: 'moodle' });
  });
  afterAll(() => practice?.close());

  it('M1: a launch lives a minute, to which a minute is given for clocks that differ', async () => {
    const { token, claims } = await beginLaunch(practice);
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(60);
    const registration = await practice.muster.services.registrations.find(asId<RegistrationId>('practice'));
    if (registration === null) throw new Error('no registration');
    const login = {
      stateHash: 's',
      binderHash: 'b',
      storage: null,
      nonce: String(claims.nonce),
      registration: registration.id,
      targetLinkUri: `${practice.toolUrl}/lti/launch`,
      expiresAt: '',
    };
    const at = (seconds: number) =>
      verifyIdToken(keySets(), token, registration, login, new Date(((claims.iat ?? 0) + seconds) * 1000));
    await expect(at(100)).resolves.toMatchObject({ claims: { sub: claims.sub } });
    await expect(at(130)).rejects.toMatchObject({ code: 'LAUNCH_TIME_INVALID' });
  });

  it('M2: the message hint is JSON, and goes back byte for byte', async () => {
    const { login, auth } = await startLaunch(practice);
    const hint = login.searchParams.get('lti_message_hint');
    expect(JSON.parse(hint ?? '')).toMatchObject({ cmid: 102, launchid: expect.any(String) });
    expect(auth.searchParams.get('lti_message_hint')).toBe(hint);
    expect(formFields(await (await fetch(auth)).text())).toHaveProperty('id_token');
  });

  it('M3: the authorisation request has each parameter, and the redirect URI letter by letter', async () => {
    const { auth } = await startLaunch(practice);
    expect(Object.fromEntries(auth.searchParams)).toMatchObject({
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      redirect_uri: `${practice.toolUrl}/lti/launch`,
    });
    const changed = new URL(auth);
    changed.searchParams.set('redirect_uri', `${practice.toolUrl}/lti/launch?x=1`);
    expect((await fetch(changed)).status).toBe(400);
    expect((await fetch(auth)).status).toBe(200);
  });

  it('M4: there are instructors and learners and nobody else, also in a course of bare words and numbers', async () => {
    const { claims } = await beginLaunch(practice, 'ta-1');
    expect(claims[`${lti}context`]).toMatchObject({ id: '2', type: ['CourseSection'] });
    expect(claims.sub).toMatch(/^\d+$/);
    const me = await (await clientFor(practice, 'ta-1')).call<Me>('GET', '/me');
    expect(me).toMatchObject({ role: 'teacher', course: { title: 'Biology 101' } });
  });

  it('M5: a teacher who may not edit launches as Instructor and is listed as Learner', async () => {
    const teacher = await clientFor(practice, 'teacher-1');
    await clientFor(practice, 'teacher-2');
    await clientFor(practice, 'ta-1');
    const page = await teacher.call<CoursePage>('POST', '/course/roster/refresh');
    expect(page).toMatchObject({ rosterProblem: null, coverage: { students: 28 } });
    const { people } = await teacher.call<People>('GET', '/people');
    expect(people.find(({ name }) => name === 'Ines Prado')?.role).toBe('teacher');
  });

  it('M6: a time zone of 99 says nothing', async () => {
    const { claims } = await beginLaunch(practice);
    expect(claims[`${lti}custom`]).toMatchObject({ person_timezone: '99' });
    const me = await (await clientFor(practice, 'teacher-1')).call<Me>('GET', '/me');
    expect(me.course?.timeZone).toBe('UTC');
  });

  it('M7: the language stands with the presentation alone', async () => {
    const { claims } = await beginLaunch(practice);
    const registration = await practice.muster.services.registrations.find(asId<RegistrationId>('practice'));
    if (registration === null) throw new Error('no registration');
    expect(claims.locale).toBeUndefined();
    expect(readLaunch(launchClaims.parse(claims), registration, idSource()).locale).toBe('en');
  });

  it('M8: a launch is used up when the browser is sent on', async () => {
    const { auth, cookie } = await startLaunch(practice);
    await fetch(auth);
    const fields = formFields(await (await fetch(auth)).text());
    expect(fields).toMatchObject({ error: 'invalid_request' });
    const answer = await postLaunch(practice, fields, cookie);
    expect(answer).toMatchObject({ status: 400, accepted: false });
    expect(answer.text).toContain('did not let you in');
  });

  it('M9: there is no storage in the page around the tool', async () => {
    const { login } = await startLaunch(practice);
    expect(login.searchParams.has('lti_storage_target')).toBe(false);
    login.searchParams.set('lti_storage_target', '_parent');
    expect(await (await fetch(login)).text()).toContain('"storage":null');
  });
});

describe('habits of Moodle: services', () => {
  let lms: Connector;
  let itemUrl: string;
  let student: string;
  beforeAll(async () => {
    lms = await openConnector(
      { profile: 'moodle', now: () => Date.parse('2026-11-24T10:00:00Z') },
      // Three seconds ahead of the platform.
      () => Date.parse('2026-11-24T10:00:03Z'),
    );
    student = lms.sub('student-01');
  });
  beforeEach(async () => {
    lms.platform.state.lineItems.splice(0);
    lms.platform.state.scores = {};
    itemUrl = (await lms.gradebook.ensureLineItem(lms.id, lms.gradeService(), wanted)).id;
    lms.asked();
  });
  afterAll(() => lms?.close());

  const post = (text: string) => lms.gradebook.postScore(lms.id, itemUrl, text);
  const scores = () => Object.values(lms.platform.state.scores)[0] ?? {};

  it('M10: the whole class comes in one answer, unless a limit is asked for', async () => {
    expect(await lms.roster.read(lms.id, lms.rosterService())).toHaveLength(31);
    const [asked, ...more] = lms.asked();
    expect(asked?.path).toBe('/mod/lti/services.php/CourseSection/2/bindings/3/memberships');
    expect(more).toEqual([]);
  });

  it('M11: the Accept header is matched letter by letter', async () => {
    await lms.roster.read(lms.id, lms.rosterService());
    await lms.gradebook.results(lms.id, itemUrl, 100);
    await lms.lineItems.find(lms.id, lms.gradeService(), wanted);
    await lms.lineItems.get(lms.id, lms.gradeService(), itemUrl);
    expect(lms.asked().map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it('M12: the quotes of a Link header are typographic', async () => {
    for (const resourceId of ['a', 'b', 'c']) {
      await lms.lineItems.create(lms.id, lms.gradeService(), { ...wanted, tag: 'x', resourceId });
    }
    const service = lms.gradeService();
    const paged = { ...service, lineItemsUrl: `${service.lineItemsUrl}&limit=1` };
    lms.asked();
    expect((await lms.lineItems.find(lms.id, paged, { tag: 'x', resourceId: 'c' }))?.resourceId).toBe('c');
    const results = itemUrl.replace('lineitem?', 'lineitem?limit=2&');
    for (const id of ['student-01', 'student-02', 'student-03']) await post(scoreBodyOf(lms.sub(id), 40, time(0)));
    expect((await lms.gradebook.results(lms.id, results, 100))?.size).toBe(3);
  });

  it('M13: the URL of a line item has a query, behind which nothing may be put', async () => {
    expect(await post(scoreBodyOf(student, 50, time(0)))).toEqual({ outcome: 'accepted' });
    expect(lms.asked()[0]?.path).toMatch(/\/lineitem\/scores\?type_id=3$/);
  });

  it('M14: a token is refused to a clock that is ahead', async () => {
    await lms.lineItems.find(lms.id, lms.gradeService(), wanted);
    const tokens = lms.platform.requests.filter(({ path }) => path.endsWith('/token.php'));
    expect(tokens.every(({ status }) => status === 200)).toBe(true);
    expect(lms.asked()[0]?.status).toBe(200);
  });

  it('M15: the answer with the token calls itself a web page', async () => {
    const answer = await fetch(lms.lms.registration.tokenUrl, { method: 'POST' });
    expect(answer.status).toBe(400);
    expect(lms.platform.profile.services.tokens.contentType).toMatch(/^text\/html/);
    await expect(lms.gradebook.results(lms.id, itemUrl, 100)).resolves.toEqual(new Map());
  });

  it('M16: a tool without full synchronisation may make no column', async () => {
    const scopes = allScopes.filter((scope) => !scope.endsWith('/lineitem'));
    const partial = await openConnector({ profile: 'moodle', grants: { scopes } });
    const service = partial.gradeService('biology-101', scopes);
    await expect(partial.gradebook.ensureLineItem(partial.id, service, wanted)).rejects.toMatchObject({
      code: 'GRADEBOOK_UNAVAILABLE',
    });
    expect(await partial.lineItems.find(partial.id, service, wanted)).toBeNull();
    await expect(partial.lineItems.create(partial.id, service, wanted)).rejects.toMatchObject({
      code: 'GRADEBOOK_UNAVAILABLE',
    });
    const coupled = { id: '7', course: 'biology-101', ...wanted, resourceId: null, tag: null };
    partial.platform.state.lineItems.push({ ...coupled, resourceLinkId: '102', tool: '3', coupled: true });
    const lineItemUrl = addressesOf(partial.platform, partial.course('biology-101'), partial.platform.builtIn).lineItem(
      '7',
    );
    const used = await partial.gradebook.ensureLineItem(partial.id, { ...service, lineItemUrl }, wanted);
    expect(used.id).toBe(lineItemUrl);
    await partial.close();
  });

  it('M17: two scores within one second collide with a 409, and the second is not called a failure', async () => {
    expect(await post(scoreBody(student, 50, 100, time(100)))).toEqual({ outcome: 'accepted' });
    expect(await post(scoreBody(student, 60, 100, time(900)))).toEqual({ outcome: 'stale' });
    expect(await post(scoreBody(student, 60, 100, time(1000)))).toEqual({ outcome: 'accepted' });
    expect(scores()['student-01']?.score).toBe(60);
  });

  it('M18: a grade of 0 has no result, which is no change in the gradebook', async () => {
    expect(await post(scoreBody(student, 0, 100, time(0)))).toEqual({ outcome: 'accepted' });
    const held = await lms.gradebook.results(lms.id, itemUrl, 100);
    const entry: LedgerEntry = {
      member: asId<MemberId>('m'),
      sub: student,
      wanted: 80,
      inFlight: null,
      confirmed: { score: 0, timestamp: time(0), at: time(0) },
      state: 'confirmed',
      found: null,
      refusal: null,
      attempts: 0,
      version: 1,
    };
    expect(held?.has(student)).toBe(false);
    expect(compareWithGradebook(entry, held?.get(student)).state).toBe('confirmed');
  });

  it('M19: a score that is not final erases the grade, so that only an erased one is sent so', async () => {
    await post(scoreBody(student, 70, 100, time(0)));
    expect(scores()['student-01']?.score).toBe(70);
    await post(scoreBody(student, null, 100, time(1000)));
    expect(scores()['student-01']?.score).toBeNull();
  });

  it('M20: a person without a graded role gets a 400 in words', async () => {
    expect(await post(scoreBodyOf(lms.sub('teacher-1'), 50, time(0)))).toEqual({
      outcome: 'refused',
      reason: 'not-a-student',
      httpStatus: 400,
    });
  });

  it('M21: a link of its own would take the line item out of launches; ours is made for none', async () => {
    lms.platform.state.lineItems.splice(0);
    await lms.gradebook.ensureLineItem(lms.id, lms.gradeService(), wanted);
    expect(lms.platform.state.lineItems[0]?.resourceLinkId).toBeNull();
  });

  it('M22: short-lived tokens are renewed at half their life', async () => {
    let now = Date.parse('2026-11-24T10:00:00Z');
    const short = await openConnector({ profile: 'moodle', serviceTokenSeconds: 60, now: () => now });
    for (const later of [0, 29_000, 2_000, 29_000]) {
      now += later;
      await short.roster.read(short.id, short.rosterService());
    }
    const tokens = short.platform.requests.filter(({ path }) => path.endsWith('/token.php'));
    expect(tokens).toHaveLength(2);
    expect(short.asked().map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await short.close();
  });
});
