import { get } from 'node:http';
import { asId, type RegistrationId } from '../../core/ids.ts';
import type { Registration } from '../../core/lti/registration.ts';
import { openPractice, type RunningPractice } from '../support/practice.ts';
import { aRegistration } from '../support/stored-things.ts';

interface KeySet {
  readonly keys: readonly Readonly<Record<string, string>>[];
}

const registrationOf = (n: number): Registration =>
  aRegistration({
    id: asId<RegistrationId>(`platform-${n}`),
    name: `Platform ${n}`,
    issuer: `https://platform-${n}.test`,
    clientId: 'muster',
    authUrl: `https://platform-${n}.test/auth`,
    tokenUrl: `https://platform-${n}.test/token`,
    jwksUrl: `https://platform-${n}.test/jwks`,
  });

describe('the key sets that platforms fetch', () => {
  let practice: RunningPractice;
  beforeAll(async () => {
    practice = await openPractice();
  });
  afterAll(() => practice?.close());
  const ask = (path: string) => fetch(practice.toolUrl + path);
  /** `fetch` sends no-cache along with a condition, which asks for the whole answer. */
  const statusIfNot = (path: string, etag: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const request = get(practice.toolUrl + path, { headers: { 'If-None-Match': etag } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      request.once('error', reject);
    });
  const keysAt = async (path: string) => ((await (await ask(path)).json()) as KeySet).keys;

  it('are public, without private members', async () => {
    const answer = await ask('/lti/keys/practice');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/json');
    const { keys } = (await answer.json()) as KeySet;
    expect(keys).toHaveLength(1);
    const members = new Set(keys.flatMap((key) => Object.keys(key)));
    for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']) expect(members).not.toContain(secret);
    expect([...members].sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it('may be kept for minutes', async () => {
    const path = '/lti/keys/practice';
    const answer = await ask(path);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=600');
    const etag = answer.headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    expect(await statusIfNot(path, etag)).toBe(304);
  });

  it.each([
    '/lti/keys',
    '/lti/keys/',
    '/lti/keys/unknown',
    '/lti/keys/..%2f',
    '/lti/keys/KEYRING%23practice',
    `/lti/keys/${'a'.repeat(65)}`,
  ])('are not there for whom there is no registration: %s', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('show the next key before it signs, under another ETag', async () => {
    const [before] = await keysAt('/lti/keys/practice');
    const etag = (await ask('/lti/keys/practice')).headers.get('etag') ?? '';
    const { muster } = practice;
    const registration = await muster.services.registrations.find(asId<RegistrationId>('practice'));
    if (registration === null) throw new Error('no registration');
    const { kid } = await muster.platformKeys.rotate(registration);
    expect(await statusIfNot('/lti/keys/practice', etag)).toBe(200);
    expect((await keysAt('/lti/keys/practice')).map((key) => key.kid)).toEqual([before?.kid, kid]);
    expect((await muster.platformKeys.signingKey(registration)).kid).toBe(before?.kid);
  });

  it('show no key of one platform to another: who holds an assertion for one must not use it at the other', async () => {
    await practice.muster.registerPlatform(registrationOf(1));
    const kidsOf = async (id: string) => (await keysAt(`/lti/keys/${id}`)).map(({ kid }) => kid);
    const own = await kidsOf('platform-1');
    expect(own).toHaveLength(1);
    for (const kid of await kidsOf('practice')) expect(own).not.toContain(kid);
  });
});
