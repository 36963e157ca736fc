import type { Me } from '../../lti-server/http/api-schema/me.ts';
import { type Base, claim, launchCase, type PayloadChange, set, without } from '../support/certification.ts';
import { openPractice, type RunningPractice } from '../support/practice.ts';

const context = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person';
const same: PayloadChange = (payload) => payload;
const names = ['name', 'given_name', 'family_name', 'middle_name'];
const seconds = () => Math.floor(Date.now() / 1000);

type Expected = Partial<Pick<Me, 'role' | 'name' | 'testUser'>> & { readonly course?: null | object };
type Case = readonly [id: string, what: string, base: Base, change: PayloadChange, expected: Expected];

const [teacher, student, visitor]: Expected[] = [{ role: 'teacher' }, { role: 'student' }, { role: 'none' }];
const withRoles = (...roles: readonly string[]) => set(claim.roles, roles);

/** LTI Advantage certification guide 1.3, sections 6.1.2 and 6.1.3, and the shapes that platforms really send. */
const cases: readonly Case[] = [
  ['CORE-OK-T-01', 'a teacher', 'instructor', same, teacher ?? {}],
  [
    'CORE-OK-T-02',
    'several roles',
    'instructor',
    withRoles(`${context}#Instructor`, `${institution}#Staff`, `${institution}#Other`),
    teacher ?? {},
  ],
  ['CORE-OK-T-03', 'a short role name', 'instructor', withRoles('Instructor'), teacher ?? {}],
  [
    'CORE-OK-T-04',
    'an unknown role',
    'instructor',
    withRoles('http://purl.imsglobal.org/vocab/lis/v2/unknown/unknown#Helper'),
    visitor ?? {},
  ],
  ['CORE-OK-T-05', 'an empty role', 'instructor', withRoles(''), visitor ?? {}],
  ['CORE-OK-T-05', 'no role in the list', 'instructor', withRoles(), visitor ?? {}],
  ['CORE-OK-T-06', 'an e-mail and no names', 'instructor', without(...names), { role: 'teacher', name: null }],
  ['CORE-OK-T-07', 'names and no e-mail', 'instructor', without('email'), { role: 'teacher', name: 'Ada Bea Example' }],
  ['CORE-OK-T-08', 'no personal data', 'instructor', without(...names, 'email'), { role: 'teacher', name: null }],
  ['CORE-OK-T-09', 'no course', 'instructor', without(claim.context), { course: null }],
  [
    'CORE-OK-T-10',
    'a resource link never seen before',
    'instructor',
    set(claim.resourceLink, { id: '6f3c0b1e' }),
    teacher ?? {},
  ],
  ['CORE-OK-S-01', 'a student', 'student', same, student ?? {}],
  [
    'CORE-OK-S-02',
    'a student who mentors in the institution',
    'student',
    withRoles(`${context}#Learner`, `${institution}#Student`, `${institution}#Mentor`),
    student ?? {},
  ],
  ['CORE-OK-S-03', 'a short student role', 'student', withRoles('Learner'), student ?? {}],
  [
    'CORE-OK-S-04',
    'a known role beside an unknown one',
    'student',
    withRoles(`${context}#Learner`, 'http://purl.imsglobal.org/vocab/lis/v2/uknownrole/unknown#Unknown'),
    student ?? {},
  ],
  ['CORE-OK-S-05', 'an empty student role', 'student', withRoles(''), visitor ?? {}],
  [
    'CORE-OK-S-06',
    'a student with an e-mail and no names',
    'student',
    without(...names),
    { role: 'student', name: null },
  ],
  [
    'CORE-OK-S-07',
    'a student with names and no e-mail',
    'student',
    without('email'),
    { role: 'student', name: 'Ada Bea Example' },
  ],
  [
    'CORE-OK-S-08',
    'a student without personal data',
    'student',
    without(...names, 'email'),
    { role: 'student', name: null },
  ],
  ['CORE-OK-S-09', 'a student without a course', 'student', without(claim.context), { course: null }],
  [
    'CORE-OK-S-10',
    'a student at a link never seen before',
    'student',
    set(claim.resourceLink, { id: '0d7e5a2c' }),
    student ?? {},
  ],
  [
    'CORE-OK-S-11',
    'a resource link and no personal data',
    'student',
    without(...names, 'email'),
    { role: 'student', name: null, course: {} },
  ],
  [
    'CORE-ESC-01',
    'a teacher of the institution who studies here, as a student',
    'student',
    withRoles(`${institution}#Instructor`, `${context}#Learner`),
    student ?? {},
  ],
  [
    'CORE-ESC-02',
    'a teacher of the institution alone, without rights here',
    'student',
    withRoles(`${institution}#Instructor`),
    visitor ?? {},
  ],
  [
    'CORE-EXT-01',
    'unknown claims, and null where a member is optional',
    'student',
    (payload) => ({
      ...payload,
      'https://vendor.example/x': { a: 1 },
      errors: { errors: {} },
      picture: null,
      [claim.custom]: null,
      [claim.resourceLink]: { id: 'rl-1', title: null, description: null, validation_context: null },
      [claim.context]: { ...(payload[claim.context] as object), validation_context: null, label: null },
    }),
    student ?? {},
  ],
  [
    'CORE-EXT-02',
    'a teaching assistant with both roles',
    'instructor',
    withRoles(`${context}#Instructor`, `${context}/Instructor#TeachingAssistant`),
    { role: 'ta' },
  ],
  [
    'CORE-EXT-03',
    'the test user, marked as such',
    'student',
    withRoles(`${context}#Learner`, 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser'),
    { role: 'student', testUser: true },
  ],
  [
    'CORE-EXT-04',
    'a substitution variable that was not expanded',
    'student',
    set(claim.custom, { person_timezone: '$Person.address.timezone' }),
    student ?? {},
  ],
  [
    'CORE-EXT-05',
    'a token that lives for a minute',
    'student',
    (payload) => ({ ...payload, iat: seconds() - 30, exp: seconds() + 30 }),
    student ?? {},
  ],
];

describe('valid launches', () => {
  let practice: RunningPractice;
  beforeAll(async () => {
    practice = await openPractice();
  });
  afterAll(() => practice?.close());

  it.each(cases)('%s: accepts %s', async (_id, _what, base, change, { course, ...expected }) => {
    const answer = await launchCase(practice, base, change);
    expect(answer).toMatchObject({ status: 200, accepted: true });
    const me = await fetch(`${practice.toolUrl}/api/me`, { headers: { Authorization: `Bearer ${answer.bearer}` } });
    const told = (await me.json()) as Me;
    expect(told).toMatchObject(expected);
    expect(told.course === null).toBe(course === null);
  });
});
