import type { Placing } from '../../lti-server/http/api-schema/deep-linking.ts';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import type { MySession } from '../../lti-server/http/api-schema/student.ts';
import { claimNames, type Item, launchWith, openPlacing, place, tryPlacing } from '../support/placing.ts';
import { type Client, clientFor, clientOf, openPractice, type RunningPractice } from '../support/practice.ts';

const nowSeconds = () => Math.floor(Date.now() / 1000);

describe('LTI deep linking', () => {
  let practice: RunningPractice;
  let teacher: Client;
  let sessions: string[];
  beforeAll(async () => {
    practice = await openPractice();
    teacher = await clientFor(practice, 'teacher-1');
    sessions = [];
    for (const title of ['Lecture', 'Seminar', 'Lab']) {
      sessions.push((await teacher.call<{ id: string }>('POST', '/sessions', { title })).id);
    }
  });
  afterAll(() => practice?.close());

  const launchItem = async (person: string, { custom }: Pick<Item, 'custom'>, course = 'biology-101') => {
    const { bearer } = await launchWith(
      practice,
      person,
      (claims) => ({ ...claims, [claimNames.custom]: custom }),
      course,
    );
    if (bearer === null) throw new Error('the returned link was refused');
    return clientOf(practice, bearer);
  };

  it('DL-01: accepts a request of the suite: no target, no resource link, no locale', async () => {
    const answer = await tryPlacing(practice);
    expect(answer).toMatchObject({ status: 200, accepted: true });
    const placer = clientOf(practice, answer.bearer ?? '');
    expect(await placer.call<Me>('GET', '/me')).toMatchObject({
      role: 'teacher',
      verbs: ['place-content'],
      landing: { kind: 'place-content' },
    });
    expect(await placer.call<Placing>('GET', '/deep-linking')).toMatchObject({
      accepted: true,
      severalSessions: true,
      course: { title: 'Biology 101', gradeColumn: 'offered' },
    });
  });

  it('DL-02: answers where to post one field JWT, on a page that may post there', async () => {
    const launched = await tryPlacing(practice);
    const page = launched.headers.get('content-security-policy');
    expect(page).toContain("form-action 'self' https://lms.example;");
    const answer = await clientOf(practice, launched.bearer ?? '').call('POST', '/deep-linking', {
      choice: { kind: 'own-record' },
    });
    expect(Object.keys(answer).sort()).toEqual(['jwt', 'returnUrl']);
    expect(answer.returnUrl).toBe('https://lms.example/deep_links?course=2&id=3&sesskey=abc');
  });

  it('DL-03: is an LtiDeepLinkingResponse of version 1.3.0', async () => {
    const { claims } = await place(practice, await openPlacing(practice), { choice: { kind: 'own-record' } });
    expect(claims).toMatchObject({
      [claimNames.messageType]: 'LtiDeepLinkingResponse',
      [claimNames.version]: '1.3.0',
    });
  });

  it('DL-04: is issued by now, not expired, and lives for five minutes at most', async () => {
    const { claims } = await place(practice, await openPlacing(practice), { choice: { kind: 'own-record' } });
    const { iat = Number.NaN, exp = Number.NaN } = claims;
    expect(iat).toBeLessThanOrEqual(nowSeconds());
    expect(exp).toBeGreaterThan(nowSeconds());
    expect(exp - iat).toBeLessThanOrEqual(300);
  });

  it('DL-05: is signed with RS256 by a key of our public key set', async () => {
    const { alg, kid } = await place(practice, await openPlacing(practice), { choice: { kind: 'own-record' } });
    expect(alg).toBe('RS256');
    expect(kid).toEqual(expect.any(String));
  });

  it('DL-06: names us as issuer, the platform as audience, the deployment, and echoes the data', async () => {
    const one = await place(practice, await openPlacing(practice), { choice: { kind: 'own-record' } });
    const other = await place(practice, await openPlacing(practice), { choice: { kind: 'own-record' } });
    expect(one.claims).toMatchObject({
      iss: 'muster-practice',
      aud: practice.lmsUrl,
      nonce: expect.stringMatching(/.{20,}/),
      [claimNames.deployment]: 'practice-1',
      [claimNames.data]: 'Some random opaque data that MUST be sent back',
      [claimNames.items]: [expect.any(Object)],
    });
    expect(one.claims.nonce).not.toBe(other.claims.nonce);
    expect(one.claims).not.toHaveProperty('sub');
  });

  it('DL-07: holds the items that were chosen, and no others', async () => {
    const url = `${practice.toolUrl}/lti/launch`;
    const several = await place(practice, await openPlacing(practice), {
      choice: { kind: 'sessions', sessions: [sessions[2] ?? '', sessions[0] ?? ''] },
    });
    expect(several.items.map(({ type, title, url }) => [type, title.split(', ').at(-1), url])).toEqual([
      ['ltiResourceLink', 'Lab', url],
      ['ltiResourceLink', 'Lecture', url],
    ]);
    const course = await place(practice, await openPlacing(practice), {
      choice: { kind: 'course', gradeColumn: false },
    });
    expect(course.items).toEqual([
      {
        type: 'ltiResourceLink',
        title: 'Attendance',
        text: expect.any(String),
        url,
        custom: { muster: expect.stringMatching(/^1\.c\./) },
      },
    ]);
  });

  it('DL-08: a launch of the returned link resolves to the chosen session', async () => {
    const wanted = sessions[1] ?? '';
    const { items } = await place(practice, await openPlacing(practice), {
      choice: { kind: 'sessions', sessions: [wanted] },
    });
    const [item] = items;
    if (item === undefined) throw new Error('no item');
    for (const person of ['student-02', 'teacher-1']) {
      const { landing } = await (await launchItem(person, item)).call<Me>('GET', '/me');
      expect(landing).toEqual({ kind: 'session', session: wanted });
    }
    const student = await launchItem('student-02', item);
    expect(await student.call<MySession>('GET', `/my/sessions/${wanted}`)).toMatchObject({
      title: 'Seminar',
      confirmed: false,
      record: null,
    });
  });

  it('DL-09: has no data claim when none was sent', async () => {
    const placer = await openPlacing(practice, { settings: { data: undefined } });
    const { claims } = await place(practice, placer, { choice: { kind: 'own-record' } });
    expect(claims).not.toHaveProperty([claimNames.data]);
  });

  it('DL-10: says that nothing suits where links alone are taken, places nothing, and goes back with nothing', async () => {
    const placer = await openPlacing(practice, { settings: { accept_types: ['link'] } });
    expect((await placer.call<Placing>('GET', '/deep-linking')).accepted).toBe(false);
    expect((await placer.raw('POST', '/deep-linking', { choice: { kind: 'own-record' } })).status).toBe(400);
    const { items, claims } = await place(practice, placer, { cancel: true });
    expect(items).toEqual([]);
    expect(claims).toMatchObject({
      [claimNames.errormsg]: expect.any(String),
      [claimNames.errorlog]: 'accept_types has no ltiResourceLink',
    });
    expect(claims).not.toHaveProperty([claimNames.msg]);
  });

  it('DL-11: gives one item at most where several are not taken', async () => {
    const placer = await openPlacing(practice, { settings: { accept_multiple: false } });
    expect((await placer.call<Placing>('GET', '/deep-linking')).severalSessions).toBe(false);
    const refused = await placer.raw('POST', '/deep-linking', {
      choice: { kind: 'sessions', sessions: sessions.slice(0, 2) },
    });
    expect(refused.status).toBe(400);
    const { items } = await place(practice, placer, { choice: { kind: 'sessions', sessions: sessions.slice(0, 1) } });
    expect(items).toHaveLength(1);
  });

  it('DL-12: refuses a request without a return URL, or with one that is no web address', async () => {
    for (const url of [undefined, '', 'javascript:alert(1)', 'data:text/html,x']) {
      const answer = await tryPlacing(practice, { settings: { deep_link_return_url: url } });
      expect(answer).toMatchObject({ status: 400, accepted: false });
    }
  });

  it.each(['Learner', 'Mentor'])('DL-13: refuses a %s', async (role) => {
    const roles = [`http://purl.imsglobal.org/vocab/lis/v2/membership#${role}`];
    const answer = await tryPlacing(practice, { change: (claims) => ({ ...claims, [claimNames.roles]: roles }) });
    expect(answer).toMatchObject({ status: 403, accepted: false });
  });

  it('DL-14: keeps the query of the return URL untouched', async () => {
    const returnUrl = 'https://lms/x?course=2&id=3&sesskey=abc&b=%20%2B+&a=%C3%A9&b=';
    const placer = await openPlacing(practice, { settings: { deep_link_return_url: returnUrl } });
    expect((await place(practice, placer, { choice: { kind: 'own-record' } })).returnUrl).toBe(returnUrl);
  });

  it('DL-15: goes back with nothing when the teacher cancels, and says so', async () => {
    const { items, claims } = await place(practice, await openPlacing(practice), { cancel: true });
    expect(items).toEqual([]);
    expect(claims[claimNames.msg]).toBe('Nothing was placed.');
    expect(claims).not.toHaveProperty([claimNames.errormsg]);
  });
});
