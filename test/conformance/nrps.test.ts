import { createServer } from 'node:http';
import { asId, type MemberId } from '../../core/ids.ts';
import { readRoles } from '../../core/lti/roles.ts';
import { diffRoster } from '../../core/roster/roster-diff.ts';
import type { CoursePage, People } from '../../lti-server/http/api-schema/course.ts';
import type { PlatformOptions, ServiceFault } from '../../practice-lms/platform.ts';
import { beginLaunch, postLaunch } from '../support/forged-launch.ts';
import { type Connector, crowd, openConnector } from '../support/lms-connector.ts';
import { clientFor, openPractice, type RunningPractice } from '../support/practice.ts';

const mediaType = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';
const scope = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';
const claimName = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice';
type Ask = Parameters<NonNullable<PlatformOptions['onService']>>[0];

const container = (members: readonly object[], headers: Record<string, string> = {}): ServiceFault => ({
  status: 200,
  headers: { 'Content-Type': mediaType, ...headers },
  body: JSON.stringify({ id: 'x', context: { id: 'c' }, members }),
});
const isMemberships = ({ path }: Ask) => path.includes('memberships') || path.includes('names_and_roles');

describe('LTI names and roles: what is asked of the platform, and what is made of its answers', () => {
  let lms: Connector;
  let onMemberships: (ask: Ask) => ServiceFault = () => 'ok';
  const read = (query = '') => lms.roster.read(lms.id, { membershipsUrl: lms.rosterService().membershipsUrl + query });

  beforeAll(async () => {
    lms = await openConnector({ onService: (ask) => (isMemberships(ask) ? onMemberships(ask) : 'ok') });
  });
  beforeEach(() => {
    onMemberships = () => 'ok';
    lms.asked();
  });
  afterAll(() => lms?.close());

  it('NRPS-02, 03, 04: GETs the memberships URL with exactly one media type and the bearer of the token endpoint', async () => {
    await read();
    const [first] = lms.asked();
    expect(first).toMatchObject({ method: 'GET', path: '/api/courses/biology-101/memberships', accept: mediaType });
    expect(first?.status).toBe(200);
    expect(first?.userAgent).toMatch(/Muster/);
  });

  it('NRPS-05: asks for a token with the scope of memberships and with no other', async () => {
    await read();
    expect(lms.asked().map(({ scopes }) => scopes)).toEqual([[scope], [scope], [scope]]);
  });

  it('NRPS-06: follows rel=next until there is none, whatever the URL looks like', async () => {
    const members = await read();
    expect(members).toHaveLength(30);
    expect(new Set(members.map(({ sub }) => sub)).size).toBe(30);
    onMemberships = () => container([{ user_id: 'a' }], { LINK: '<?from=0>; rel="prev", <?from=9>; rel="last"' });
    expect(await read()).toHaveLength(1);
    onMemberships = ({ path }) =>
      path.includes('opaque')
        ? container([{ user_id: 'b' }])
        : container([{ user_id: 'a' }], { lInK: '<?opaque=%7E,1>; title="one, two"; REL=Next' });
    expect((await read()).map(({ sub }) => sub)).toEqual(['a', 'b']);
  });

  it.each([
    ['a metadata service', () => 'http://169.254.169.254/latest/meta-data'],
    ['another host', () => 'https://evil.example/memberships'],
    ['another port', (url: string) => url],
  ])('NRPS-07: does not carry the bearer to %s', async (_what, target) => {
    let calls = 0;
    const thief = createServer((_req, res) => {
      calls += 1;
      res.end('{}');
    });
    await new Promise<void>((done) => thief.listen(0, '127.0.0.1', done));
    const address = thief.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/next`;
    onMemberships = () => container([{ user_id: 'a' }], { Link: `<${target(url)}>; rel="next"` });
    await expect(read()).rejects.toMatchObject({ code: 'RESPONSE_INVALID' });
    expect(calls).toBe(0);
    await new Promise((done) => thief.close(done));
  });

  it('NRPS-08: refuses pages that come back to one already read, and pages without end', async () => {
    onMemberships = () =>
      container([{ user_id: 'a' }], { Link: `<${lms.rosterService().membershipsUrl}>; rel="next"` });
    await expect(read()).rejects.toMatchObject({ code: 'RESPONSE_INVALID', details: { operation: 'paging' } });
    onMemberships = ({ count }) => container([{ user_id: `${count}` }], { Link: `<?page=${count}>; rel="next"` });
    await expect(read()).rejects.toMatchObject({ code: 'RESPONSE_INVALID', details: { operation: 'paging' } });
  });

  it('NRPS-08: refuses more members than any course has', async () => {
    const many = Array.from({ length: 20_001 }, (_, index) => ({ user_id: `${index}` }));
    onMemberships = () => container(many);
    await expect(read()).rejects.toMatchObject({ code: 'RESPONSE_INVALID', details: { operation: 'size' } });
  });

  it('refuses pages that are each small enough and together are more than memory should hold', async () => {
    const filler = 'x'.repeat(15_000_000);
    let asked = 0;
    onMemberships = ({ count }) => {
      asked += 1;
      return container([{ user_id: `${count}`, filler }], { Link: `<?page=${count}>; rel="next"` });
    };
    await expect(read()).rejects.toMatchObject({ code: 'RESPONSE_INVALID', details: { operation: 'bytes' } });
    expect(asked).toBe(5);
  });

  it.each([
    ['an id of more than 255 characters', { user_id: 'a'.repeat(256) }],
    ['a role of more than 500 characters', { user_id: 'a', roles: ['r'.repeat(501)] }],
    ['more than 100 roles', { user_id: 'a', roles: Array(101).fill('Learner') }],
    ['a status of more than 500 characters', { user_id: 'a', status: 's'.repeat(501) }],
  ])('refuses %s', async (_, member) => {
    onMemberships = () => container([member]);
    await expect(read()).rejects.toMatchObject({ code: 'RESPONSE_INVALID' });
  });

  it('cuts names to 500 characters, and no character in half', async () => {
    const long = `${'n'.repeat(499)}🧪${'n'.repeat(1000)}`;
    onMemberships = () => container([{ user_id: 'a', name: long, given_name: long, family_name: 'f'.repeat(501) }]);
    const [cut, whole] = ['n'.repeat(499), 'f'.repeat(500)];
    expect(await read()).toMatchObject([{ name: cut, givenName: cut, familyName: whole }]);
  });

  it('NRPS-09: reads short role names as those of the course', async () => {
    onMemberships = () =>
      container([
        { user_id: 'a', roles: ['Learner'] },
        { user_id: 'b', roles: ['Instructor'] },
      ]);
    expect((await read()).map(({ roles }) => readRoles(roles).role)).toEqual(['student', 'teacher']);
  });

  it('NRPS-10: does without name, e-mail, status and roles', async () => {
    onMemberships = () => container([{ user_id: 'a' }, { user_id: 'b', name: null, status: null, roles: null }]);
    const blank = { name: null, givenName: null, familyName: null, roles: [], status: 'Active', timeZone: null };
    expect(await read()).toEqual([
      { sub: 'a', ...blank },
      { sub: 'b', ...blank },
    ]);
  });

  it('NRPS-11: reads the status in any case; whoever is inactive leaves the roster and stays in the records', async () => {
    const roles = ['Learner'];
    onMemberships = () =>
      container([
        { user_id: 'a', status: 'ACTIVE', roles },
        { user_id: 'b', status: 'inactive', roles },
        { user_id: 'c', status: 'Deleted', roles },
        { user_id: 'd', status: 'active', roles },
      ]);
    const reported = await read();
    expect(reported.map(({ status }) => status)).toEqual(['Active', 'Inactive', 'Deleted', 'Active']);
    const idOf = (sub: string) => asId<MemberId>(sub);
    const allActive = reported.map((member) => ({ ...member, status: 'Active' as const }));
    const before = diffRoster({ members: [], readAt: null }, allActive, idOf, '2026-09-01');
    const members = before.kind === 'changes' ? before.members : [];
    const after = diffRoster({ members, readAt: '2026-09-01' }, reported, idOf, '2026-09-01');
    const changed = after.kind === 'changes' ? after.members.map(({ sub, state }) => [sub, state]) : [];
    expect(changed).toEqual([
      ['b', 'gone'],
      ['c', 'gone'],
    ]);
  });

  it('NRPS-13: gets one new token when the platform refuses one, and no second', async () => {
    let refusals = 1;
    onMemberships = () => {
      refusals -= 1;
      return refusals >= 0 ? { status: 401 } : 'ok';
    };
    expect(await read()).toHaveLength(30);
    onMemberships = () => ({ status: 401 });
    lms.asked();
    await expect(read()).rejects.toMatchObject({ code: 'DENIED' });
    expect(lms.asked()).toHaveLength(2);
  });

  it('NRPS-14: takes no notice of rel=differences', async () => {
    onMemberships = () => container([{ user_id: 'a' }], { Link: '<?since=1>; rel="differences"' });
    expect(await read()).toHaveLength(1);
    expect(lms.asked()).toHaveLength(1);
  });

  it('NRPS-15: leaves a query that the URL has as it is', async () => {
    onMemberships = () => container([{ user_id: 'a' }]);
    await read('?tlid=a%2Bb&x');
    expect(lms.asked().map(({ path }) => path)).toEqual(['/api/courses/biology-101/memberships?tlid=a%2Bb&x']);
    const membershipsUrl = `${lms.rosterService().membershipsUrl}?tlid=a%2Bb`;
    await lms.roster.read(lms.id, { membershipsUrl, courseLink: 'c&d' });
    expect(lms.asked().map(({ path }) => path)).toEqual(['/api/courses/biology-101/memberships?tlid=a%2Bb&rlid=c%26d']);
  });

  it.each([
    ['canvas', 100],
    ['moodle', 1],
  ] as const)('reads five thousand members from %s in %i calls, after one token', async (profile, calls) => {
    const large = await openConnector({ profile, moreCourses: [crowd(5000)] });
    const members = await large.roster.read(large.id, large.rosterService('crowd'));
    expect(members.filter(({ roles }) => readRoles(roles).role === 'student').length).toBeGreaterThanOrEqual(5000);
    expect(new Set(members.map(({ sub }) => sub)).size).toBe(members.length);
    const { token } = large.platform.profile.paths;
    expect(large.platform.requests.filter(({ path }) => path === token)).toHaveLength(1);
    expect(large.asked()).toHaveLength(calls);
    await large.close();
  });
});

describe('LTI names and roles: what the tool keeps of them', () => {
  let practice: RunningPractice;
  let breaks = false;
  beforeAll(async () => {
    practice = await openPractice({
      lms: { onService: ({ path }) => (breaks && path.includes('from=') ? { status: 502 } : 'ok') },
    });
  });
  afterAll(() => practice?.close());

  it('NRPS-01: launches with the claim of the service, version 2.0, and reads the roster behind it', async () => {
    const { state, token, cookie, claims } = await beginLaunch(practice);
    expect(claims[claimName]).toMatchObject({ service_versions: ['2.0'] });
    expect(await postLaunch(practice, { state, id_token: token }, cookie)).toMatchObject({ accepted: true });
    const teacher = await clientFor(practice, 'teacher-1');
    expect((await teacher.call<CoursePage>('GET', '/course')).coverage.students).toBe(28);
  });

  it('NRPS-12: takes nothing over from a read that broke off', async () => {
    const teacher = await clientFor(practice, 'teacher-1');
    const before = await teacher.call<People>('GET', '/people');
    breaks = true;
    const page = await teacher.call<CoursePage>('POST', '/course/roster/refresh');
    breaks = false;
    expect(page.rosterProblem).toBe('UNAVAILABLE');
    expect(await teacher.call<People>('GET', '/people')).toEqual(before);
  });
});
