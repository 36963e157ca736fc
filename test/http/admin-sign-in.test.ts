import express from 'express';
import { adminApi } from '../../lti-server/http/admin-api.ts';
import type { AdminDeps } from '../../lti-server/http/admin-deps.ts';
import {
  type AdminClient,
  type AdministeredPractice,
  adminClient,
  openAdministered,
} from '../support/administration.ts';
import { openUserPool, settingsOf, type UserPool } from '../support/user-pool.ts';

const at = '/registrations/practice';

describe('administrators of a user pool', () => {
  let pool: UserPool;
  let practice: AdministeredPractice;
  beforeAll(async () => {
    pool = await openUserPool(() => practice.toolUrl);
    practice = await openAdministered({ lti: settingsOf(pool) });
  });
  afterAll(async () => {
    await practice?.close();
    await pool?.close();
  });

  const as = async (group: string | null): Promise<AdminClient> => {
    const token = await pool.token(group === null ? {} : { 'cognito:groups': [group] });
    return adminClient(practice.toolUrl, () => token);
  };
  const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];

  it('are told where to sign in, and everybody else is told no more than that', async () => {
    const answer = await fetch(`${practice.toolUrl}/api/admin/sign-in`);
    expect(await answer.json()).toEqual({ pool: { domain: pool.url, clientId: pool.clientId } });
  });

  it('have a page that may ask the pool and nobody else', async () => {
    const policy = (await fetch(`${practice.toolUrl}/admin`)).headers.get('content-security-policy');
    expect(policy).toContain(`connect-src 'self' ${pool.url};`);
  });

  it('are told what they may do', async () => {
    const auditor = await as('auditor');
    expect(await auditor.call('GET', '/me')).toEqual({ kind: 'token', rights: ['read'] });
    expect(await practice.operator.call('GET', '/me')).toMatchObject({ kind: 'operator' });
  });

  const changes: readonly (readonly [string, string, string, object | undefined])[] = [
    ['renames', 'PATCH', at, { name: 'Ours' }],
    ['switches on', 'PUT', `${at}/state`, { state: 'active' }],
    ['switches recognition on', 'PUT', `${at}/faces`, { on: true }],
    ['approves', 'PUT', `${at}/deployments`, { deployment: 'x', state: 'approved' }],
    ['invites', 'POST', '/invitations', {}],
    ['begins a registration', 'POST', '/drafts', {}],
    ['registers', 'POST', '/registrations', {}],
    ['removes', 'DELETE', at, undefined],
    ['makes a sign-in link', 'POST', '/links', {}],
  ];
  const stops: typeof changes = [
    ['switches off', 'PUT', `${at}/state`, { state: 'disabled' }],
    ['switches recognition off', 'PUT', `${at}/faces`, { on: false }],
    ['switches a deployment off', 'PUT', `${at}/deployments`, { deployment: 'practice-1', state: 'disabled' }],
    ['makes new keys', 'POST', `${at}/rotate-keys`, {}],
  ];

  it.each([...changes, ...stops])('refuses an auditor who %s', async (_, method, path, body) => {
    expect(await codeOf(await (await as('auditor')).raw(method, path, body))).toEqual([403, 'ROLE_NOT_ALLOWED']);
  });

  it.each(changes)('refuses an operator who %s', async (_, method, path, body) => {
    expect(await codeOf(await (await as('operator')).raw(method, path, body))).toEqual([403, 'ROLE_NOT_ALLOWED']);
  });

  it.each(stops)('lets an operator who %s', async (_, method, path, body) => {
    expect((await (await as('operator')).raw(method, path, body)).status).toBe(200);
    const admin = await as('admin');
    await admin.call('PUT', `${at}/state`, { state: 'active' });
    await admin.call('PUT', `${at}/faces`, { on: true });
    await admin.call('PUT', `${at}/deployments`, { deployment: 'practice-1', state: 'approved' });
  });

  it('refuses who is in no group to read', async () => {
    expect(await codeOf(await (await as(null)).raw('GET', '/registrations'))).toEqual([403, 'ROLE_NOT_ALLOWED']);
  });

  it('refuses an administrator of the pool to make a sign-in link: only the machine’s operator does', async () => {
    expect(await codeOf(await (await as('admin')).raw('POST', '/links', {}))).toEqual([403, 'ROLE_NOT_ALLOWED']);
  });

  it.each([
    ['a forged token', () => pool.token({ 'cognito:groups': ['admin'] }, { forged: true })],
    ['an expired token', () => pool.token({ 'cognito:groups': ['admin'] }, { expiresIn: -1 })],
  ])('refuses %s', async (_, make) => {
    const token = await make();
    const answer = await adminClient(practice.toolUrl, () => token).raw('GET', '/registrations');
    expect(await codeOf(answer)).toEqual([401, 'SESSION_EXPIRED']);
  });

  it('opens no course and nobody’s own pages', async () => {
    const token = await pool.token({ 'cognito:groups': ['admin'] });
    for (const path of ['/me', '/course', '/people']) {
      const answer = await fetch(`${practice.toolUrl}/api${path}`, { headers: { Authorization: `Bearer ${token}` } });
      expect(await codeOf(answer)).toEqual([401, 'SESSION_EXPIRED']);
    }
  });
});

describe('the administrator’s API', () => {
  interface Layer {
    readonly route?: {
      readonly path: string;
      readonly stack: readonly { readonly handle: { readonly name: string } }[];
    };
    readonly handle?: { readonly stack?: readonly Layer[] };
  }
  const routesOf = (layers: readonly Layer[]): { path: string; handlers: string[] }[] =>
    layers.flatMap(({ route, handle }) =>
      route === undefined
        ? routesOf(handle?.stack ?? [])
        : [{ path: route.path, handlers: route.stack.map(({ handle: { name } }) => name) }],
    );
  /** Signing in, out, and asking who one is. */
  const free = ['/session', '/sign-in', '/me'];

  it('has no route that asks for no right', () => {
    const router = express.Router();
    router.use(adminApi({} as AdminDeps));
    const routes = routesOf(router.stack as unknown as Layer[]);
    expect(routes.length).toBeGreaterThan(12);
    const without = routes.filter(({ path, handlers }) => !free.includes(path) && !handlers.includes('needsVerb'));
    expect(without.map(({ path }) => path)).toEqual([]);
  });
});
