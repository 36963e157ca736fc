import { readdirSync, readFileSync } from 'node:fs';
import { keyRingStore } from '../../connectors/dynamodb/key-ring-store.ts';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { templateStore } from '../../connectors/embedded/template-store.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import type { Item, Table } from '../../connectors/table.ts';
import { asId } from '../../core/ids.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { vaultOf } from '../support/a-vault.ts';

interface Fixture {
  readonly release: string;
  readonly families: Readonly<Record<string, readonly Item[]>>;
}

const folder = new URL('../fixtures/', import.meta.url);
const fixtures = readdirSync(folder)
  .filter((name) => /^table-.*\.json$/.test(name))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Fixture);

/** Before anything in them ended. */
const then = '2020-01-01T00:00:00.000Z';
const [after, id] = ['2100-01-01T00:00:00.000Z', asId<never>];

type Open = (stores: Stores, item: Item, table: Table) => Promise<unknown>;
const [pkOf, skOf] = [
  ({ pk }: Item, at = 1) => id(pk.split('#')[at] ?? ''),
  ({ sk }: Item, at = 1) => id(sk.split('#')[at] ?? ''),
];
const inList = <T>(list: readonly T[], is: (one: T) => boolean) => list.find(is) ?? null;

/** How the product reads each kind; what answers null or throws is data that the next release lost. */
const opens: Readonly<Record<string, Open>> = {
  ADMINLINK: (stores, item) => stores.adminLinks.find(pkOf(item), then),
  ADMINSESSIONS: (stores, item) => stores.adminSessions.find(id(item.sk), then),
  APPSESSION: (stores, item) =>
    stores.appSessions.authenticate(pkOf(item), id((item.data as { registration: string }).registration), then),
  ATTEMPT: (stores, item) => stores.registrationAttempts.find(pkOf(item), then),
  COURSE: (stores, item) => stores.courses.find(pkOf(item)),
  COURSESOF: async (stores, item) =>
    inList((await stores.courses.listOf(pkOf(item), null, 100)).courses, (course) => course.id === item.sk),
  'COURSE SESSION/CAPTURE': (stores, item) => stores.captures.find(pkOf(item), pkOf(item, 3), skOf(item)),
  'COURSE SESSION/CHECKIN': async (stores, item) =>
    inList(await stores.checkIns.list(pkOf(item), pkOf(item, 3)), ({ member }) => member === skOf(item)),
  'COURSE SESSION/CHECKINTRIES': (stores, item) => stores.checkIns.findTries(pkOf(item), pkOf(item, 3), skOf(item)),
  'COURSE/CHECKIN': (stores, item) => stores.checkInPeriods.find(pkOf(item), skOf(item)),
  'COURSE SESSION/RECORD': async (stores, item) =>
    inList(await stores.records.listOfSession(pkOf(item), pkOf(item, 3)), ({ member }) => member === skOf(item)),
  'COURSE SESSION/REVIEW': async (stores, item) => {
    const review = await stores.reviews.read(pkOf(item), pkOf(item, 3));
    return review.version > 0 ? review : null;
  },
  'COURSE/COLUMN': async (stores, item) => (await stores.gradeColumns.list(pkOf(item)))[0] ?? null,
  'COURSE/DIGEST': async (stores, item) =>
    inList(await stores.digests.list(pkOf(item)), ({ statuses }) => statuses.size > 0),
  'COURSE/DISPUTE': (stores, item) => stores.disputes.find(pkOf(item), skOf(item), skOf(item, 2)),
  'COURSE/MEMBER': (stores, item) => stores.rosters.findMember(pkOf(item), skOf(item)),
  'COURSE/PLACE': async (stores, item) =>
    inList(await stores.galleryIndex.list(pkOf(item)), ({ member }) => member === skOf(item)),
  'COURSE/SCORE': async (stores, item) =>
    inList(await stores.ledger.list(pkOf(item)), ({ member }) => member === skOf(item)),
  'COURSE/SEENFACES': async (stores, item) => inList([...(await stores.seenFaces.read(pkOf(item)))], () => true),
  'COURSE/SESSION': (stores, item) => stores.sessions.find(pkOf(item), skOf(item)),
  ERASURES: async (stores) => (await stores.erasures.list('2026-01-01T00:00:00.000Z', after))[0] ?? null,
  'GALLERY/PERSON': async (_, item, table) =>
    inList(
      await templateStore(table, vaultOf(1)).list(pkOf(item)),
      ({ references }) => references[0]?.vector.length === 4,
    ),
  INVITATIONS: (stores, item) => stores.invitations.find(id(item.sk), then),
  KEYRING: (_, item, table) => keyRingStore(table).find(pkOf(item)),
  LOGIN: (stores, item) => stores.loginStates.find(pkOf(item), then),
  // Rows of the LTI library: its own plugin reads them, and each start writes them again where they are missing.
  LTI: async (_, item, table) => table.get(item.pk, item.sk),
  'PERSON/CONSENT': (stores, item) => stores.consents.find(pkOf(item)),
  'PERSON/ENROLMENT': (stores, item) => stores.enrolments.find(pkOf(item)),
  REGISTEREDAS: async (stores, item) => {
    const registration = await stores.registrations.find(id(String(item.data)));
    return registration === null
      ? null
      : stores.registrations.findByPlatform(registration.issuer, registration.clientId);
  },
  REGISTRATION: (stores, item) => stores.registrations.find(pkOf(item)),
  'REGISTRATION/HEALTH': async (stores, item) =>
    inList(Object.values(await stores.health.read(pkOf(item))), (kind) => kind !== null),
  REGISTRATIONDRAFTS: (stores, item) => stores.registrationDrafts.find(id(item.sk), then),
  REGISTRATIONS: async (stores, item) =>
    inList(await stores.registrations.list(), (registration) => registration.id === id(item.sk)),
  UPLOAD: (stores, item) => stores.uploadTickets.find(pkOf(item), then),
  USAGE: async (stores, item) =>
    inList(await stores.usage.list(pkOf(item), pkOf(item, 2), then), ({ session }) => session === skOf(item, 2)),
  'WORK/sync-roster': (stores, item) => stores.work.find('sync-roster', (item.data as { key: string }).key),
  'WORK/expire-captures': async (stores, item) => {
    const { kind, key } = item.data as { kind: 'expire-captures'; key: string };
    const due = await stores.work.due(after, 100);
    return due.some((task) => task.key === key) ? stores.work.find(kind, key) : null;
  },
};

