import type { LtijsDatabase } from 'ltijs';
import { isMusterError } from '../../core/errors.ts';

export interface OpenLtijsStore {
  readonly database: LtijsDatabase;
  /** Everything that is kept, as text: what somebody reads who has the disk. */
  raw(): Promise<string>;
  /** From now on the store does not answer. */
  lose(): Promise<void>;
  close(): Promise<void>;
}

/** Opens an empty one; `now` is its clock, milliseconds. */
export type OpenStore = (now: () => number) => Promise<OpenLtijsStore>;

const secret = 'a secret of ltijs that nobody else knows';
const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n';
const canvas = { platformUrl: 'https://canvas.test', clientId: 'one' };
const platform = {
  ...canvas,
  platformName: 'Canvas',
  authEndpoint: 'https://canvas.test/auth',
  kid: 'platform-one',
  authConfig: { method: 'JWK_SET', key: 'https://canvas.test/jwks' },
};
const hour = 3_600_000;

/** ltijs 5.9.9's database plugin contract, as its code uses it: every query here is one that it issues. */
export const describeLtijsStore = (name: string, open: OpenStore): void =>
  describe(`ltijs' store on ${name}`, () => {
    let store: OpenLtijsStore;
    let database: LtijsDatabase;
    let now: number;
    beforeEach(async () => {
      now = Date.now();
      store = await open(() => now);
      database = store.database;
    });
    afterEach(() => store.close());

    const keep = (item: { platformUrl: string; clientId: string }) => {
      const { platformUrl, clientId } = item;
      return database.Replace(false, 'platform', { platformUrl, clientId }, item);
    };
    const keepKey = (collection: 'publickey' | 'privatekey', kid = 'platform-one') =>
      database.Replace(secret, collection, canvas, { key: pem, kid }, { kid, ...canvas });

    describe('finds', () => {
      it('an array of what is there, and false where nothing is', async () => {
        expect(await database.Get(false, 'platform', canvas)).toBe(false);
        expect(await database.Get(false, 'platform')).toBe(false);
        await keep(platform);
        expect(await database.Get(false, 'platform', canvas)).toEqual([{ ...platform, createdAt: now }]);
      });

      it('a platform by issuer and client, by issuer, by kid, and all of them', async () => {
        const other = { ...platform, clientId: 'two', kid: 'platform-two' };
        const moodle = { ...platform, platformUrl: 'https://moodle.test', kid: 'platform-three' };
        for (const one of [platform, other, moodle]) await keep(one);
        const kids = async (query?: object) => {
          const found = (await database.Get(false, 'platform', query)) as { kid: string }[] | false;
          return found === false ? [] : found.map(({ kid }) => kid).sort();
        };
        expect(await kids(canvas)).toEqual(['platform-one']);
        expect(await kids({ platformUrl: canvas.platformUrl })).toEqual(['platform-one', 'platform-two']);
        expect(await kids({ kid: 'platform-three' })).toEqual(['platform-three']);
        expect(await kids()).toEqual(['platform-one', 'platform-three', 'platform-two']);
        expect(await kids({ ...canvas, clientId: undefined })).toEqual([]);
      });

      it.each(['publickey', 'privatekey'] as const)('a %s by kid, decrypted', async (collection) => {
        await keepKey(collection);
        const [found] = (await database.Get(secret, collection, { kid: 'platform-one' })) as object[];
        expect(found).toEqual({ key: pem, kid: 'platform-one', createdAt: now });
      });

      it('that a kid is taken without being given the secret, and nothing of the secret', async () => {
        await keepKey('publickey');
        const found = await database.Get(false, 'publickey', { kid: 'platform-one' });
        expect(found).toEqual([{ kid: 'platform-one', ...canvas, createdAt: now }]);
        expect(await database.Get(false, 'publickey', { kid: 'free' })).toBe(false);
      });

      it('all public keys', async () => {
        await keepKey('publickey');
        const query = { ...canvas, clientId: 'two' };
        await database.Replace(secret, 'publickey', query, { key: pem, kid: 'two' }, { kid: 'two', ...query });
        expect(await database.Get(secret, 'publickey')).toHaveLength(2);
      });

      it('whether a platform is active', async () => {
        await database.Insert(false, 'platformStatus', { id: 'platform-one', active: false });
        await database.Replace(false, 'platformStatus', { id: 'platform-one' }, { id: 'platform-one', active: true });
        const found = await database.Get(false, 'platformStatus', { id: 'platform-one' });
        expect(found).toEqual([{ id: 'platform-one', active: true, createdAt: now }]);
      });
    });

    describe('replaces', () => {
      it('the whole of the old one, and begins its life again', async () => {
        await keep({ ...platform, authorizationServer: 'https://old.test' } as typeof platform);
        now += hour;
        await keep(platform);
        expect(await database.Get(false, 'platform', canvas)).toEqual([{ ...platform, createdAt: now }]);
      });

      it('by issuer and client a key that is then found by its new kid alone', async () => {
        await keepKey('privatekey', 'old');
        await keepKey('privatekey', 'new');
        expect(await database.Get(secret, 'privatekey', { kid: 'old' })).toBe(false);
        expect(await database.Get(secret, 'privatekey', { kid: 'new' })).toHaveLength(1);
      });

      it('the one thing, also when twenty do it at once', async () => {
        await Promise.all(Array.from({ length: 20 }, () => keep(platform)));
        expect(await database.Get(false, 'platform')).toHaveLength(1);
      });
    });

    describe('modifies', () => {
      it('what is there, leaving the rest', async () => {
        await keep(platform);
        await database.Modify(false, 'platform', canvas, { platformName: 'Renamed' });
        expect(await database.Get(false, 'platform', canvas)).toEqual([
          { ...platform, platformName: 'Renamed', createdAt: now },
        ]);
      });

      it('nothing into being', async () => {
        await database.Modify(false, 'platform', canvas, { platformName: 'Renamed' });
        await database.Modify(false, 'platform', { kid: 'platform-one' }, { platformUrl: 'https://new.test' });
        expect(await database.Get(false, 'platform')).toBe(false);
      });

      it('also what it is found by: the platform moves', async () => {
        await keep(platform);
        const moved = { platformUrl: 'https://new.test', clientId: 'nine' };
        await database.Modify(false, 'platform', { kid: 'platform-one' }, moved);
        expect(await database.Get(false, 'platform', canvas)).toBe(false);
        expect(await database.Get(false, 'platform', moved)).toEqual([{ ...platform, ...moved, createdAt: now }]);
        expect(await database.Get(false, 'platform')).toHaveLength(1);
      });

      it('an encrypted one, and its key moves with it', async () => {
        await keepKey('privatekey');
        const moved = { platformUrl: 'https://new.test', clientId: 'nine' };
        await database.Modify(secret, 'privatekey', { kid: 'platform-one' }, moved);
        const [found] = (await database.Get(secret, 'privatekey', { kid: 'platform-one' })) as object[];
        expect(found).toMatchObject({ key: pem, ...moved });
      });
    });

    describe('deletes', () => {
      it('by issuer and client, by id and by kid', async () => {
        await keep(platform);
        await keepKey('publickey');
        await database.Insert(false, 'platformStatus', { id: 'platform-one', active: true });
        await database.Delete('platform', canvas);
        await database.Delete('publickey', { kid: 'platform-one' });
        await database.Delete('platformStatus', { id: 'platform-one' });
        expect(await database.Get(false, 'platform')).toBe(false);
        expect(await database.Get(secret, 'publickey')).toBe(false);
        expect(await database.Get(false, 'platformStatus', { id: 'platform-one' })).toBe(false);
      });

      it('nothing when it is asked with undefined, as after a registration that failed', async () => {
        await keep(platform);
        await keepKey('privatekey');
        await database.Delete('privatekey', { kid: undefined });
        await database.Delete('platform', { platformUrl: undefined, clientId: undefined });
        expect(await database.Get(false, 'platform')).toHaveLength(1);
        expect(await database.Get(secret, 'privatekey', { kid: 'platform-one' })).toHaveLength(1);
      });
    });

    describe('lets things die', () => {
      it('an access token after an hour, which says in milliseconds when it was made', async () => {
        const query = { ...canvas, scopes: 'a b' };
        await database.Replace(secret, 'accesstoken', query, { token: { access_token: 't' } }, query);
        const [found] = (await database.Get(secret, 'accesstoken', query)) as { createdAt: unknown }[];
        expect(found).toEqual({ token: { access_token: 't' }, createdAt: now });
        now += hour + 1000;
        expect(await database.Get(secret, 'accesstoken', query)).toBe(false);
      });

      it('a nonce, but not within the hours that a token might live', async () => {
        await database.Insert(false, 'nonce', { nonce: 'n' });
        now += hour;
        expect(await database.Get(false, 'nonce', { nonce: 'n' })).toHaveLength(1);
        now += 2 * hour;
        expect(await database.Get(false, 'nonce', { nonce: 'n' })).toBe(false);
      });

      it('no platform', async () => {
        await keep(platform);
        now += 1000 * 24 * hour;
        expect(await database.Get(false, 'platform', canvas)).toHaveLength(1);
      });
    });

    describe('takes a nonce once', () => {
      it('of twenty inserts at once exactly one', async () => {
        const inserts = Array.from({ length: 20 }, () => database.Insert(false, 'nonce', { nonce: 'raced' }));
        const ends = await Promise.allSettled(inserts);
        expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const end of ends) {
          if (end.status === 'rejected') expect(end.reason).toMatchObject({ message: 'ALREADY_STORED' });
        }
      });

      it('and any number of different ones', async () => {
        const names = Array.from({ length: 20 }, (_, n) => `nonce-${n}`);
        await Promise.all(names.map((nonce) => database.Insert(false, 'nonce', { nonce })));
        for (const nonce of names) expect(await database.Get(false, 'nonce', { nonce })).toHaveLength(1);
      });
    });

    describe('keeps secrets', () => {
      it('encrypted at rest', async () => {
        await keepKey('privatekey');
        await keepKey('publickey');
        const query = { ...canvas, scopes: 'a b' };
        await database.Replace(secret, 'accesstoken', query, { token: { access_token: 'opaque-token' } }, query);
        const raw = await store.raw();
        expect(raw).toContain('platform-one');
        for (const clear of ['PRIVATE KEY', 'MIIEvQ', 'opaque-token', secret]) expect(raw).not.toContain(clear);
      });

      it('from another secret, loudly', async () => {
        await keepKey('privatekey');
        const read = database.Get('another secret', 'privatekey', { kid: 'platform-one' });
        await expect(read).rejects.toThrow('CIPHERTEXT_INVALID');
      });

      it('from being kept in the clear because no secret was given', async () => {
        const kept = database.Replace(false, 'privatekey', canvas, { key: pem, kid: 'k' }, { kid: 'k', ...canvas });
        await expect(kept).rejects.toThrow('ENCRYPTION_KEY_MISSING');
        expect(await store.raw()).not.toContain('PRIVATE KEY');
      });
    });

    describe('refuses', () => {
      const operators = [{ $gt: '' }, { $ne: 'x' }, { $regex: '.*' }, ['https://canvas.test'], null, 7, true];

      it.each(operators)('%j in the place of a string', async (value) => {
        await keep(platform);
        await database.Insert(false, 'nonce', { nonce: 'taken' });
        await expect(database.Get(false, 'platform', { ...canvas, clientId: value })).rejects.toThrow();
        await expect(database.Get(false, 'nonce', { nonce: value })).rejects.toThrow();
        await expect(database.Insert(false, 'nonce', { nonce: value })).rejects.toThrow();
        await expect(database.Modify(false, 'platform', { kid: value }, { platformName: 'x' })).rejects.toThrow();
        await expect(database.Delete('platform', { platformUrl: value, clientId: value })).rejects.toThrow();
        expect(await database.Get(false, 'platform')).toEqual([{ ...platform, createdAt: now }]);
      });

      it('operators as the names of fields, and fields that nobody asks by', async () => {
        await keep(platform);
        for (const query of [{ $or: 'x' }, { $where: 'true' }, { platformName: 'Canvas' }, { constructor: 'x' }]) {
          await expect(database.Get(false, 'platform', query)).rejects.toThrow('QUERY_FIELD_UNKNOWN');
        }
      });

      it.each(['platforms', 'constructor', '__proto__', ''])(
        'a collection that ltijs does not have: "%s"',
        async (of) => {
          await expect(database.Get(false, of, {})).rejects.toThrow('COLLECTION_UNKNOWN');
          await expect(database.Insert(false, of, { nonce: 'n' })).rejects.toThrow('COLLECTION_UNKNOWN');
        },
      );
    });

    describe('keeps nothing of', () => {
      it.each([
        ['state', { state: 's' }, { state: 's', query: { course: 'biology' } }],
        ['idtoken', { iss: 'i', clientId: 'c', deploymentId: 'd', user: 'u' }, { userInfo: { name: 'Ada Example' } }],
        ['contexttoken', { contextId: 'c', user: 'u' }, { context: { title: 'Ada Example' } }],
      ])('%s, and says so kindly', async (collection, query, item) => {
        expect(await database.Insert(false, collection, item)).toBe(true);
        expect(await database.Replace(false, collection, query, item)).toBe(true);
        expect(await database.Modify(false, collection, query, item)).toBe(true);
        expect(await database.Get(false, collection, query)).toBe(false);
        expect(await database.Delete(collection, query)).toBe(true);
        expect(await store.raw()).not.toContain('Ada Example');
      });
    });

    describe('when the store is gone', () => {
      it('never throws from a call about `state`: ltijs would end the process', async () => {
        await store.lose();
        for (const state of ['s', undefined, { $gt: '' }]) {
          expect(await database.Get(false, 'state', { state })).toBe(false);
          expect(await database.Insert(false, 'state', { state, query: {} })).toBe(true);
          expect(await database.Delete('state', { state })).toBe(true);
        }
      });

      it('says of everything else that it may be asked again, and lets no nonce through', async () => {
        await store.lose();
        const fails = async (call: Promise<unknown>) => {
          const error = await call.then(() => null).catch((caught: unknown) => caught);
          expect(isMusterError(error, 'UNAVAILABLE')).toBe(true);
        };
        await fails(database.Get(false, 'platform', canvas));
        await fails(database.Get(false, 'platform'));
        await fails(database.Insert(false, 'nonce', { nonce: 'n' }));
        await fails(keep(platform));
        await fails(database.Delete('platform', canvas));
      });
    });
  });
