import { SignJWT } from 'jose';
import type { ServiceCall } from '../../connectors/lms/http.ts';
import { addressesOf } from '../../practice-lms/addresses.ts';
import { allScopes } from '../../practice-lms/tool.ts';
import { type Connector, openConnector, scoreBodyOf } from '../support/lms-connector.ts';

const scope = (name: string) => allScopes.find((one) => one.endsWith(`/${name}`)) ?? '';
const members = scope('contextmembership.readonly');
const nrpsType = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';
const itemType = 'application/vnd.ims.lis.v2.lineitem+json';
const scoreType = 'application/vnd.ims.lis.v1.score+json';
const custom = 'https://purl.imsglobal.org/spec/lti/claim/custom';
const submission = 'https://canvas.instructure.com/lti/submission';
const wanted = { label: 'A', scoreMaximum: 50, resourceId: 'r', tag: 't' };
const time = (second: number) => `2026-11-24T10:00:${String(second).padStart(2, '0')}.000Z`;

/** What a tool that is not careful would run into: the practice LMS must be as strict as its model. */
const open = (profile: 'canvas' | 'moodle', grants = {}) => {
  let lms: Connector;
  beforeAll(async () => {
    lms = await openConnector({ profile, grants });
    const { state, builtIn } = lms.platform;
    state.links.push({
      id: lms.platform.profile.linkId(1),
      course: 'biology-101',
      tool: builtIn.id,
      title: 'L',
      url: null,
      custom: { zone: '$Person.address.timezone', sec: '$Canvas.course.sectionIds' },
    });
  });
  afterAll(() => lms?.close());
  const ask = (scopeName: string, url: string, call: ServiceCall = {}) =>
    lms.calls.call(lms.id, [scopeName], url, call);
  return {
    lms: () => lms,
    addresses: () => addressesOf(lms.platform, lms.course('biology-101'), lms.platform.builtIn),
    list: async (query: string, headers: Record<string, string> = { Accept: nrpsType }) => {
      const answer = await ask(members, lms.rosterService().membershipsUrl + query, { headers, list: true });
      const body = answer.status === 200 ? (JSON.parse(answer.body) as { members: Record<string, unknown>[] }) : null;
      return { ...answer, members: body?.members ?? [] };
    },
    create: (item: object, type = itemType) =>
      ask(scope('lineitem'), lms.gradeService().lineItemsUrl ?? '', {
        method: 'POST',
        headers: { 'Content-Type': type },
        body: JSON.stringify(item),
      }),
    post: (url: string, body: string, type = scoreType) =>
      ask(scope('score'), url, { method: 'POST', headers: { 'Content-Type': type }, body }),
    remove: (url: string) => ask(scope('lineitem'), url, { method: 'DELETE' }),
    token: async (change: object) => {
      const now = Math.floor(Date.now() / 1000);
      const { clientId, tokenUrl } = lms.lms.registration;
      const claims = {
        iss: clientId,
        sub: clientId,
        aud: tokenUrl,
        iat: now - 5,
        exp: now + 60,
        jti: `${Math.random()}`,
        ...change,
      };
      const assertion = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'tool-1' })
        .sign(lms.privateKey);
      const answer = await fetch(tokenUrl, {
        method: 'POST',
        headers: { 'User-Agent': 'test' },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: assertion,
          scope: `${members} https://purl.imsglobal.org/spec/lti/scope/none`,
        }),
      });
      return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
    },
  };
};

