import {
  basePayload,
  beginLogin,
  claim,
  expectRefusal,
  launchCase,
  type PayloadChange,
  set,
  signed,
  without,
} from '../support/certification.ts';
import { postLaunch } from '../support/forged-launch.ts';
import { openPractice, type RunningPractice } from '../support/practice.ts';

const same: PayloadChange = (payload) => payload;
type Header = Readonly<Record<string, unknown>>;
type Case = readonly [id: string, what: string, reason: string, change: PayloadChange, header?: Header];

/** LTI Advantage certification guide 1.3, section 6.1.1, each with the variants that other suites run. */
const cases: readonly Case[] = [
  ['CORE-BAD-01', 'no kid', 'kid_missing', same, { kid: undefined, junk: 'x' }],
  ['CORE-BAD-02', 'a kid that the platform does not have', 'kid_unknown', same, { kid: 'imstester_66067' }],
  ['CORE-BAD-03', 'a wrong LTI version', 'version_invalid', set(claim.version, '11.3')],
  ['CORE-BAD-04', 'no LTI version', 'version_missing', without(claim.version)],
  ['CORE-BAD-06', 'three claims missing', 'claims_missing', without(claim.messageType, claim.version, claim.roles)],
  ['CORE-BAD-07', 'times long past', 'token_expired', (payload) => ({ ...payload, iat: 11111, exp: 22222 })],
  ['CORE-BAD-08', 'no message type', 'message_type_missing', without(claim.messageType)],
  ['CORE-BAD-09', 'no roles claim', 'roles_missing', without(claim.roles)],
  ['CORE-BAD-10', 'no deployment', 'deployment_id_missing', without(claim.deployment)],
  ['CORE-BAD-10', 'an empty deployment', 'deployment_id_missing', set(claim.deployment, '')],
  ['CORE-BAD-11', 'no resource link', 'resource_link_missing', without(claim.resourceLink)],
  ['CORE-BAD-11', 'a resource link without id', 'resource_link_invalid', set(claim.resourceLink, { title: 'x' })],
  ['CORE-BAD-11', 'a resource link with an empty id', 'resource_link_invalid', set(claim.resourceLink, { id: '' })],
  ['CORE-BAD-12', 'an empty sub', 'sub_missing', set('sub', '')],
  ['CORE-BAD-12', 'no sub', 'sub_missing', without('sub')],
];

describe('known bad payloads', () => {
  let practice: RunningPractice;
  beforeAll(async () => {
    practice = await openPractice();
  });
  afterAll(() => practice?.close());

  it.each(cases.map(([id, what, reason, change, header = {}]) => [id, what, reason, change, header] as const))(
    '%s: refuses %s',
    async (_id, _what, reason, change, header) => {
      expectRefusal(await launchCase(practice, 'student', change, header), reason);
    },
  );

  it.each([
    ['a plain string', 'not_a_jwt', async () => 'badltilaunch'],
    ['two parts', 'not_a_jwt', async () => 'eyJhbGciOiJub25lIn0.e30'],
    ['an empty header', 'alg_not_allowed', async () => `${Buffer.from('{}').toString('base64url')}.e30.c2ln`],
    [
      'a payload that says nothing of LTI',
      'nonce_missing',
      (key: RunningPractice) =>
        signed(key, {
          name: 'badltilaunch',
          iss: key.lmsUrl,
          aud: 'muster-practice',
          iat: Math.floor(Date.now() / 1000),
          exp: Math.floor(Date.now() / 1000) + 300,
        }),
    ],
  ])('CORE-BAD-05: refuses a token that is no LTI message: %s', async (_what, reason, make) => {
    const login = await beginLogin(practice);
    expectRefusal(
      await postLaunch(practice, { state: login.state, id_token: await make(practice) }, login.cookie),
      reason,
    );
  });

  it.each(['aud', 'iss', 'exp', 'iat'])('CORE-BAD-06: refuses a token without %s', async (name) => {
    const login = await beginLogin(practice);
    const payload = without(name)(basePayload(practice, 'student', login));
    const answer = await postLaunch(
      practice,
      { state: login.state, id_token: await signed(practice, payload) },
      login.cookie,
    );
    expectRefusal(answer, `${name}_missing`);
  });
});
