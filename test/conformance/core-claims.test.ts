import type { Me } from '../../lti-server/http/api-schema/me.ts';
import { beginLaunch, postLaunch, signAsPlatform } from '../support/forged-launch.ts';
import { openPractice, type RunningPractice } from '../support/practice.ts';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const context = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person';
type Claims = Readonly<Record<string, unknown>>;
type Change = (claims: Claims) => Claims;

const set =
  (name: string, value: unknown): Change =>
  (claims) => ({ ...claims, [name]: value });
const without =
  (...names: readonly string[]): Change =>
  (claims) =>
    Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));
const now = () => Math.floor(Date.now() / 1000);
const names = ['name', 'given_name', 'family_name', 'middle_name'];

const refused: readonly (readonly [id: string, what: string, change: Change, header?: Claims])[] = [
  ['CORE-BAD-01', 'no kid', (claims) => claims, { kid: undefined }],
  ['CORE-BAD-02', 'a kid that the platform does not have', (claims) => claims, { kid: 'imstester_66067' }],
  ['CORE-BAD-03', 'a wrong LTI version', set(`${lti}version`, '11.3')],
  ['CORE-BAD-04', 'no LTI version', without(`${lti}version`)],
  ['CORE-BAD-05', 'a JWT that is no LTI message', () => ({ name: 'badltilaunch' }), { kid: undefined }],
  [
    'CORE-BAD-06',
    'no LTI claim at all',
    (claims) => Object.fromEntries(Object.entries(claims).filter(([name]) => !name.startsWith(lti))),
  ],
  ['CORE-BAD-07', 'times long past', (claims) => ({ ...claims, iat: 11111, exp: 22222 })],
  ['CORE-BAD-08', 'no message type', without(`${lti}message_type`)],
  ['CORE-BAD-09', 'no roles claim', without(`${lti}roles`)],
  ['CORE-BAD-10', 'no deployment', without(`${lti}deployment_id`)],
  ['CORE-BAD-11', 'no resource link', without(`${lti}resource_link`)],
  ['CORE-BAD-12', 'an empty sub', set('sub', '')],
  ['CORE-NEG-05', 'another audience', set('aud', 'someone-else')],
  ['CORE-NEG-06', 'several audiences without azp', set('aud', ['muster-practice', 'other'])],
  ['CORE-NEG-07', 'another azp', set('azp', 'other')],
  ['CORE-NEG-08', 'another issuer', set('iss', 'https://evil.example')],
  ['CORE-NEG-09', 'no nonce', without('nonce')],
  ['CORE-NEG-10', 'a nonce never issued', set('nonce', 'never-issued')],
  ['CORE-NEG-15', 'an unknown deployment', set(`${lti}deployment_id`, 'unknown-deployment')],
  ['CORE-NEG-16', 'a foreign target', set(`${lti}target_link_uri`, 'https://evil.example/x')],
  ['CORE-NEG-18', 'an iat in the future', (claims) => ({ ...claims, iat: now() + 3600, exp: now() + 7200 })],
  ['CORE-NEG-19', 'an exp that is past', (claims) => ({ ...claims, iat: now() - 600, exp: now() - 120 })],
  ['CORE-NEG-20', 'an unknown message type', set(`${lti}message_type`, 'LtiUnknownRequest')],
  ['CORE-NEG-21', 'roles that are no list', set(`${lti}roles`, 'not-an-array')],
];

const accepted: readonly (readonly [string, string, string, Change, Partial<Me>])[] = [
  ['CORE-OK-T-01', 'a teacher', 'teacher-1', (claims) => claims, { role: 'teacher' }],
  [
    'CORE-OK-T-02',
    'several roles',
    'teacher-1',
    set(`${lti}roles`, [`${context}#Instructor`, `${institution}#Staff`, `${institution}#Other`]),
    { role: 'teacher' },
  ],
  ['CORE-OK-T-03', 'a short role name', 'teacher-1', set(`${lti}roles`, ['Instructor']), { role: 'teacher' }],
  [
    'CORE-OK-T-04',
    'an unknown role',
    'teacher-1',
    set(`${lti}roles`, ['http://purl.imsglobal.org/vocab/lis/v2/unknown/unknown#Helper']),
    { role: 'none' },
  ],
  ['CORE-OK-T-05', 'an empty role', 'teacher-1', set(`${lti}roles`, ['']), { role: 'none' }],
  ['CORE-OK-T-06', 'no names', 'teacher-1', without(...names), { role: 'teacher', name: null }],
  ['CORE-OK-T-07', 'no e-mail', 'teacher-1', without('email'), { role: 'teacher' }],
  ['CORE-OK-T-08', 'no personal data', 'teacher-1', without(...names, 'email'), { role: 'teacher', name: null }],
  ['CORE-OK-T-09', 'no course', 'teacher-1', without(`${lti}context`), { course: null }],
  [
    'CORE-OK-T-10',
    'another resource link',
    'teacher-1',
    set(`${lti}resource_link`, { id: 'b6a9ab24' }),
    { role: 'teacher' },
  ],
  ['CORE-OK-S-01', 'a student', 'student-02', (claims) => claims, { role: 'student' }],
  ['CORE-OK-S-03', 'a short student role', 'student-02', set(`${lti}roles`, ['Learner']), { role: 'student' }],
  [
    'CORE-OK-S-04',
    'a known role beside an unknown one',
    'student-02',
    set(`${lti}roles`, [`${context}#Learner`, 'http://purl.imsglobal.org/vocab/lis/v2/uknownrole/unknown#Unknown']),
    { role: 'student' },
  ],
  ['CORE-OK-S-05', 'an empty student role', 'student-02', set(`${lti}roles`, ['']), { role: 'none' }],
  ['CORE-OK-S-06', 'a student without names', 'student-02', without(...names), { role: 'student', name: null }],
  ['CORE-OK-S-09', 'a student without a course', 'student-02', without(`${lti}context`), { course: null }],
  [
    'CORE-ESC-01',
    'a teacher of the institution who studies here',
    'student-02',
    set(`${lti}roles`, [`${institution}#Instructor`, `${context}#Learner`]),
    { role: 'student' },
  ],
  [
    'CORE-ESC-02',
    'a teacher of the institution alone',
    'student-02',
    set(`${lti}roles`, [`${institution}#Instructor`]),
    { role: 'none' },
  ],
];

describe('LTI core: what the claims of a launch may say', () => {
  let practice: RunningPractice;
  beforeAll(async () => {
    practice = await openPractice();
  });
  afterAll(() => practice?.close());

  it.each(refused.map(([id, what, change, header = {}]) => [id, what, change, header] as const))(
    '%s: refuses %s',
    async (_id, _what, change, header) => {
      const { state, cookie, claims } = await beginLaunch(practice);
      const token = await signAsPlatform(practice, change(claims), header);
      const answer = await postLaunch(practice, { state, id_token: token }, cookie);
      expect(answer.accepted).toBe(false);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.text).not.toContain('at Object');
      expect(answer.text).not.toContain(token);
    },
  );

  it.each(accepted)('%s: accepts %s', async (_id, _what, person, change, expected) => {
    const { state, cookie, claims } = await beginLaunch(practice, person);
    const token = await signAsPlatform(practice, change(claims));
    const answer = await postLaunch(practice, { state, id_token: token }, cookie);
    expect(answer).toMatchObject({ status: 200, accepted: true });
    const me = await fetch(`${practice.toolUrl}/api/me`, { headers: { Authorization: `Bearer ${answer.bearer}` } });
    expect(await me.json()).toMatchObject(expected);
  });
});
