import { storesOn } from '../../connectors/dynamodb/stores.ts';
import type { Item, Table } from '../../connectors/table.ts';
import { asId, type RegistrationId, type UploadTicketId } from '../../core/ids.ts';
import type { Stores } from '../../core/ports/stores.ts';
import type { LeasedTask } from '../../core/ports/work-queue.ts';
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

    it('are looked through no further than until there is enough, and never without end', async () => {
      for (let n = 0; n < 40; n += 1) await stores.work.add(aTask(`c_${n}`));
      const asked: number[] = [];
      let isEndless = false;
      const watched: Table = {
        ...table,
        async due(queue, before, limit) {
          asked.push(limit);
          const found = await table.due(queue, before, limit);
          return isEndless ? Array.from({ length: limit }, () => found[0] as Item) : found;
        },
      };
      const { work } = storesOn(watched);
      await work.due(instant(0), 100);
      expect(asked).toEqual([100, 100, 100, 100]);
      asked.length = 0;
      await work.due(instant(0), 5, () => true);
      expect(asked).toEqual([5, 5, 5, 5]);
      asked.length = 0;
      isEndless = true;
      expect(await work.due(instant(0), 200, () => false)).toEqual([]);
      expect(asked.sort((a, b) => a - b)).toEqual([200, 800, 3_200, 12_800].flatMap((limit) => Array(4).fill(limit)));
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
    const wish = { kind: 'confirm', key: 'c_1/s_1', stamp: 'one' } as const;
    const takeFor = (task: LeasedTask | null, holder: string, seconds: number) =>
      stores.leases.take({ name: 'course', holder, task }, instant(seconds), 20);
    const take = async (holder: string, seconds: number) => (await takeFor(null, holder, seconds)) !== null;

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

    it('tell exactly one of those who find them abandoned what was done under them', async () => {
      expect(await takeFor(aTask(wish.key, { ...wish, attempts: 3 }), 'a', 0)).toEqual({ abandoned: null });
      const other = { ...wish, key: 'c_1/s_2', stamp: 'two' };
      const taken = await Promise.all(Array.from({ length: 10 }, (_, n) => takeFor(other, `holder-${n}`, 20)));
      expect(taken.filter((one) => one !== null)).toEqual([{ abandoned: wish }]);
      expect(await takeFor(wish, 'z', 40)).toEqual({ abandoned: other });
    });

    it('are not abandoned when they were released, prolonged, late even, or taken for nothing', async () => {
      await takeFor(wish, 'a', 0);
      expect(await takeFor(wish, 'a', 15)).toEqual({ abandoned: null });
      expect(await takeFor(wish, 'a', 90)).toEqual({ abandoned: null });
      await stores.leases.release('course', 'a');
      expect(await takeFor(null, 'b', 91)).toEqual({ abandoned: null });
      expect(await takeFor(wish, 'c', 200)).toEqual({ abandoned: null });
    });

    it('are found abandoned for a day, and deleted only then', async () => {
      await takeFor(wish, 'a', 0);
      const [item] = await table.query('LEASE#course');
      expect(item?.expiresAt).toBe(Date.parse(instant(20 + 86_400)) / 1000);
    });

    it('of the release before tell nothing, and are taken over', async () => {
      const held = { until: instant(20) };
      await table.put({
        pk: 'LEASE#course',
        sk: 'LEASE',
        schema: 1,
        data: held,
        holder: 'a',
        stamp: `a/${instant(20)}`,
      });
      expect(await takeFor(wish, 'b', 19)).toBeNull();
      expect(await takeFor(wish, 'b', 20)).toEqual({ abandoned: null });
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
