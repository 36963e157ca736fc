import { asId } from '../../core/ids.ts';
import type {
  AdminSessionList,
  Draft,
  Registration,
  RegistrationList,
} from '../../lti-server/http/api-schema/admin.ts';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { CoursePage, SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import type { RegistrationHealth, RegistrationPage } from '../../lti-server/http/api-schema/registration.ts';
import { digest } from '../../lti-server/lti/secrets.ts';
import { operatorToken } from '../../lti-server/operator-token.ts';
import { launchAs } from '../../practice-lms/http-launch.ts';
import {
  type AdminClient,
  type AdministeredPractice,
  adminClient,
  openAdministered,
  signIn,
  signInCode,
} from '../support/administration.ts';
import { type Client, clientFor, eventually } from '../support/practice.ts';

const moodle = { kind: 'moodle', site: 'https://moodle.school.example' } as const;
const practiceAt = '/registrations/practice';

describe('the administration of the tool', () => {
  let practice: AdministeredPractice;
  let operator: AdminClient;
  beforeAll(async () => {
    practice = await openAdministered();
    operator = practice.operator;
  });
  afterAll(() => practice?.close());

  const expectProblem = async (answer: Response, status: number, code: string) => {
    expect(await answer.json()).toMatchObject({ status, code });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  };
  const session = async (): Promise<string> => {
    const answer = await signIn(practice.toolUrl, await signInCode(operator));
    return ((await answer.json()) as { bearer: string }).bearer;
  };
  const list = () => operator.call<RegistrationList>('GET', '/registrations');

  describe('signing in', () => {
    it('takes a link’s code once', async () => {
      const code = await signInCode(operator);
      const first = await signIn(practice.toolUrl, code);
      expect(first.status).toBe(200);
      expect(first.headers.get('set-cookie')).toBeNull();
      await expectProblem(await signIn(practice.toolUrl, code), 410, 'ADMIN_LINK_INVALID');
    });

    it('gives exactly one of ten that use a link at once a session', async () => {
      const code = await signInCode(operator);
      const ends = await Promise.all(Array.from({ length: 10 }, () => signIn(practice.toolUrl, code)));
      expect(ends.filter(({ status }) => status === 200)).toHaveLength(1);
    });

    it('refuses a link that is too old, was never made, or is no link', async () => {
      const { adminLinks } = practice.muster.services;
      const old = 'o'.repeat(43);
      await adminLinks.put({ digest: digest(old), expiresAt: new Date(Date.now() - 1).toISOString() });
      await expectProblem(await signIn(practice.toolUrl, old), 410, 'ADMIN_LINK_INVALID');
      await expectProblem(await signIn(practice.toolUrl, 'n'.repeat(43)), 410, 'ADMIN_LINK_INVALID');
      await expectProblem(await signIn(practice.toolUrl, 'short'), 400, 'REQUEST_INVALID');
    });

    it('ends when signing out', async () => {
      const bearer = await session();
      const admin = adminClient(practice.toolUrl, () => bearer);
      await admin.call('GET', '/registrations');
      await admin.call('DELETE', '/session');
      await expectProblem(await admin.raw('GET', '/registrations'), 401, 'SESSION_EXPIRED');
    });

    it('is listed by its times alone, and ends everywhere at once', async () => {
      await operator.call('DELETE', '/sessions');
      const [one, other] = [await session(), await session()];
      const admin = adminClient(practice.toolUrl, () => one);
      const sessions = await admin.call<AdminSessionList>('GET', '/sessions');
      expect(sessions.map(({ isOwn }) => isOwn).sort()).toEqual([false, true]);
      for (const told of sessions) expect(Object.keys(told).sort()).toEqual(['expiresAt', 'isOwn', 'startedAt']);
      expect(await admin.call('DELETE', '/sessions')).toEqual({ ended: 2 });
      for (const bearer of [one, other]) {
        const after = adminClient(practice.toolUrl, () => bearer);
        await expectProblem(await after.raw('GET', '/registrations'), 401, 'SESSION_EXPIRED');
      }
      expect(await operator.call('GET', '/sessions')).toEqual([]);
    });

    it('does not let anybody make themselves another link', async () => {
      const bearer = await session();
      await expectProblem(
        await adminClient(practice.toolUrl, () => bearer).raw('POST', '/links', {}),
        403,
        'ROLE_NOT_ALLOWED',
      );
    });

    it('has a page that nobody frames', async () => {
      const answer = await fetch(`${practice.toolUrl}/admin`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    });
  });

  describe('who may', () => {
    it.each(['teacher-1', 'admin-1'])('an app session of %s is refused, and nothing is told', async (person) => {
      const { bearer } = await clientFor(practice, person);
      for (const [method, path] of [
        ['GET', '/registrations'],
        ['POST', '/links'],
        ['POST', '/invitations'],
        ['GET', '/invitations'],
        ['DELETE', `/invitations/${'i'.repeat(43)}`],
        ['GET', '/sessions'],
        ['DELETE', '/sessions'],
        ['DELETE', practiceAt],
      ] as const) {
        await expectProblem(
          await adminClient(practice.toolUrl, () => bearer).raw(method, path),
          403,
          'ROLE_NOT_ALLOWED',
        );
      }
      expect((await list()).registrations).toHaveLength(1);
    });

    it.each([
      ['nothing', ''],
      ['a made-up session', `admin.${'a'.repeat(43)}`],
      ['a token with another folder’s secret', operatorToken('another', 'http://localhost', Date.now())],
    ])('%s is refused', async (_, bearer) => {
      await expectProblem(
        await adminClient(practice.toolUrl, () => bearer).raw('GET', '/registrations'),
        401,
        'SESSION_EXPIRED',
      );
    });

    it('an administrator’s session opens no course and nobody’s own pages', async () => {
      const bearer = await session();
      for (const path of ['/me', '/course', '/registration', '/my/attendance', '/people']) {
        const answer = await fetch(`${practice.toolUrl}/api${path}`, {
          headers: { Authorization: `Bearer ${bearer}` },
        });
        await expectProblem(answer, 401, 'SESSION_EXPIRED');
      }
    });
  });

  describe('registering by hand', () => {
    const begin = (platform: object, name = 'School') => operator.raw('POST', '/drafts', { name, platform });

    it('begins with our addresses and ends with the client id; faces are off', async () => {
      const draft = await operator.call<Draft>('POST', '/drafts', { name: 'School', platform: moodle });
      expect(draft.tool.login).toBe(`${practice.toolUrl}/lti/login/${draft.id}`);
      expect((await list()).drafts.map(({ id }) => id)).toEqual([draft.id]);
      const early = await fetch(
        `${draft.tool.login}?iss=https://moodle.school.example&login_hint=1&target_link_uri=${draft.tool.launch}`,
      );
      expect(early.status).toBe(404);
      const completion = { clientId: 'abc', deployment: '3', deploymentPolicy: 'approve' };
      const made = await operator.call<Registration>('POST', `/drafts/${draft.id}/complete`, completion);
      expect(made).toMatchObject({ id: draft.id, clientId: 'abc', facesOn: false, state: 'active', tool: draft.tool });
      expect(made.deployments).toMatchObject([{ id: '3', state: 'approved' }]);
      expect((await list()).drafts).toEqual([]);
      await expectProblem(await operator.raw('POST', `/drafts/${draft.id}/complete`, completion), 404, 'NOT_FOUND');
      await operator.call('DELETE', `/registrations/${draft.id}`);
    });

    it('has a JSON for Canvas before there is a client id, and none for others', async () => {
      const platform = { kind: 'canvas-hosted', environment: 'production' };
      const canvas = await operator.call<Draft>('POST', '/drafts', { name: 'Canvas', platform });
      const answer = await fetch(canvas.tool.canvasKey ?? '');
      expect(await answer.json()).toMatchObject({ oidc_initiation_url: canvas.tool.login });
      const other = await operator.call<Draft>('POST', '/drafts', { name: 'School', platform: moodle });
      expect(other.tool.canvasKey).toBeNull();
      for (const id of [other.id, 'unknown']) {
        await expectProblem(await fetch(`${practice.toolUrl}/lti/canvas/${id}.json`), 404, 'NOT_FOUND');
      }
      for (const { id } of [canvas, other]) await operator.call('DELETE', `/drafts/${id}`);
      expect((await fetch(canvas.tool.canvasKey ?? '')).status).toBe(404);
    });

    it('refuses an issuer and client id that are registered, and leaves that registration as it is', async () => {
      const before = await operator.call<Registration>('GET', practiceAt);
      const { issuer, authUrl, tokenUrl, jwksUrl, clientId } = before;
      const platform = { kind: 'other', product: 'other', issuer, authUrl, tokenUrl, jwksUrl, tokenAudience: null };
      const again = { name: 'Somebody else', platform, clientId, deployment: null, deploymentPolicy: 'approve' };
      await expectProblem(await operator.raw('POST', '/registrations', again), 409, 'REGISTRATION_EXISTS');
      expect(await operator.call('GET', practiceAt)).toEqual(before);
      expect((await launchAs(practice.lmsUrl, 'teacher-1', 'biology-101')).status).toBe(200);
    });

    it.each([
      ['an endpoint at a foreign host', { jwksUrl: 'https://evil.example/jwks' }, 'jwksUrl'],
      ['an issuer with a query', { issuer: 'https://lms.school.example?a=b' }, 'issuer'],
      ['http', { tokenUrl: 'http://lms.school.example/token' }, 'tokenUrl'],
      ['credentials', { authUrl: 'https://a:b@lms.school.example/' }, 'authUrl'],
    ])('refuses %s, by the name of the field', async (_, over, field) => {
      const at = 'https://lms.school.example';
      const urls = { issuer: at, authUrl: `${at}/a`, tokenUrl: `${at}/t`, jwksUrl: `${at}/j`, tokenAudience: null };
      const answer = await begin({ kind: 'other', product: 'other', ...urls, ...over });
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ code: 'PLATFORM_INVALID', details: { field } });
      expect((await list()).drafts).toEqual([]);
    });

    it('refuses what is no platform, and a name of nothing', async () => {
      await expectProblem(await begin({ kind: 'blackboard' }), 400, 'REQUEST_INVALID');
      await expectProblem(await begin(moodle, '  '), 400, 'REQUEST_INVALID');
      await expectProblem(await begin(moodle, 'x'.repeat(101)), 400, 'REQUEST_INVALID');
    });
  });

  describe('a registration', () => {
    let teacher: Client;
    beforeEach(async () => {
      teacher = await clientFor(practice, 'teacher-1');
    });
    const set = (below: string, body: object) => operator.call<Registration>('PUT', `${practiceAt}${below}`, body);
    const next = () => teacher.raw('GET', '/me');
    const launch = () => launchAs(practice.lmsUrl, 'teacher-1', 'biology-101');

    it('that is switched off ends its app sessions with the very next request, for good, and refuses launches', async () => {
      expect((await next()).status).toBe(200);
      await set('/state', { state: 'disabled' });
      await expectProblem(await next(), 401, 'SESSION_EXPIRED');
      expect((await launch()).bearer).toBeNull();
      await set('/state', { state: 'active' });
      await expectProblem(await next(), 401, 'SESSION_EXPIRED');
      teacher = await clientFor(practice, 'teacher-1');
      expect((await next()).status).toBe(200);
    });

    it('whose deployment is switched off does the same', async () => {
      await set('/deployments', { deployment: 'practice-1', state: 'disabled' });
      await expectProblem(await next(), 401, 'SESSION_EXPIRED');
      expect(await launch()).toMatchObject({ status: 403, bearer: null });
      await set('/deployments', { deployment: 'practice-1', state: 'approved' });
      expect((await launch()).status).toBe(200);
    });

    it('can have a deployment approved before it was ever launched, and none switched off that is not there', async () => {
      const after = await set('/deployments', { deployment: '106:abc/def', state: 'approved' });
      expect(after.deployments.at(-1)).toMatchObject({ id: '106:abc/def', state: 'approved' });
      const unknown = { deployment: 'nobody', state: 'disabled' };
      await expectProblem(await operator.raw('PUT', `${practiceAt}/deployments`, unknown), 404, 'NOT_FOUND');
    });

    it('has recognition switched off and on', async () => {
      expect((await set('/faces', { on: false })).facesOn).toBe(false);
      expect(await teacher.call('GET', '/me')).toMatchObject({ facesOn: false });
      const on = await set('/faces', { on: true });
      expect([on.facesOn, on.facesTurnedOnAt]).toEqual([true, expect.any(String)]);
    });

    it('needs both links before recognition is switched on, and keeps them while it is', async () => {
      const { links, captureHours } = await operator.call<Registration>('GET', practiceAt);
      await set('/faces', { on: false });
      expect((await set('/policy', { links: null, captureHours })).links).toBeNull();
      const on = () => operator.raw('PUT', `${practiceAt}/faces`, { on: true });
      await expectProblem(await on(), 409, 'POLICY_LINKS_MISSING');
      const published = { policy: 'https://school.example/p', assessment: 'https://school.example/a' };
      for (const policy of ['http://school.example/p', 'javascript:alert(1)', 'school']) {
        const body = { links: { ...published, policy }, captureHours };
        await expectProblem(await operator.raw('PUT', `${practiceAt}/policy`, body), 400, 'REQUEST_INVALID');
      }
      await set('/policy', { links: published, captureHours });
      expect((await on()).status).toBe(200);
      const without = { links: null, captureHours };
      await expectProblem(await operator.raw('PUT', `${practiceAt}/policy`, without), 409, 'POLICY_LINKS_MISSING');
      expect(links).not.toBeNull();
    });

    it('keeps class pictures for as many hours as the institution says', async () => {
      const { links } = await operator.call<Registration>('GET', practiceAt);
      await set('/policy', { links, captureHours: 2 });
      const { id } = await teacher.call<SessionSummary>('POST', '/sessions', {});
      expect(await teacher.call<Board>('GET', `/sessions/${id}`)).toMatchObject({ captureHours: 2 });
      const { capture } = await teacher.call<{ capture: string }>('POST', `/sessions/${id}/captures`, {});
      const { course } = await teacher.call<Me>('GET', '/me');
      const { captures, clock } = practice.muster.services;
      const stored = await captures.find(asId(course?.id ?? ''), asId(id), asId(capture));
      const lives = Date.parse(stored?.expiresAt ?? '') - Date.parse(stored?.takenAt ?? clock.now());
      expect(lives).toBe(2 * 3_600_000);
      for (const captureHours of [0, 13, 1.5]) {
        const body = { links, captureHours };
        await expectProblem(await operator.raw('PUT', `${practiceAt}/policy`, body), 400, 'REQUEST_INVALID');
      }
      await set('/policy', { links, captureHours: 12 });
      await teacher.call('DELETE', `/sessions/${id}`);
    });

    it('tells what last went well and ill, with codes and of nobody', async () => {
      await launch();
      await teacher.call('POST', '/course/roster/refresh', {});
      const told = await eventually(
        () => operator.call<RegistrationHealth>('GET', `${practiceAt}/health`),
        ({ launch: { wellAt }, keys, roster }) => wellAt !== null && keys.wellAt !== null && roster.wellAt !== null,
      );
      expect(told.gradebook).toEqual({ wellAt: null, failedAt: null, failedWith: null });
      const login = await fetch(`${practice.toolUrl}/lti/login/practice?iss=x&login_hint=1&target_link_uri=y`);
      expect(login.status).toBe(400);
      const after = await eventually(
        () => operator.call<RegistrationHealth>('GET', `${practiceAt}/health`),
        ({ launch: { failedAt } }) => failedAt !== null,
      );
      expect(after.launch.failedWith).toMatch(/^LAUNCH_/);
      const own = await clientFor(practice, 'admin-1');
      const page = await own.call<RegistrationPage>('GET', '/registration');
      expect(page.health).toEqual(after);
      expect(page.links?.policy).toMatch(/^http/);
      await expectProblem(await operator.raw('GET', '/registrations/nobody/health'), 404, 'NOT_FOUND');
    });

    it('is renamed, and told what becomes of new deployments, one without the other', async () => {
      const describe = (body: object) => operator.call<Registration>('PATCH', practiceAt, body);
      expect(await describe({ name: 'Our LMS' })).toMatchObject({ name: 'Our LMS', deploymentPolicy: 'approve' });
      expect(await describe({ deploymentPolicy: 'trust-first-use' })).toMatchObject({
        name: 'Our LMS',
        deploymentPolicy: 'trust-first-use',
      });
    });

    it('gets new keys, with which its services go on', async () => {
      const { signsFrom } = await operator.call<{ signsFrom: string }>('POST', `${practiceAt}/rotate-keys`, {});
      expect(Date.parse(signsFrom)).not.toBeNaN();
      // The first token of this server is asked for now.
      expect(await teacher.call<CoursePage>('GET', '/course')).toMatchObject({ rosterProblem: null });
    });

    it('that was removed ends its app sessions with the very next request, and is unknown', async () => {
      await operator.call('DELETE', practiceAt);
      await expectProblem(await next(), 401, 'SESSION_EXPIRED');
      expect((await launch()).bearer).toBeNull();
      await expectProblem(await operator.raw('DELETE', practiceAt), 404, 'NOT_FOUND');
      expect((await list()).registrations).toEqual([]);
    });
  });
});
