import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { LtijsDatabase } from 'ltijs';
import { pino } from 'pino';
import { keyRingStore } from '../../connectors/dynamodb/key-ring-store.ts';
import { ltijsPlugin } from '../../connectors/dynamodb/ltijs-plugin.ts';
import { registrationStore } from '../../connectors/dynamodb/registration-store.ts';
import { secretKeyVault } from '../../connectors/embedded/key-vault.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import type { Table } from '../../connectors/table.ts';
import { isMusterError } from '../../core/errors.ts';
import { asId, type RegistrationId } from '../../core/ids.ts';
import type { Registration } from '../../core/lti/registration.ts';
import { introducePlatforms } from '../../lti-server/lti/introduce-platforms.ts';
import { type PlatformKeys, type PlatformKeysDeps, platformKeys } from '../../lti-server/lti/platform-keys.ts';
import { resealKeys } from '../../lti-server/lti/reseal-keys.ts';
import { aRegistration } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const registrationOf = (id: string): Registration =>
  aRegistration({
    id: asId<RegistrationId>(id),
    name: id,
    issuer: `https://${id}.test`,
    clientId: 'muster',
    authUrl: `https://${id}.test/auth`,
    tokenUrl: `https://${id}.test/token`,
    jwksUrl: `https://${id}.test/jwks`,
  });
const [canvas, moodle] = [registrationOf('canvas'), registrationOf('moodle')];
const secret = (n: number) => `a secret of thirty-two characters, number ${n}`;
const hours = (count: number) => count * 3_600_000;

