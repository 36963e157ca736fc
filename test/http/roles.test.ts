import type { CoursePage } from '../../lti-server/http/api-schema/course.ts';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import type { MyRecognition } from '../../lti-server/http/api-schema/student.ts';
import { claimNames, launchWith } from '../support/placing.ts';
import {
  type Client,
  clientFor,
  clientOf,
  eventually,
  openPractice,
  type RunningPractice,
} from '../support/practice.ts';

const m = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';
const i = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#';
const testUser = 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser';
const assistant = 'http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant';

type Call = readonly [method: string, path: string, body?: object];
const settings: Call = ['GET', '/settings'];
const save: Call = [
  'PUT',
  '/settings',
  { lateCredit: 0.8, gradeColumnOn: false, seen: { lateCredit: 0.1, gradeColumnOn: true } },
];
const course: Call = ['GET', '/course'];
const people: Call = ['GET', '/people'];
const mine: Call = ['GET', '/my/attendance'];
const myData: Call = ['GET', '/my/data'];
const registration: Call = ['GET', '/registration'];
const all = [settings, save, course, people, mine, myData, registration];

/** Who comes with which roles: what they are here, and which of the calls above they may make. */
const visitors: readonly (readonly [string, readonly string[], Partial<Me>, readonly Call[]])[] = [
  ['a teacher', [`${m}Instructor`], { role: 'teacher', administrator: false }, [settings, save, course, people]],
  ['a teaching assistant', [`${m}Instructor`, assistant], { role: 'ta' }, [settings, course, people]],
  ['a student', [`${m}Learner`], { role: 'student', testUser: false }, [mine, myData]],
  ['the test user', [`${m}Learner`, testUser], { role: 'student', testUser: true }, [mine, myData]],
  ['a mentor', [`${m}Mentor`], { role: 'observer', verbs: [] }, []],
  ['somebody without a role', [], { role: 'none', verbs: [] }, []],
  ['a teacher of the institution alone', [`${i}Instructor`], { role: 'none', verbs: [] }, []],
  ['an administrator', [`${i}Administrator`], { role: 'none', verbs: ['see-registration'] }, [registration]],
  ['an administrator who mentors', [`${m}Mentor`, `${i}Administrator`], { role: 'observer' }, [registration]],
];

describe('roles', () => {
  let practice: RunningPractice;
  beforeAll(async () => {
    practice = await openPractice();
    await (await clientFor(practice, 'teacher-1')).call('GET', '/course');
  });
  afterAll(() => practice?.close());

  const launchAs = async (
    sub: string,
    roles: readonly string[],
    { without = '', in: into = 'biology-101' }: { readonly without?: string; readonly in?: string } = {},
  ): Promise<Client> => {
    const change = (claims: object) => ({
      ...Object.fromEntries(Object.entries(claims).filter(([name]) => name !== without)),
      sub,
      [claimNames.roles]: roles,
    });
    const { bearer } = await launchWith(practice, 'teacher-1', change, into);
    if (bearer === null) throw new Error('refused');
    return clientOf(practice, bearer);
  };

  it.each(visitors)('%s may do what the role allows, and nothing else', async (who, roles, expected, allowed) => {
    const client = await launchAs(`visitor ${who}`, roles);
    expect(await client.call<Me>('GET', '/me')).toMatchObject({ ...expected, landing: { kind: 'home' } });
    for (const call of all) {
      const { status } = await client.raw(...call);
      expect([call[1], call[0], status === 403]).toEqual([call[1], call[0], !allowed.includes(call)]);
    }
  });

  it.each(visitors)('%s has nothing of any course in a launch without one', async (who, roles, _expected, allowed) => {
    const client = await launchAs(`outside ${who}`, roles, { without: claimNames.context });
    expect((await client.call<Me>('GET', '/me')).course).toBeNull();
    for (const call of all) {
      const may = call === registration && allowed.includes(registration);
      expect([call[1], (await client.raw(...call)).status]).toEqual([call[1], may ? 200 : 403]);
    }
  });

  it('the test user looks at a student’s page, and cannot consent, enrol or be recognised', async () => {
    const client = await launchAs('test-student', [`${m}Learner`, testUser]);
    expect(await client.call<MyRecognition>('GET', '/my/recognition')).toMatchObject({ notAllowed: 'test-user' });
    const { currentTextVersion } = await client.call<MyRecognition>('GET', '/my/recognition');
    const yes = { choice: 'consented', textVersion: currentTextVersion, language: 'en' };
    expect((await client.raw('PUT', '/my/consent', yes)).status).toBe(403);
    expect((await client.raw('POST', '/my/enrolment', new FormData())).status).toBe(403);
  });

  it('the test user is in no list, no session, no statistics and not in the gradebook', async () => {
    const teacher = await clientFor(practice, 'teacher-1', 'statistics');
    await teacher.call('GET', '/course');
    await launchAs('test-student', [`${m}Learner`, testUser], { in: 'statistics' });
    const seen = { lateCredit: 0.8, gradeColumnOn: false };
    await teacher.call('PUT', '/settings', { lateCredit: 0.8, gradeColumnOn: true, seen });
    const { id } = await teacher.call<{ id: string }>('POST', '/sessions', {});
    const { members } = await teacher.call<{ members: { id: string }[] }>('GET', `/sessions/${id}`);
    expect(members).toHaveLength(12);
    const changes = members.map(({ id: member }) => ({ member, status: 'present' }));
    const { reviewVersion } = await teacher.call('PUT', `/sessions/${id}/review/members`, { changes });
    await teacher.call('POST', `/sessions/${id}/confirm`, { reviewVersion });
    const page = await eventually(
      () => teacher.call<CoursePage>('GET', '/course'),
      ({ gradebook }) => gradebook.confirmed === 12,
    );
    expect(page.coverage.students).toBe(12);
    const { state } = practice.lms.platform;
    const scores = state.scores[state.lineItems[0]?.id ?? ''] ?? {};
    expect(Object.keys(scores)).toHaveLength(12);
    expect(scores).not.toHaveProperty('test-student');
    const listed = await teacher.call<{ people: { name: string; role: string }[] }>('GET', '/people');
    expect(listed.people.filter(({ role }) => role === 'student')).toHaveLength(12);
  });
});
