import type { PlatformOptions, ServiceFault } from '../../practice-lms/platform.ts';
import { beginLaunch, postLaunch } from '../support/forged-launch.ts';
import { type Connector, openConnector, scoreBodyOf } from '../support/lms-connector.ts';
import { openPractice, type RunningPractice } from '../support/practice.ts';

const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
const types = {
  item: 'application/vnd.ims.lis.v2.lineitem+json',
  list: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  score: 'application/vnd.ims.lis.v1.score+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
} as const;
const wanted = { label: 'Attendance', scoreMaximum: 100, resourceId: 'muster:attendance:c1', tag: 'muster-attendance' };
const time = (second: number) => `2026-11-24T10:00:${String(second).padStart(2, '0')}.000Z`;
type Ask = Parameters<NonNullable<PlatformOptions['onService']>>[0];

describe('LTI assignment and grade services: what is asked of the platform, and what is made of its answers', () => {
  let lms: Connector;
  let answer: (ask: Ask) => ServiceFault = () => 'ok';
  const isToken = ({ path }: Ask) => path === '/token';

  beforeAll(async () => {
    lms = await openConnector({ onService: (ask) => (isToken(ask) ? 'ok' : answer(ask)) });
  });
  beforeEach(() => {
    answer = () => 'ok';
    lms.platform.state.lineItems.splice(0);
    lms.asked();
  });
  afterAll(() => lms?.close());

  const made = () => lms.gradebook.ensureLineItem(lms.id, lms.gradeService(), wanted);
  const post = (url: string, second = 1, sub = 'student-01') =>
    lms.gradebook.postScore(lms.id, url, scoreBodyOf(sub, 80, time(second)));

  it('AGS-01: creates a line item with label, maximum, resource id and tag, and takes its URL for its id', async () => {
    const item = await made();
    const [, created] = lms.asked();
    expect(created).toMatchObject({ method: 'POST', contentType: types.item, status: 201, body: wanted });
    expect(item).toEqual({ id: `${lms.lms.url}/api/courses/biology-101/lineitems/1`, ...wanted });
  });

  it('AGS-02: looks for it by resource id and tag first, and makes no second one', async () => {
    const item = await made();
    lms.asked();
    expect(await made()).toEqual(item);
    const [listed, ...more] = lms.asked();
    expect(listed).toMatchObject({ method: 'GET', accept: types.list });
    expect(new URL(listed?.path ?? '', lms.lms.url).searchParams.get('resource_id')).toBe(wanted.resourceId);
    expect(new URL(listed?.path ?? '', lms.lms.url).searchParams.get('tag')).toBe(wanted.tag);
    expect(more).toEqual([]);
  });

  it('AGS-02: finds it among others, and on a later page, when the platform does not filter', async () => {
    const item = (id: string, resourceId: string, tag: string) => ({
      id,
      label: 'A',
      scoreMaximum: 1,
      resourceId,
      tag,
    });
    const list = (items: readonly object[], headers: Record<string, string> = {}): ServiceFault => ({
      status: 200,
      headers: { 'Content-Type': types.list, ...headers },
      body: JSON.stringify(items),
    });
    answer = ({ path }) =>
      path.includes('page=2')
        ? list([item('https://lms/3', wanted.resourceId, wanted.tag)])
        : list([item('https://lms/1', wanted.resourceId, 'other'), item('https://lms/2', 'other', wanted.tag)], {
            Link: '<?page=2>; rel="next"',
          });
    expect((await made()).id).toBe('https://lms/3');
    expect(lms.asked().filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('AGS-03: reads one line item; one that is gone is none', async () => {
    const item = await made();
    lms.asked();
    expect(await lms.lineItems.get(lms.id, lms.gradeService(), item.id)).toEqual(item);
    expect(lms.asked()[0]).toMatchObject({ method: 'GET', accept: types.item, status: 200 });
    expect(await lms.lineItems.get(lms.id, lms.gradeService(), `${item.id}0`)).toBeNull();
  });

  it.each([
    ['an address of more than 2048 characters', { id: `https://lms/${'i'.repeat(2_048)}` }],
    ['a resource id of more than 255 characters', { resourceId: 'r'.repeat(256) }],
    ['a tag of more than 255 characters', { tag: 't'.repeat(256) }],
  ])('refuses a line item with %s', async (_, over) => {
    const body = JSON.stringify({ id: 'https://lms/1', ...wanted, ...over });
    answer = () => ({ status: 200, headers: { 'Content-Type': types.item }, body });
    const url = `${lms.lms.url}/api/courses/biology-101/lineitems/1`;
    await expect(lms.lineItems.get(lms.id, lms.gradeService(), url)).rejects.toMatchObject({
      code: 'RESPONSE_INVALID',
    });
  });

  it('AGS-04: puts the whole object when it changes one member', async () => {
    const item = await made();
    lms.asked();
    await lms.lineItems.update(lms.id, { ...item, label: 'Renamed' });
    expect(lms.asked()[0]).toMatchObject({
      method: 'PUT',
      contentType: types.item,
      body: { ...wanted, label: 'Renamed' },
    });
    expect(lms.platform.state.lineItems[0]).toMatchObject({ ...wanted, label: 'Renamed' });
  });

  it('AGS-05: removes a line item, and takes one that is gone for removed', async () => {
    const item = await made();
    lms.asked();
    await lms.lineItems.remove(lms.id, item.id);
    await lms.lineItems.remove(lms.id, item.id);
    expect(lms.asked().map(({ method, status }) => `${method} ${status}`)).toEqual(['DELETE 204', 'DELETE 404']);
  });

  it('AGS-06: posts a score below the line item, byte for byte as it was written', async () => {
    const item = await made();
    lms.asked();
    expect(await post(item.id)).toEqual({ outcome: 'accepted' });
    expect(lms.asked()[0]).toMatchObject({
      method: 'POST',
      path: '/api/courses/biology-101/lineitems/2/scores'.replace('/2/', `/${item.id.split('/').at(-1)}/`),
      contentType: types.score,
      body: JSON.parse(scoreBodyOf('student-01', 80, time(1))),
    });
  });

  it('AGS-07: reads results with their own media type, scaled to our maximum', async () => {
    const item = await lms.lineItems.create(lms.id, lms.gradeService(), { ...wanted, scoreMaximum: 20 });
    await post(item.id);
    lms.asked();
    expect([...((await lms.gradebook.results(lms.id, item.id, 100)) ?? [])]).toEqual([['student-01', 80]]);
    expect(lms.asked()[0]).toMatchObject({ method: 'GET', accept: types.results });
  });

  it('AGS-08: has a token for each set of scopes, and asks for each once', async () => {
    const fresh = await openConnector();
    const item = await fresh.gradebook.ensureLineItem(fresh.id, fresh.gradeService(), wanted);
    for (const second of [1, 2]) {
      await fresh.gradebook.postScore(fresh.id, item.id, scoreBodyOf('student-01', 80, time(second)));
      await fresh.gradebook.results(fresh.id, item.id, 100);
    }
    const tokens = fresh.platform.requests.filter(({ path }) => path === '/token');
    expect(tokens.map(({ body }) => (body as { scope: string }).scope)).toEqual([
      `${ags}lineitem`,
      `${ags}score`,
      `${ags}result.readonly`,
    ]);
    expect(fresh.asked().every(({ scopes }) => scopes.length === 1)).toBe(true);
    await fresh.close();
  });

  it('AGS-08: shares one token request among calls made at once', async () => {
    const fresh = await openConnector();
    await Promise.all(Array.from({ length: 8 }, () => fresh.lineItems.find(fresh.id, fresh.gradeService(), wanted)));
    expect(fresh.platform.requests.filter(({ path }) => path === '/token')).toHaveLength(1);
    await fresh.close();
  });

  it('AGS-09: does not use the line item of one course in another', async () => {
    const here = await made();
    const there = await lms.gradebook.ensureLineItem(lms.id, lms.gradeService('statistics'), wanted);
    expect(there.id).not.toBe(here.id);
    expect(lms.platform.state.lineItems.map(({ course }) => course)).toEqual(['biology-101', 'statistics']);
  });

  it.each([
    [422, 'user is not a student of this course'],
    [400, 'Incorrect score received'],
  ])('AGS-13: takes a %i for a person who is no student as final for that person', async (status, body) => {
    answer = () => ({ status, body });
    expect(await post(`${lms.lms.url}/api/courses/biology-101/lineitems/1`)).toEqual({
      outcome: 'refused',
      reason: 'not-a-student',
      httpStatus: status,
    });
  });

  it('AGS-13: lets the others go on', async () => {
    const item = await made();
    expect(await post(item.id, 1, 'teacher-1')).toMatchObject({ outcome: 'refused', reason: 'not-a-student' });
    expect(await post(item.id, 1, 'student-02')).toEqual({ outcome: 'accepted' });
  });

  it.each([
    ['a 403 with its bucket empty', { status: 403, headers: { 'x-rate-limit-remaining': '0.0' } }, null],
    ['a 403 that says so', { status: 403, body: '403 Forbidden (Rate Limit Exceeded)' }, null],
    ['a 429 with seconds', { status: 429, headers: { 'Retry-After': '7' } }, 7],
    ['a 502', { status: 502 }, null],
    ['a 503 with seconds', { status: 503, headers: { 'Retry-After': '120' } }, 120],
    ['a 504', { status: 504 }, null],
  ] as const)('AGS-14: tries again later after %s', async (_what, fault, afterSeconds) => {
    answer = () => fault;
    expect(await post(`${lms.lms.url}/api/courses/biology-101/lineitems/1`)).toEqual({
      outcome: 'retry',
      afterSeconds,
      httpStatus: fault.status,
    });
  });

  it('AGS-14: tries again later after a 429 with a date, and when no answer comes', async () => {
    answer = () => ({ status: 429, headers: { 'Retry-After': new Date(Date.now() + 3_600_000).toUTCString() } });
    const later = await post(`${lms.lms.url}/api/courses/biology-101/lineitems/1`);
    expect(later).toMatchObject({ outcome: 'retry', httpStatus: 429 });
    const seconds = later.outcome === 'retry' ? (later.afterSeconds ?? 0) : 0;
    expect(Math.round(seconds / 60)).toBe(60);
    expect(await post('http://127.0.0.1:1/lineitems/1')).toEqual({
      outcome: 'retry',
      afterSeconds: null,
      httpStatus: null,
    });
  });

  it('AGS-14: a permission that is gone is not tried again', async () => {
    answer = () => ({ status: 403, headers: { 'x-rate-limit-remaining': '599.9' } });
    expect(await post(`${lms.lms.url}/api/courses/biology-101/lineitems/1`)).toMatchObject({
      outcome: 'stopped',
      reason: 'not-allowed',
    });
  });

  it('AGS-16: says that a line item is gone, and finds it again by resource id and tag', async () => {
    const item = await made();
    lms.platform.state.lineItems.splice(0);
    expect(await post(item.id)).toEqual({ outcome: 'line-item-gone' });
    const again = await made();
    expect(again.id).not.toBe(item.id);
    expect(await post(again.id)).toEqual({ outcome: 'accepted' });
  });

  it('AGS-17: reads a result without a score as none, and no error', async () => {
    answer = () => ({
      status: 200,
      body: JSON.stringify([{ userId: 7 }, { userId: 'b', resultScore: 4, resultMaximum: 8 }]),
    });
    const results = await lms.gradebook.results(lms.id, `${lms.lms.url}/api/courses/biology-101/lineitems/1`, 100);
    expect([...(results ?? [])]).toEqual([['b', 50]]);
  });

  it('AGS-18: makes nothing without the right to, and uses the line item of the launch', async () => {
    const item = await lms.lineItems.create(lms.id, lms.gradeService(), { ...wanted, resourceId: 'coupled' });
    const reading = lms.gradeService('biology-101', [`${ags}lineitem.readonly`, `${ags}score`]);
    lms.asked();
    await expect(lms.gradebook.ensureLineItem(lms.id, reading, wanted)).rejects.toMatchObject({
      code: 'GRADEBOOK_UNAVAILABLE',
    });
    expect(lms.asked()).toEqual([]);
    expect(await lms.gradebook.ensureLineItem(lms.id, { ...reading, lineItemUrl: item.id }, wanted)).toEqual(item);
    expect(lms.asked().map(({ method, scopes }) => [method, scopes])).toEqual([['GET', [`${ags}lineitem.readonly`]]]);
  });
});

describe('LTI assignment and grade services: the line item whose URL has a query', () => {
  it('AGS-10: puts scores and results into the path, and leaves the query behind it', async () => {
    const lms = await openConnector({ profile: 'moodle' });
    const item = await lms.gradebook.ensureLineItem(lms.id, lms.gradeService(), wanted);
    expect(new URL(item.id).search).toBe('?type_id=3');
    lms.asked();
    expect(await lms.gradebook.postScore(lms.id, item.id, scoreBodyOf(lms.sub('student-01'), 80, time(1)))).toEqual({
      outcome: 'accepted',
    });
    await lms.gradebook.results(lms.id, item.id, 100);
    expect(lms.asked().map(({ path }) => path)).toEqual([
      '/mod/lti/services.php/2/lineitems/1/lineitem/scores?type_id=3',
      '/mod/lti/services.php/2/lineitems/1/lineitem/results?type_id=3',
    ]);
    await lms.close();
  });
});

describe('LTI assignment and grade services: the launch', () => {
  let practice: RunningPractice;
  beforeAll(async () => {
    practice = await openPractice();
  });
  afterAll(() => practice?.close());

  it('AGS-00: accepts a student whose launch names the line items and none of them', async () => {
    const { state, token, cookie, claims } = await beginLaunch(practice, 'student-02');
    const endpoint = claims['https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'] as Record<string, unknown>;
    expect(endpoint).toMatchObject({ lineitems: expect.any(String) });
    expect(endpoint.lineitem).toBeUndefined();
    expect(await postLaunch(practice, { state, id_token: token }, cookie)).toMatchObject({ accepted: true });
  });
});