describe('the practice LMS with the habits of Canvas', () => {
  const canvas = open('canvas', {
    custom: { zone: '$Person.address.timezone', groups: '$com.instructure.Course.groupIds' },
  });

  it('refuses a call without User-Agent, and tells how much may still be called', async () => {
    expect((await canvas.list('', { Accept: nrpsType, 'User-Agent': '' })).status).toBe(403);
    expect((await canvas.list('')).headers.get('x-rate-limit-remaining')).toBe('599.9');
  });

  it('filters by the full name of a role alone', async () => {
    const full = encodeURIComponent('http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor');
    expect((await canvas.list(`?role=${full}`)).members).toHaveLength(2);
    expect((await canvas.list('?role=Instructor')).members).toHaveLength(0);
  });

  it('tells with rlid what few variables it expands for each member, and the others by their names', async () => {
    const rlid = canvas.lms().platform.profile.contextId(canvas.lms().course('biology-101'));
    const { members: list } = await canvas.list(`?rlid=${rlid}`);
    expect(list[0]?.message).toMatchObject([
      { [custom]: { zone: 'Europe/London', groups: '$com.instructure.Course.groupIds' } },
    ]);
    expect((await canvas.list('?rlid=other')).status).toBe(400);
  });

  it.each([
    ['an audience that is another', { aud: 'https://other.example/token' }],
    ['an iat of six minutes ago', { iat: Math.floor(Date.now() / 1000) - 360 }],
    ['an iat of a minute from now', { iat: Math.floor(Date.now() / 1000) + 90 }],
    ['no jti', { jti: undefined }],
  ])('gives no token for %s', async (_what, change) => {
    expect((await canvas.token(change)).status).toBe(400);
  });

  it('gives a token for what was asked and is permitted', async () => {
    const { status, body } = await canvas.token({ aud: [canvas.lms().lms.registration.tokenUrl, 'x'] });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ scope: members, expires_in: 3600 });
  });

  it('refuses a line item for a link that is none, or not there', async () => {
    expect((await canvas.create({ ...wanted, resourceLinkId: '7' })).status).toBe(412);
    expect((await canvas.create({ ...wanted, resourceLinkId: '00000000-0000-4000-a000-000000000000' })).status).toBe(
      404,
    );
    expect((await canvas.create(wanted, 'application/json')).status).toBe(415);
  });

  it('does not let a tool remove a column that it did not make', async () => {
    canvas.lms().platform.state.lineItems.push({
      id: '90',
      course: 'biology-101',
      ...wanted,
      resourceLinkId: null,
      tool: '1',
      coupled: true,
    });
    expect((await canvas.remove(canvas.addresses().lineItem('90'))).status).toBe(401);
  });

  it('adds comments, keeps a grade when told to, and takes a pending manual one', async () => {
    const { id } = JSON.parse((await canvas.create(wanted)).body) as { id: string };
    const student = canvas.lms().sub('student-03');
    const post = (score: number, second: number, more: object) =>
      canvas.post(`${id}/scores`, scoreBodyOf(student, score, time(second), more));
    await post(50, 1, { comment: 'one' });
    await post(60, 2, { comment: 'two', gradingProgress: 'PendingManual' });
    await post(70, 3, { gradingProgress: 'Pending', [submission]: { preserve_score: true } });
    const held = canvas.lms().platform.state.scores[id.split('/').at(-1) ?? '']?.['student-03'];
    expect(held).toMatchObject({ score: 30, comments: ['one', 'two'], attempts: 3 });
    await post(70, 4, { gradingProgress: 'Pending' });
    expect(canvas.lms().platform.state.scores[id.split('/').at(-1) ?? '']?.['student-03']?.score).toBeNull();
  });

  it('takes a redirect URI with a query of its own', () => {
    const { redirectAllowed } = canvas.lms().platform.profile.launch;
    expect(redirectAllowed('https://t.example/launch?a=1', ['https://t.example/launch'])).toBe(true);
    expect(redirectAllowed('https://t.example/launch', ['https://t.example/launch?a=1'])).toBe(false);
    expect(redirectAllowed('https://t.example/other', ['https://t.example/launch'])).toBe(false);
  });
});

describe('the practice LMS with the habits of Moodle', () => {
  const moodle = open('moodle');

  it('matches the Accept header letter by letter, or takes anything', async () => {
    expect(await moodle.list('', { Accept: `${nrpsType}, */*` })).toMatchObject({ status: 200 });
    expect(await moodle.list('', { Accept: `${nrpsType}, application/json` })).toMatchObject({
      status: 400,
      body: expect.stringContaining('No handler found'),
    });
    expect((await moodle.create(wanted, 'application/json')).status).toBe(400);
  });

  it('pages when a limit is asked for, and loses the role on the way', async () => {
    const first = await moodle.list('?limit=5&role=Learner&rlid=201');
    expect(first.members).toHaveLength(5);
    const next = new URL(/<(.*)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '');
    expect(Object.fromEntries(next.searchParams)).toEqual({ limit: '5', rlid: '201', from: '5' });
  });

  it('gives no token to a clock that is ahead, and looks at neither aud nor jti', async () => {
    expect((await moodle.token({ iat: Math.floor(Date.now() / 1000) + 20 })).status).toBe(400);
    expect(await moodle.token({ aud: 'x', jti: undefined })).toMatchObject({
      status: 200,
      type: 'text/html; charset=utf-8',
    });
  });

  it('refuses line items of activities that are not the tool’s, and to remove its own', async () => {
    expect((await moodle.create({ ...wanted, resourceLinkId: '999' })).status).toBe(403);
    expect((await moodle.create({ ...wanted, resourceLinkId: '201' })).status).toBe(201);
    moodle.lms().platform.state.lineItems.push({
      id: '90',
      course: 'biology-101',
      ...wanted,
      resourceLinkId: '201',
      tool: '3',
      coupled: true,
    });
    expect((await moodle.remove(moodle.addresses().lineItem('90'))).status).toBe(403);
  });

  it('refuses a URL that lost its query', async () => {
    const url = new URL(moodle.lms().gradeService().lineItemsUrl ?? '');
    url.search = '';
    const answer = await moodle.lms().calls.call(moodle.lms().id, [scope('lineitem')], url.href, {});
    expect(answer.status).toBe(403);
  });

  it('replaces comments, and hands out no result of 0', async () => {
    const { id } = JSON.parse((await moodle.create(wanted)).body) as { id: string };
    const student = moodle.lms().sub('student-03');
    const scores = id.replace('?', '/scores?');
    await moodle.post(scores, scoreBodyOf(student, 0, time(1), { comment: 'one' }));
    await moodle.post(scores, scoreBodyOf(student, 0, time(2), { comment: 'two' }));
    expect(await moodle.post(scores, scoreBodyOf(student, 10, time(2)))).toMatchObject({ status: 409 });
    const held = Object.values(moodle.lms().platform.state.scores).at(-1)?.['student-03'];
    expect(held).toMatchObject({ score: 0, comments: ['two'] });
  });

  it('opens tools on phones in the whole window', async () => {
    const visit = (agent: string) =>
      fetch(`${moodle.lms().lms.url}/courses/biology-101`, {
        headers: { Cookie: 'practice_person=teacher-1', 'User-Agent': agent },
        redirect: 'manual',
      });
    expect((await visit('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0)')).headers.get('location')).toBe(
      '/launch/biology-101',
    );
    expect((await visit('Mozilla/5.0 (X11; Linux x86_64)')).status).toBe(200);
  });
});
