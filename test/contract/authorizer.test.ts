import { jest } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { cognitoAdminTokens } from '../../connectors/cognito/admin-tokens.ts';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { prometheusMetrics } from '../../connectors/prometheus/metrics.ts';
import { authorizer } from '../../lti-server/lambdas/authorizer.ts';
import { digest } from '../../lti-server/lti/secrets.ts';
import { operatorToken } from '../../lti-server/operator-token.ts';
import { instant } from '../support/stored-things.ts';
import { openUserPool, type UserPool } from '../support/user-pool.ts';

const now = instant(0);
const publicUrl = 'https://muster.example';
const secret = 's'.repeat(40);
const [originKey, nextKey] = ['o'.repeat(40), 'p'.repeat(40)];
const session = 'a'.repeat(43);

/** As API Gateway sends it: payload 2.0, header names in lower case. */
const event = (headers: Record<string, string>): APIGatewayRequestAuthorizerEventV2 => ({
  version: '2.0',
  type: 'REQUEST',
  routeArn: 'arn:aws:execute-api:eu-west-1:123456789012:abcdef/$default/GET/api/admin/registrations',
  identitySource: Object.values(headers),
  routeKey: 'ANY /api/admin/{proxy+}',
  rawPath: '/api/admin/registrations',
  rawQueryString: '',
  cookies: [],
  headers,
  requestContext: {} as APIGatewayRequestAuthorizerEventV2['requestContext'],
});

describe('the authorizer before /api/admin', () => {
  let pool: UserPool;
  const stores = storesOn(memoryTable());
  const logger = { error: jest.fn(), warn: jest.fn(), info: jest.fn(), debug: jest.fn() };
  const metrics = prometheusMetrics();
  beforeAll(async () => {
    pool = await openUserPool(() => publicUrl);
    await stores.adminSessions.put({ digest: digest(session), startedAt: now, expiresAt: instant(60) });
  });
  afterAll(() => pool?.close());

  const given = (at = now, keysUrl?: string) =>
    authorizer({
      adminSessions: stores.adminSessions,
      clock: { now: () => at },
      metrics,
      operatorSecret: secret,
      origins: [publicUrl],
      signIn: {
        tokens: cognitoAdminTokens({ ...pool, keysUrl: keysUrl ?? pool.keysUrl }),
        domain: pool.url,
        clientId: pool.clientId,
      },
      originKeys: [originKey, nextKey],
      logger,
    });
  const ask = (bearer: string, origin: string | null = originKey, at = now) =>
    given(at)(event({ authorization: `Bearer ${bearer}`, ...(origin === null ? {} : { 'x-muster-origin': origin }) }));
  const token = (group?: string) => pool.token(group === undefined ? {} : { 'cognito:groups': [group] });
  const yes = { isAuthorized: true };
  const no = { isAuthorized: false };

  it.each(['admin', 'operator', 'auditor'])('lets somebody of the group %s in', async (group) => {
    expect(await ask(await token(group))).toEqual(yes);
  });

  it('lets an operator’s token and an administrator’s session in', async () => {
    expect(await ask(operatorToken(secret, publicUrl, Date.parse(now)))).toEqual(yes);
    expect(await ask(`admin.${session}`)).toEqual(yes);
  });

  it('takes the origin’s next key while it is being rotated', async () => {
    expect(await ask(await token('admin'), nextKey)).toEqual(yes);
  });

  it.each([
    ['no origin key', null],
    ['another origin key', 'x'.repeat(40)],
    ['an empty origin key', ''],
  ])('refuses a good token with %s', async (_, origin) => {
    expect(await ask(await token('admin'), origin)).toEqual(no);
  });

  it.each([
    ['nothing', async () => ''],
    ['a forged token', () => pool.token({ 'cognito:groups': ['admin'] }, { forged: true })],
    ['an expired token', () => pool.token({ 'cognito:groups': ['admin'] }, { expiresIn: -1 })],
    ['somebody in no group', () => token()],
    ['somebody of a group that is not ours', () => token('students')],
    ['an operator’s token for another origin', async () => operatorToken(secret, 'https://other', Date.parse(now))],
    ['a session that never was', async () => `admin.${'b'.repeat(43)}`],
    ['an app session', async () => `r-1.${'c'.repeat(43)}`],
  ])('refuses %s', async (_, make) => {
    expect(await ask(await make())).toEqual(no);
  });

  it('refuses a session that has ended', async () => {
    expect(await ask(`admin.${session}`, originKey, instant(61))).toEqual(no);
  });

  it('fails, rather than refuses, while the pool’s keys are away: a refusal would be kept', async () => {
    const asked = given(
      now,
      `${pool.url}/nowhere`,
    )(event({ authorization: `Bearer ${await token('admin')}`, 'x-muster-origin': originKey }));
    await expect(asked).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('writes no token and no key into its log', async () => {
    const bearers = [await token('admin'), await pool.token({}, { forged: true }), `admin.${session}`];
    for (const bearer of bearers) await ask(bearer);
    await ask(bearers[0] ?? '', 'x'.repeat(40));
    const log = JSON.stringify(Object.values(logger).flatMap(({ mock }) => mock.calls));
    for (const hidden of [...bearers, session, originKey, nextKey, 'x'.repeat(40)]) expect(log).not.toContain(hidden);
  });

  it('counts sign-ins that were refused, and none that ran out', async () => {
    const counted = () => Number(/sign_in_failed_total (\d+)/.exec(metrics.text())?.[1] ?? 0);
    const before = counted();
    await ask(await pool.token({}, { forged: true }));
    await ask(await pool.token({ 'cognito:groups': ['admin'] }, { expiresIn: -1 }));
    expect(counted()).toBe(before + 1);
  });
});