describe.each(tables)('platform keys on %s', (_, open) => {
  let table: Table;
  let close: () => Promise<void>;
  let now: number;
  let ltijs: LtijsDatabase;
  let keys: PlatformKeys;
  const deps = (current: number, ...previous: number[]): PlatformKeysDeps => ({
    ltijs,
    rings: keyRingStore(table),
    vault: secretKeyVault({ current: secret(current), previous: previous.map(secret) }),
    clock: { now: () => new Date(now).toISOString() },
  });
  const keysWith = (current: number, ...previous: number[]) => platformKeys(deps(current, ...previous));
  const kidsOf = async ({ id }: Registration) => (await keys.publicKeys(id))?.map(({ kid }) => kid) ?? null;
  const stored = async () => JSON.stringify(await table.query('KEYRING#canvas'));

  beforeEach(async () => {
    ({ table, close } = await open());
    now = Date.parse('2026-03-02T09:00:00.000Z');
    ltijs = ltijsPlugin(table, () => now);
    keys = keysWith(1);
  });
  afterEach(() => close());

  it('are one pair a platform: what is published checks what is signed', async () => {
    await keys.register(canvas);
    await keys.register(moodle);
    const { kid, privateKey } = await keys.signingKey(canvas);
    const [published] = (await keys.publicKeys(canvas.id)) ?? [];
    expect(published?.kid).toBe(kid);
    const { n, e } = createPublicKey(createPrivateKey(privateKey)).export({ format: 'jwk' });
    expect(published).toEqual({ kty: 'RSA', kid, alg: 'RS256', use: 'sig', n, e });
    expect(await kidsOf(moodle)).not.toEqual([kid]);
  });

  it('have 2048 bits', async () => {
    await keys.register(canvas);
    const { privateKey } = await keys.signingKey(canvas);
    expect(createPrivateKey(privateKey).asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
  });

  it('are made once, however often and by however many a platform is registered', async () => {
    await Promise.all([keys.register(canvas), keysWith(1).register(canvas), keysWith(1).register(canvas)]);
    const kids = await kidsOf(canvas);
    expect(kids).toHaveLength(1);
    await keys.register(canvas);
    expect(await kidsOf(canvas)).toEqual(kids);
    expect([(await keys.signingKey(canvas)).kid]).toEqual(kids);
  });

  it('are not there for a platform that was never registered', async () => {
    expect(await keys.publicKeys(canvas.id)).toBeNull();
    for (const call of [() => keys.signingKey(canvas), () => keys.rotate(canvas)]) {
      const error = await call().catch((caught: unknown) => caught);
      expect(isMusterError(error, 'NOT_FOUND')).toBe(true);
    }
    expect(await keys.reseal(canvas.id)).toBe(false);
  });

  it('go through a rotation: announced, in use after an hour, the old one published for a day, then gone', async () => {
    await keys.register(canvas);
    const old = (await keys.signingKey(canvas)).kid;
    const { kid: next, signsFrom } = await keys.rotate(canvas);
    expect(signsFrom).toBe('2026-03-02T10:00:00.000Z');
    expect(await kidsOf(canvas)).toEqual([old, next]);
    expect((await keys.signingKey(canvas)).kid).toBe(old);
    now += hours(1);
    expect((await keys.signingKey(canvas)).kid).toBe(next);
    now += hours(24) - 1;
    expect(await kidsOf(canvas)).toEqual([old, next]);
    now += 1;
    expect(await kidsOf(canvas)).toEqual([next]);
    expect(await stored()).toContain(old);
    await keys.signingKey(canvas);
    expect(await stored()).not.toContain(old);
    expect(await kidsOf(canvas)).toEqual([next]);
  });

  it('get one next key when several ask for it, at once or one after another', async () => {
    await keys.register(canvas);
    const asked = await Promise.all([keys.rotate(canvas), keysWith(1).rotate(canvas)]);
    const again = await keys.rotate(canvas);
    expect(new Set([...asked, again].map(({ kid }) => kid)).size).toBe(1);
    expect(await kidsOf(canvas)).toHaveLength(2);
  });

  it('leave another platform as it is when they are rotated', async () => {
    for (const one of [canvas, moodle]) await keys.register(one);
    const before = await kidsOf(moodle);
    await keys.rotate(canvas);
    expect(await kidsOf(moodle)).toEqual(before);
  });

  it('are kept encrypted, and published without private members', async () => {
    await keys.register(canvas);
    await keys.rotate(canvas);
    expect(await stored()).not.toMatch(/PRIVATE KEY|"MII/);
    const published = (await keys.publicKeys(canvas.id)) ?? [];
    expect(published).toHaveLength(2);
    for (const jwk of published) expect(Object.keys(jwk).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it('do not open under a secret that is not theirs', async () => {
    await keys.register(canvas);
    const error = await keysWith(2)
      .signingKey(canvas)
      .catch((caught: unknown) => caught);
    expect(isMusterError(error, 'DENIED')).toBe(true);
  });

  it('pass to a new secret: opened with the old one, encrypted again, and the old one is not needed any more', async () => {
    await keys.register(canvas);
    await keys.rotate(canvas);
    const { privateKey } = await keys.signingKey(canvas);
    const both = keysWith(2, 1);
    expect((await both.signingKey(canvas)).privateKey).toBe(privateKey);
    expect(await both.reseal(canvas.id)).toBe(true);
    expect(await both.reseal(canvas.id)).toBe(false);
    const young = keysWith(2);
    expect((await young.signingKey(canvas)).privateKey).toBe(privateKey);
    now += hours(2);
    expect((await young.signingKey(canvas)).privateKey).toContain('PRIVATE KEY');
  });

  it('are all encrypted again at a start; one that no secret opens is logged, and the others go on', async () => {
    const store = registrationStore(table);
    for (const one of [canvas, moodle]) await store.put(one);
    await keys.register(canvas);
    await keysWith(3).register(moodle);
    const lines: Record<string, unknown>[] = [];
    const logger = pino({ base: null }, { write: (line: string) => lines.push(JSON.parse(line)) });
    await resealKeys(store, keysWith(2, 1), logger);
    expect(lines).toMatchObject([
      { level: 30, registrations: 2, resealed: 1 },
      { level: 50, registrations: ['moodle'] },
    ]);
    expect((await keysWith(2).signingKey(canvas)).privateKey).toContain('PRIVATE KEY');
  });

  it('cannot be put into the ring of another platform', async () => {
    for (const one of [canvas, moodle]) await keys.register(one);
    const item = await table.get('KEYRING#canvas', 'KEYRING');
    if (item === null) throw new Error('no ring');
    await table.put({ ...item, pk: 'KEYRING#moodle' });
    const error = await keys.signingKey(moodle).catch((caught: unknown) => caught);
    expect(isMusterError(error, 'RESPONSE_INVALID')).toBe(true);
  });

  it('end with their platform, of which ltijs knows nothing afterwards', async () => {
    for (const one of [canvas, moodle]) await keys.register(one);
    expect(await ltijs.Get(false, 'platform')).toHaveLength(2);
    await keys.remove(canvas);
    expect(await keys.publicKeys(canvas.id)).toBeNull();
    expect(await ltijs.Get(false, 'platform')).toMatchObject([{ platformUrl: moodle.issuer }]);
    expect(await ltijs.Get(false, 'platformStatus', { id: canvas.id })).toBe(false);
    await keys.remove(canvas);
  });

  it('are new when a platform comes back', async () => {
    await keys.register(canvas);
    const before = await kidsOf(canvas);
    await keys.remove(canvas);
    await keys.register(canvas);
    expect(await kidsOf(canvas)).toHaveLength(1);
    expect(await kidsOf(canvas)).not.toEqual(before);
  });

  it('stay as they are when ltijs is told anew of every platform, because its store is another one', async () => {
    const store = registrationStore(table);
    for (const one of [canvas, moodle]) {
      await store.put(one);
      await keys.register(one);
    }
    const before = await kidsOf(canvas);
    const other = ltijsPlugin(memoryTable());
    const moved = platformKeys({ ...deps(1), ltijs: other });
    await introducePlatforms(store, other, moved);
    expect(await other.Get(false, 'platform')).toHaveLength(2);
    expect(await other.Get(false, 'platformStatus', { id: canvas.id })).toMatchObject([{ active: true }]);
    expect(await kidsOf(canvas)).toEqual(before);
    const told: string[] = [];
    await introducePlatforms(store, other, { register: async ({ id }) => void told.push(id) });
    expect(told).toEqual([]);
  });

  it('are not among what ltijs keeps, which is what its validation reads and no more', async () => {
    await keys.register(canvas);
    await keys.rotate(canvas);
    const kept = async (collection: string) => (await table.query(`LTI#${collection}`)).length;
    expect([await kept('platform'), await kept('platformStatus')]).toEqual([1, 1]);
    expect([await kept('publickey'), await kept('privatekey'), await kept('accesstoken')]).toEqual([0, 0, 0]);
    const [platform] = (await ltijs.Get(false, 'platform', { platformUrl: canvas.issuer, clientId: 'muster' })) as {
      kid: string;
    }[];
    expect(platform?.kid).toBe(canvas.id);
    expect(await ltijs.Get(false, 'platformStatus', { id: canvas.id })).toMatchObject([{ active: true }]);
  });
});
