import type { CoursePage, Settings } from '../../lti-server/http/api-schema/course.ts';
import type { Placing } from '../../lti-server/http/api-schema/deep-linking.ts';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import type { MySession } from '../../lti-server/http/api-schema/student.ts';
import { claimNames, launchWith, openPlacing, place } from '../support/placing.ts';
import {
  type Client,
  clientFor,
  clientOf,
  eventually,
  openPractice,
  type RunningPractice,
} from '../support/practice.ts';

describe('links that Muster places in a course', () => {
  let practice: RunningPractice;
  let teacher: Client;
  let session: string;
  beforeAll(async () => {
    practice = await openPractice();
    teacher = await clientFor(practice, 'teacher-1');
    session = (await teacher.call<{ id: string }>('POST', '/sessions', { title: 'Lecture' })).id;
  });
  afterAll(() => practice?.close());

  /** The custom value of a link that was just placed. */
  const placed = async (course = 'biology-101') => {
    const { items } = await place(practice, await openPlacing(practice, { course }), {
      choice: { kind: 'own-record' },
    });
    return items[0]?.custom.muster ?? '';
  };
  const placedSession = async () => {
    const { items } = await place(practice, await openPlacing(practice), {
      choice: { kind: 'sessions', sessions: [session] },
    });
    return items[0]?.custom.muster ?? '';
  };
  const launchLink = async (person: string, muster: unknown, course = 'biology-101'): Promise<Client> => {
    const { bearer } = await launchWith(
      practice,
      person,
      (claims) => ({ ...claims, [claimNames.custom]: { muster } }),
      course,
    );
    if (bearer === null) throw new Error('refused');
    return clientOf(practice, bearer);
  };
  const landingOf = async (client: Client) => (await client.call<Me>('GET', '/me')).landing;

  describe('on launch', () => {
    it('opens the own record of a link to it', async () => {
      expect(await landingOf(await launchLink('student-02', await placed()))).toEqual({ kind: 'own-record' });
      expect(await landingOf(await launchLink('teacher-1', await placed()))).toEqual({ kind: 'own-record' });
    });

    it('ignores an altered value: the launch works, and opens the course', async () => {
      const value = await placedSession();
      const other = (await teacher.call<{ id: string }>('POST', '/sessions', { title: 'Seminar' })).id;
      for (const altered of [value.replace(session, other), `${value}x`, value.slice(0, -1), 'hello', `1.s.${other}`]) {
        const client = await launchLink('student-02', altered);
        expect(await client.call<Me>('GET', '/me')).toMatchObject({
          role: 'student',
          course: { title: 'Biology 101' },
          landing: { kind: 'link-ignored' },
        });
      }
    });

    it('ignores a value of another course, as a copied course has it', async () => {
      const value = await placedSession();
      const client = await launchLink('teacher-1', value, 'statistics');
      expect(await landingOf(client)).toEqual({ kind: 'link-ignored' });
      expect((await client.raw('GET', `/sessions/${session}`)).status).toBe(404);
    });

    it('ignores a value of another deployment', async () => {
      const value = await placedSession();
      const { registrations } = practice.muster.services;
      const [registration] = await registrations.list();
      if (registration === undefined) throw new Error('no registration');
      await registrations.put({
        ...registration,
        deploymentPolicy: 'trust-first-use',
        version: registration.version + 1,
      });
      const { bearer } = await launchWith(practice, 'teacher-1', (claims) => ({
        ...claims,
        [claimNames.deployment]: 'practice-2',
        [claimNames.custom]: { muster: value },
      }));
      expect(await landingOf(clientOf(practice, bearer ?? ''))).toEqual({ kind: 'link-ignored' });
    });

    it.each([[null], [7], [{ a: 1 }], ['$muster'], ['']])('takes %j for no link at all', async (value) => {
      expect(await landingOf(await launchLink('student-02', value))).toEqual({ kind: 'home' });
    });

    it('says that a session is gone when it was removed since, to teachers and students', async () => {
      const gone = (await teacher.call<{ id: string }>('POST', '/sessions', {})).id;
      const { items } = await place(practice, await openPlacing(practice), {
        choice: { kind: 'sessions', sessions: [gone] },
      });
      await teacher.raw('DELETE', `/sessions/${gone}`);
      const value = items[0]?.custom.muster;
      expect((await (await launchLink('teacher-1', value)).raw('GET', `/sessions/${gone}`)).status).toBe(404);
      expect((await (await launchLink('student-02', value)).raw('GET', `/my/sessions/${gone}`)).status).toBe(404);
    });

    it('shows a student the own entry once the session is confirmed, and nobody else’s', async () => {
      await teacher.call('GET', '/course');
      const { members } = await teacher.call<{ members: { id: string }[] }>('GET', `/sessions/${session}`);
      const changes = members.map(({ id: member }) => ({ member, status: 'late' }));
      const { reviewVersion } = await teacher.call('PUT', `/sessions/${session}/review/members`, { changes });
      const student = await launchLink('student-02', await placedSession());
      const mine = () => student.call<MySession>('GET', `/my/sessions/${session}`);
      expect(await mine()).toMatchObject({ confirmed: false, record: null });
      await teacher.call('POST', `/sessions/${session}/confirm`, { reviewVersion });
      expect(await eventually(mine, ({ confirmed }) => confirmed)).toMatchObject({
        record: { id: session, current: { status: 'late' }, history: [] },
      });
      expect((await teacher.raw('GET', `/my/sessions/${session}`)).status).toBe(403);
    });
  });

  describe('while placing', () => {
    it('refuses sessions of another course, and too many', async () => {
      const placer = await openPlacing(practice, { course: 'statistics' });
      const sessions = (some: readonly string[]) => ({ choice: { kind: 'sessions', sessions: some } });
      expect((await placer.raw('POST', '/deep-linking', sessions([session]))).status).toBe(404);
      expect((await placer.raw('POST', '/deep-linking', sessions([]))).status).toBe(400);
      expect((await placer.raw('POST', '/deep-linking', sessions(Array(51).fill(session)))).status).toBe(400);
      expect((await placer.raw('POST', '/deep-linking', { cancel: true, choice: { kind: 'own-record' } })).status).toBe(
        400,
      );
    });

    it('answers once: of ten posts at once one is given an answer, and the session has ended', async () => {
      const placer = await openPlacing(practice);
      const wanted = { choice: { kind: 'own-record' } };
      const posts = await Promise.all(Array.from({ length: 10 }, () => placer.raw('POST', '/deep-linking', wanted)));
      const statuses = posts.map(({ status }) => status).sort();
      expect(statuses).toEqual([200, ...Array(9).fill(401)]);
      expect((await placer.raw('GET', '/me')).status).toBe(401);
    });

    it('is good for nothing else, and nothing else is good for it', async () => {
      const placer = await openPlacing(practice);
      const calls: readonly (readonly [string, string, object?])[] = [
        ['GET', '/course'],
        ['GET', '/people'],
        ['GET', '/settings'],
        ['PUT', '/settings', { lateCredit: 1, gradeColumnOn: true, seen: { lateCredit: 0.8, gradeColumnOn: false } }],
        ['POST', '/sessions', {}],
        ['GET', `/sessions/${session}`],
        ['GET', `/sessions/${session}/records`],
        ['GET', `/sessions/${session}/events`],
        ['GET', '/gradebook'],
        ['GET', '/my/attendance'],
        ['GET', '/my/recognition'],
        ['GET', '/registration'],
      ];
      for (const [method, path, body] of calls) {
        expect([path, (await placer.raw(method, path, body)).status]).toEqual([path, 403]);
      }
      expect((await teacher.raw('GET', '/deep-linking')).status).toBe(403);
      expect((await teacher.raw('POST', '/deep-linking', { cancel: true })).status).toBe(403);
    });

    it('places nothing outside a course, and leads back', async () => {
      const placer = await openPlacing(practice, {
        change: (claims) => Object.fromEntries(Object.entries(claims).filter(([name]) => name !== claimNames.context)),
      });
      expect(await placer.call<Placing>('GET', '/deep-linking')).toMatchObject({ course: null });
      expect((await placer.raw('POST', '/deep-linking', { choice: { kind: 'own-record' } })).status).toBe(403);
      expect((await place(practice, placer, { cancel: true })).items).toEqual([]);
    });
  });

  describe('with a grade column', () => {
    const withColumn = { choice: { kind: 'course', gradeColumn: true } } as const;
    const lineItems = () => practice.lms.platform.state.lineItems;

    it('is not offered where the platform says no, nor to a teaching assistant, who is refused as well', async () => {
      const offers: readonly (readonly [string, object])[] = [
        ['not-here', { settings: { accept_lineitem: false } }],
        ['teacher-only', { person: 'ta-1' }],
      ];
      for (const [offer, options] of offers) {
        const placer = await openPlacing(practice, options);
        expect((await placer.call<Placing>('GET', '/deep-linking')).course?.gradeColumn).toBe(offer);
        expect((await placer.raw('POST', '/deep-linking', withColumn)).status).toBe(400);
        const { items } = await place(practice, placer, { choice: { kind: 'course', gradeColumn: false } });
        expect(items[0]).not.toHaveProperty('lineItem');
      }
      expect((await teacher.call<Settings>('GET', '/settings')).gradeColumnOn).toBe(false);
    });

    it('switches the column on, names it in the item, and scores go to the one that the platform makes', async () => {
      const { items } = await place(practice, await openPlacing(practice), withColumn);
      const lineItem = items[0]?.lineItem as { label: string; scoreMaximum: number; resourceId: string; tag: string };
      expect(lineItem).toEqual({
        label: 'Attendance (Muster)',
        scoreMaximum: 100,
        resourceId: expect.stringMatching(/^muster:attendance:c_/),
        tag: 'muster-attendance',
      });
      expect((await teacher.call<Settings>('GET', '/settings')).gradeColumnOn).toBe(true);
      expect(lineItems()).toEqual([]);
      lineItems().push({ ...lineItem, id: '77', course: 'biology-101', resourceLinkId: 'muster-biology-101' });
      await teacher.call('POST', '/gradebook/send', {});
      const page = () => teacher.call<CoursePage>('GET', '/course');
      await eventually(page, ({ gradebook }) => gradebook.confirmed === 28);
      expect(lineItems().map(({ id }) => id)).toEqual(['77']);
      expect(Object.values(practice.lms.platform.state.scores['77'] ?? {})).toHaveLength(28);
    });

    it('adds no second one beside it', async () => {
      const placer = await openPlacing(practice);
      expect((await placer.call<Placing>('GET', '/deep-linking')).course?.gradeColumn).toBe('there-already');
      expect((await placer.raw('POST', '/deep-linking', withColumn)).status).toBe(400);
    });
  });
});
