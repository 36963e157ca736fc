import type { Task, WorkQueue } from '../../core/ports/work-queue.ts';
import { instant } from '../support/stored-things.ts';

export const aTask = (key: string, over: Partial<Task> = {}): Task => ({
  kind: 'publish',
  key,
  dueAt: instant(0),
  stamp: 'one',
  attempts: 0,
  ...over,
});

/** What holds of every work queue. `open` opens an empty one. */
export const describeWorkQueue = (name: string, open: () => Promise<{ queue: WorkQueue; close(): Promise<void> }>) =>
  describe(`the work queue on ${name}`, () => {
    let queue: WorkQueue;
    let close: () => Promise<void>;
    beforeEach(async () => ({ queue, close } = await open()));
    afterEach(() => close());

    const due = async (seconds: number, limit = 100) => queue.due(instant(seconds), limit);

    it('has nothing due when nothing was added', async () => {
      expect(await due(0)).toEqual([]);
    });

    it('shows what is due at a time, oldest first over all its shards, at most so many', async () => {
      const tasks = Array.from({ length: 40 }, (_, n) => aTask(`c_${n}`, { dueAt: instant(40 - n) }));
      for (const task of tasks) await queue.add(task);
      const oldestFirst = [...tasks].reverse();
      expect(await due(100)).toEqual(oldestFirst);
      expect(await due(10)).toEqual(oldestFirst.slice(0, 10));
      expect(await due(100, 7)).toEqual(oldestFirst.slice(0, 7));
    });

    it('shows what is wanted, however much stands before it that is not', async () => {
      for (let n = 0; n < 60; n += 1) await queue.add(aTask(`c_${n}`, { kind: 'sync-roster', dueAt: instant(n) }));
      const wanted = [100, 101, 102].map((at) => aTask(`c_${at}`, { dueAt: instant(at) }));
      for (const task of wanted) await queue.add(task);
      const wants = ({ kind }: Task) => kind === 'publish';
      expect(await queue.due(instant(200), 2, wants)).toEqual(wanted.slice(0, 2));
      expect(await queue.due(instant(101), 5, wants)).toEqual(wanted.slice(0, 2));
      expect(await queue.due(instant(200), 2, () => false)).toEqual([]);
    });

    it('holds each kind of work on one thing apart', async () => {
      await queue.add(aTask('c_1'));
      await queue.add(aTask('c_1', { kind: 'reconcile-gallery' }));
      expect(await due(0)).toHaveLength(2);
    });

    it('moves the time of a task that is added again, and forgets the earlier one', async () => {
      await queue.add(aTask('c_1', { dueAt: instant(50) }));
      await queue.add(aTask('c_1', { dueAt: instant(10), stamp: 'two' }));
      expect(await due(10)).toEqual([aTask('c_1', { dueAt: instant(10), stamp: 'two' })]);
      await queue.add(aTask('c_1', { dueAt: instant(90), stamp: 'three' }));
      expect(await due(60)).toEqual([]);
      expect(await due(90)).toHaveLength(1);
    });

    it('finds one task by what it is about, with the stamp it was added with last', async () => {
      expect(await queue.find('publish', 'c_1')).toBeNull();
      await queue.add(aTask('c_1'));
      await queue.add(aTask('c_1', { stamp: 'two', dueAt: instant(50) }));
      expect(await queue.find('publish', 'c_1')).toEqual(aTask('c_1', { stamp: 'two', dueAt: instant(50) }));
      expect(await queue.find('confirm', 'c_1')).toBeNull();
    });

    it('puts a task off, with another count and its stamp', async () => {
      await queue.add(aTask('c_1', { dueAt: instant(10) }));
      expect(await queue.putOff(aTask('c_1', { dueAt: instant(10) }), { dueAt: instant(50), attempts: 2 })).toBe(true);
      expect(await due(49)).toEqual([]);
      const putOff = aTask('c_1', { dueAt: instant(50), attempts: 2 });
      expect(await due(50)).toEqual([putOff]);
      await queue.done(aTask('c_1'));
      expect(await due(50)).toEqual([]);
    });

    it('does not put off what was added again meanwhile, nor bring back what is done', async () => {
      await queue.add(aTask('c_1', { stamp: 'two' }));
      expect(await queue.putOff(aTask('c_1'), { dueAt: instant(50), attempts: 2 })).toBe(false);
      expect(await due(0)).toEqual([aTask('c_1', { stamp: 'two' })]);
      await queue.done(aTask('c_1', { stamp: 'two' }));
      expect(await queue.putOff(aTask('c_1', { stamp: 'two' }), { dueAt: instant(50), attempts: 2 })).toBe(false);
      expect(await queue.find('publish', 'c_1')).toBeNull();
    });

    it('has a task take the place of one that stands as it was added', async () => {
      await queue.add(aTask('c_1'));
      const later = aTask('c_1', { stamp: 'two', dueAt: instant(50) });
      expect(await queue.replace(aTask('c_1'), later)).toBe(true);
      await queue.done(aTask('c_1'));
      expect(await due(49)).toEqual([]);
      expect(await due(50)).toEqual([later]);
    });

    it('has no task take the place of one that was added again meanwhile, or is done', async () => {
      const later = aTask('c_1', { stamp: 'three', dueAt: instant(50) });
      await queue.add(aTask('c_1', { stamp: 'two' }));
      expect(await queue.replace(aTask('c_1'), later)).toBe(false);
      expect(await due(0)).toEqual([aTask('c_1', { stamp: 'two' })]);
      await queue.done(aTask('c_1', { stamp: 'two' }));
      expect(await queue.replace(aTask('c_1', { stamp: 'two' }), later)).toBe(false);
      expect(await queue.find('publish', 'c_1')).toBeNull();
    });

    it('takes a done task away, and has nothing to do the second time', async () => {
      await queue.add(aTask('c_1'));
      await queue.done(aTask('c_1'));
      await queue.done(aTask('c_1'));
      expect(await due(100)).toEqual([]);
    });

    it('keeps a task that was added again while it was worked on', async () => {
      await queue.add(aTask('c_1'));
      await queue.add(aTask('c_1', { stamp: 'two' }));
      await queue.done(aTask('c_1', { stamp: 'one' }));
      expect(await due(0)).toEqual([aTask('c_1', { stamp: 'two' })]);
    });
  });
