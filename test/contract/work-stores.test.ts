import { storesOn } from '../../connectors/dynamodb/stores.ts';
import type { Table } from '../../connectors/table.ts';
import { asId, type RegistrationId, type UploadTicketId } from '../../core/ids.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { instant } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';
import { aTask, describeWorkQueue } from './work-queue-contract.ts';

for (const [name, open] of tables) {
  describeWorkQueue(name, async () => {
    const { table, close } = await open();
    return { queue: storesOn(table).work, close };
  });
}

describe.each(tables)('due work, leases and tickets on %s', (_, open) => {
  let table: Table;
  let stores: Stores;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ table, close } = await open());
    stores = storesOn(table);
  });
  afterEach(() => close());

  describe('the work queue', () => {
    it('spreads its tasks over all its shards', async () => {
      for (let n = 0; n < 40; n += 1) await stores.work.add(aTask(`c_${n}`));
      for (const shard of [0, 1, 2, 3]) expect(await table.query(`WORK#${shard}`)).not.toEqual([]);
    });

    it('does not hand out what a lagging index still shows', async () => {
      await stores.work.add(aTask('c_1'));
      await stores.work.add(aTask('c_2'));
      const shown: Awaited<ReturnType<Table['due']>> = [];
      for (const shard of [0, 1, 2, 3]) shown.push(...(await table.due(`WORK#${shard}`, instant(0), 10)));
      await stores.work.done(aTask('c_1'));
      await stores.work.add(aTask('c_2', { dueAt: instant(500) }));
      const lagging = { ...table, due: async (queue: string) => shown.filter(({ dueQueue }) => dueQueue === queue) };
      expect(shown).toHaveLength(2);
      expect(await storesOn(lagging).work.due(instant(0), 10)).toEqual([]);
    });
  });

  describe('leases', () => {
    const take = (holder: string, seconds: number) => stores.leases.take('course', holder, instant(seconds), 20);

    it('are given to exactly one of ten that ask at once', async () => {
      const taken = await Promise.all(Array.from({ length: 10 }, (_, n) => take(`holder-${n}`, 0)));
      expect(taken.filter(Boolean)).toHaveLength(1);
    });

    it('are kept from others until they expire, then given to exactly one', async () => {
      expect(await take('a', 0)).toBe(true);
      expect(await take('b', 19)).toBe(false);
      const taken = await Promise.all(Array.from({ length: 10 }, (_, n) => take(`holder-${n}`, 20)));
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect(await take('a', 21)).toBe(false);
    });

    it('can be prolonged by their holder', async () => {
      await take('a', 0);
      expect(await take('a', 15)).toBe(true);
      expect(await take('b', 30)).toBe(false);
      expect(await take('b', 35)).toBe(true);
    });

    it('are free once released, and only their holder releases them', async () => {
      await take('a', 0);
      await stores.leases.release('course', 'b');
      expect(await take('b', 1)).toBe(false);
      await stores.leases.release('course', 'a');
      await stores.leases.release('course', 'a');
      expect(await take('b', 1)).toBe(true);
    });
  });

  describe('upload tickets', () => {
    const ticket = {
      id: asId<UploadTicketId>('ticket-1'),
      registration: asId<RegistrationId>('r-1'),
      key: 'c_1/s1/k1',
      maxBytes: 20_000_000,
      expiresAt: instant(900),
    };

    it('are given to exactly one of twenty that use them at once', async () => {
      await stores.uploadTickets.put(ticket);
      const used = Array.from({ length: 20 }, () => stores.uploadTickets.consume(ticket.id, instant(0)));
      expect((await Promise.all(used)).filter((got) => got !== null)).toEqual([ticket]);
    });

    it('are null when unknown or expired', async () => {
      await stores.uploadTickets.put(ticket);
      expect(await stores.uploadTickets.find(ticket.id, instant(0))).toEqual(ticket);
      expect(await stores.uploadTickets.find(ticket.id, instant(900))).toBeNull();
      expect(await stores.uploadTickets.find(asId('ticket-2'), instant(0))).toBeNull();
      expect(await stores.uploadTickets.consume(asId('ticket-2'), instant(0))).toBeNull();
      expect(await stores.uploadTickets.consume(ticket.id, instant(900))).toBeNull();
    });
  });
});
