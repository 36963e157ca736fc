import { storesOn } from '../../connectors/dynamodb/stores.ts';
import type { Table } from '../../connectors/table.ts';
import { asId, type RegistrationId } from '../../core/ids.ts';
import type { RegistrationDraft } from '../../core/lti/registration-draft.ts';
import type { ListedSecretStore, SecretStore } from '../../core/ports/registration-access.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { aRegistration, instant } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const platform = {
  product: 'moodle' as const,
  productVersion: '4.5',
  name: null,
  issuer: 'https://lms.example',
  authUrl: 'https://lms.example/auth',
  tokenUrl: 'https://lms.example/token',
  tokenAudience: null,
  jwksUrl: 'https://lms.example/jwks',
  registrationUrl: 'https://lms.example/register',
  scopes: ['a', 'b'],
};
const expires = { expiresAt: instant(600) };
const invitation = { digest: 'd-1', name: 'School', madeAt: instant(0), ...expires };
const attempt = {
  digest: 'd-1',
  invitation: 'd-9',
  registration: asId<RegistrationId>('r-1'),
  platform,
  token: 't',
  ...expires,
};
const link = { digest: 'd-1', ...expires };
const session = { digest: 'd-1', startedAt: instant(0), ...expires };

const kinds = [
  ['invitations', invitation],
  ['registrationAttempts', attempt],
  ['adminLinks', link],
  ['adminSessions', session],
] as const;

describe.each(tables)('what opens doors, on %s', (_, open) => {
  let table: Table;
  let stores: Stores;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ table, close } = await open());
    stores = storesOn(table);
  });
  afterEach(() => close());

  describe.each(kinds)('%s', (name, kept) => {
    const store = () => stores[name] as SecretStore<typeof kept>;

    it('are taken by exactly one of twenty that ask at once', async () => {
      await store().put(kept);
      const asked = Array.from({ length: 20 }, () => store().take('d-1', instant(0)));
      expect((await Promise.all(asked)).filter((got) => got !== null)).toEqual([kept]);
    });

    it('can be looked at before they are taken, and not after', async () => {
      await store().put(kept);
      expect(await store().find('d-1', instant(0))).toEqual(kept);
      expect(await store().find('d-1', instant(0))).toEqual(kept);
      await store().take('d-1', instant(0));
      expect(await store().find('d-1', instant(0))).toBeNull();
    });

    it('are null when unknown, and from the second they expire', async () => {
      await store().put(kept);
      expect(await store().find('d-2', instant(0))).toBeNull();
      expect(await store().take('d-2', instant(0))).toBeNull();
      expect(await store().find('d-1', instant(599))).toEqual(kept);
      expect(await store().find('d-1', instant(600))).toBeNull();
      expect(await store().take('d-1', instant(600))).toBeNull();
    });
  });

  describe.each([
    ['invitations', invitation],
    ['adminSessions', session],
  ] as const)('%s', (name, kept) => {
    const store = () => stores[name] as ListedSecretStore<typeof kept>;

    it('are listed while they hold, and neither when taken nor when expired', async () => {
      await store().put(kept);
      await store().put({ ...kept, digest: 'd-2' });
      await store().put({ ...kept, digest: 'd-3', expiresAt: instant(10) });
      const listed = async (at: number) => (await store().list(instant(at))).map(({ digest }) => digest).sort();
      expect(await listed(9)).toEqual(['d-1', 'd-2', 'd-3']);
      expect(await listed(10)).toEqual(['d-1', 'd-2']);
      await store().take('d-2', instant(10));
      expect(await store().list(instant(10))).toEqual([kept]);
    });
  });

  it('one kind’s secret opens no other kind', async () => {
    await stores.invitations.put(invitation);
    expect(await stores.adminLinks.find('d-1', instant(0))).toBeNull();
    expect(await stores.adminSessions.find('d-1', instant(0))).toBeNull();
    expect(await stores.registrationAttempts.take('d-1', instant(0))).toBeNull();
  });

  describe('drafts of registrations', () => {
    const draft = (id: string, expiresAt = instant(600)): RegistrationDraft => ({
      id: asId<RegistrationId>(id),
      name: 'School',
      product: 'moodle',
      endpoints: platform,
      begunAt: instant(0),
      expiresAt,
    });

    it('are found by id and listed in the order of their ids, expired ones left out', async () => {
      for (const id of ['r-2', 'r-1']) await stores.registrationDrafts.put(draft(id));
      await stores.registrationDrafts.put(draft('r-3', instant(10)));
      const listed = async (now: string) => (await stores.registrationDrafts.list(now)).map(({ id }) => id);
      expect(await listed(instant(9))).toEqual(['r-1', 'r-2', 'r-3']);
      expect(await listed(instant(10))).toEqual(['r-1', 'r-2']);
      expect(await stores.registrationDrafts.find(asId('r-3'), instant(10))).toBeNull();
      expect(await stores.registrationDrafts.find(asId('r-1'), instant(10))).toEqual(draft('r-1'));
    });

    it('are no registrations, and gone when removed', async () => {
      await stores.registrationDrafts.put(draft('r-1'));
      expect(await stores.registrations.find(asId('r-1'))).toBeNull();
      expect(await stores.registrations.list()).toEqual([]);
      await stores.registrations.put(aRegistration());
      await stores.registrationDrafts.remove(asId('r-1'));
      await stores.registrationDrafts.remove(asId('r-1'));
      expect(await stores.registrationDrafts.list(instant(0))).toEqual([]);
    });
  });
});