describe.each(fixtures.map((fixture) => [fixture.release, fixture] as const))('data of release %s', (_, fixture) => {
  const table = memoryTable();
  beforeAll(() => table.putAll(Object.values(fixture.families).flat()));

  it('is of every kind that is kept for longer than a task', () => {
    expect(Object.keys(fixture.families).sort()).toEqual(Object.keys(opens).sort());
  });

  it.each(Object.entries(fixture.families))('opens: %s', async (family, items) => {
    for (const item of items) {
      const open = opens[family];
      if (open === undefined) throw new Error(`nobody reads ${family}`);
      const opened = await open(storesOn(table), item, table);
      expect(opened).not.toBeNull();
      const { version } = (item.data ?? {}) as { version?: number };
      if (version !== undefined && typeof opened === 'object') expect(opened).toMatchObject({ version });
    }
  });
});

describe('data of a release that is not there yet', () => {
  it('is refused, never guessed at', async () => {
    const table = memoryTable();
    const [first] = fixtures;
    const [registration] = first?.families.REGISTRATION ?? [];
    if (registration === undefined) throw new Error('no fixture');
    await table.put({ ...registration, schema: 2 });
    await expect(storesOn(table).registrations.find(pkOf(registration))).rejects.toMatchObject({
      code: 'RESPONSE_INVALID',
    });
  });
});
