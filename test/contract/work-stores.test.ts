import { storesOn } from '../../connectors/dynamodb/stores.ts';
import type { Table } from '../../connectors/table.ts';
import { asId, type RegistrationId, type UploadTicketId } from '../../core/ids.ts';
import type { Stores } from '../../core/ports/stores.ts';
import type { Task } from '../../core/ports/work-queue.ts';
import { instant } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const aTask = (key: string, over: Partial<Task> = {}): Task => ({
  kind: 'publish',
  key,
  dueAt: instant(0),
  stamp: 'one',
  attempts: 0,
  ...over,
});

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
    const due = async (seconds: number, limit = 100) => stores.work.due(instant(seconds), limit);

    it('has nothing due when nothing was added', async () => {
      expect(await due(0)).toEqual([]);
    });

    it('shows what is due at a time, oldest first over all its shards, at most so many', async () => {
      const tasks = Array.from({ length: 40 }, (_, n) => aTask(`c_${n}`, { dueAt: instant(40 - n) }));
      for (const task of tasks) await stores.work.add(task);
      const oldestFirst = [...tasks].reverse();
      expect(await due(100)).toEqual(oldestFirst);
      expect(await due(10)).toEqual(oldestFirst.slice(0, 10));
      expect(await due(100, 7)).toEqual(oldestFirst.slice(0, 7));
      for (const shard of [0, 1, 2, 3]) expect(await table.query(`WORK#${shard}`)).not.toEqual([]);
    });

    it('holds each kind of work on one thing apart', async () => {
      await stores.work.add(aTask('c_1'));
      await stores.work.add(aTask('c_1', { kind: 'reconcile-gallery' }));
      expect(await due(0)).toHaveLength(2);
    });

    it('moves the time of a task that is added again, and forgets the earlier one', async () => {
      await stores.work.add(aTask('c_1', { dueAt: instant(50) }));
      await stores.work.add(aTask('c_1', { dueAt: instant(10), stamp: 'two' }));
      expect(await due(10)).toEqual([aTask('c_1', { dueAt: instant(10), stamp: 'two' })]);
      await stores.work.add(aTask('c_1', { dueAt: instant(90), stamp: 'three' }));
      expect(await due(60)).toEqual([]);
      expect(await due(90)).toHaveLength(1);
    });

    it('finds one task by what it is about, with the stamp it was added with last', async () => {
      expect(await stores.work.find('publish', 'c_1')).toBeNull();
      await stores.work.add(aTask('c_1'));
      await stores.work.add(aTask('c_1', { stamp: 'two', dueAt: instant(50) }));
      expect(await stores.work.find('publish', 'c_1')).toEqual(aTask('c_1', { stamp: 'two', dueAt: instant(50) }));
      expect(await stores.work.find('confirm', 'c_1')).toBeNull();
    });

    it('takes a done task away, and has nothing to do the second time', async () => {
      await stores.work.add(aTask('c_1'));
      await stores.work.done(aTask('c_1'));
      await stores.work.done(aTask('c_1'));
      expect(await due(100)).toEqual([]);
    });

    it('keeps a task that was added again while it was worked on', async () => {
      await stores.work.add(aTask('c_1'));
      await stores.work.add(aTask('c_1', { stamp: 'two' }));
      await stores.work.done(aTask('c_1', { stamp: 'one' }));
      expect(await due(0)).toEqual([aTask('c_1', { stamp: 'two' })]);
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
