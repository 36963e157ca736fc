import { cognitoAdminTokens } from '../../connectors/cognito/admin-tokens.ts';
import type { AdminTokens } from '../../core/ports/admin-tokens.ts';
import { openUserPool, type UserPool } from '../support/user-pool.ts';

describe('administrators’ tokens of a user pool', () => {
  let pool: UserPool;
  let tokens: AdminTokens;
  beforeAll(async () => {
    pool = await openUserPool(() => 'https://muster.example');
    tokens = cognitoAdminTokens(pool);
  });
  afterAll(() => pool?.close());

  const admin = { 'cognito:groups': ['admin'] };
  const region = 'https://cognito-idp.eu-west-1.amazonaws.com';

  it.each(['access', 'id'])('takes an %s token, with the groups that are ours', async (use) => {
    const token = await pool.token({ sub: 'a-1', 'cognito:groups': ['eu-west-1_x_Google', 'auditor'] }, { use });
    expect(await tokens.verify(token)).toEqual({ kind: 'valid', subject: 'a-1', groups: ['auditor'] });
  });

  it('takes a token of somebody in no group, who may do nothing', async () => {
    expect(await tokens.verify(await pool.token())).toMatchObject({ kind: 'valid', groups: [] });
  });

  it('says of an expired token that it is', async () => {
    expect(await tokens.verify(await pool.token(admin, { expiresIn: -1 }))).toEqual({ kind: 'expired' });
  });

  const refusals: readonly (readonly [string, () => Promise<string>])[] = [
    ['a forged signature', () => pool.token(admin, { forged: true })],
    ['another pool', () => pool.token(admin, { issuer: `${region}/eu-west-1_Another01` })],
    ['another client', () => pool.token({ ...admin, client_id: 'another' })],
    ['an id token of another client', () => pool.token({ ...admin, aud: 'another' }, { use: 'id' })],
    ['a refresh token', () => pool.token(admin, { use: 'refresh' })],
    ['no token_use', () => pool.token({ ...admin, token_use: undefined })],
    ['a token that is not yet valid', () => pool.token({ ...admin, nbf: Math.floor(Date.now() / 1000) + 600 })],
    ['text that is no token', async () => 'eyJh.eyJi.c2ln'],
    [
      'no signature',
      async () => {
        const [, payload] = (await pool.token(admin)).split('.');
        return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
      },
    ],
  ];
  it.each(refusals)('refuses %s', async (_, make) => {
    expect(await tokens.verify(await make())).toEqual({ kind: 'refused' });
  });

  it('refuses tokens of keys that nobody knows, however many come at once, and takes true ones all the while', async () => {
    const fresh = cognitoAdminTokens(pool);
    for (const kid of ['made-up-1', 'made-up-2', 'made-up-1']) {
      expect(await fresh.verify(await pool.token(admin, { forged: true, kid }))).toEqual({ kind: 'refused' });
      expect(await fresh.verify(await pool.token(admin))).toMatchObject({ kind: 'valid' });
    }
  });

  it('says that the pool’s keys are away, not that the token is false', async () => {
    const away = cognitoAdminTokens({ ...pool, keysUrl: `${pool.url}/nowhere` });
    await expect(away.verify(await pool.token(admin))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
