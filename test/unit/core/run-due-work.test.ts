import { storesOn } from '../../../connectors/dynamodb/stores.ts';
import { idSource } from '../../../connectors/embedded/ids.ts';
import { memoryTable } from '../../../connectors/memory/memory-table.ts';
import { type ErrorCode, MusterError } from '../../../core/errors.ts';
import { type Task, taskKinds } from '../../../core/ports/work-queue.ts';
import type { TaskListener } from '../../../core/use-cases/count-attempts.ts';
import { everyTask, runDueWork, runTask, type TaskHandlers } from '../../../core/use-cases/run-due-work.ts';
import { countingTable } from '../../support/counting-table.ts';
import { instant } from '../../support/stored-things.ts';

const aTask = (key: string, over: Partial<Task> = {}): Task => ({
  kind: 'report',
  key,
  dueAt: instant(0),
  stamp: `wish of ${key}`,
  attempts: 0,
  ...over,
});

/** Whoever waits for it has died, for all that others see of it. */
const death = new Promise<void>(() => {});
const dies = () => death;

describe('due work', () => {
  const open = () => {
    const counting = countingTable(memoryTable());
    const { work, leases } = storesOn(counting.table);
    let seconds = 0;
    const clock = { now: () => instant(seconds) };
    const ids = idSource();
    const told: string[] = [];
    const listen: TaskListener = ({ key }, end, error) =>
      void told.push(`${key} ${end}${error instanceof Error ? `: ${error.name}` : ''}`);
    const deps = { work, leases, ids, clock };
    return {
      ...deps,
      counting,
      told,
      pass: (more: number) => {
        seconds += more;
      },
      now: () => seconds,
      /** One process that looks for work; whatever dies ends it. Answers what it began. */
      async process(handle: TaskHandlers['report'], wants?: (task: Task) => boolean): Promise<string[]> {
        const begun: string[] = [];
        let die = () => {};
        const dead = new Promise<void>((resolve) => {
          die = resolve;
        });
        const handlers = everyTask(async (key, ...more) => {
          begun.push(key);
          const end = handle(key, ...more);
          if (end === death) die();
          await end;
        });
        await Promise.race([runDueWork(deps, handlers, ids.next(), listen, wants), dead]);
        return begun;
      },
      run: (task: Task, handle: TaskHandlers['report'] = async () => {}) =>
        runTask(deps, everyTask(handle), ids.next(), task, listen),
      /** One process that is at this task until then. */
      begin: (task: Task, until = death) =>
        new Promise<{ end: Promise<unknown> }>((begun) => {
          const handlers = everyTask(() => {
            begun({ end });
            return until;
          });
          const end = runTask(deps, handlers, ids.next(), task, listen);
        }),
    };
  };
  type Opened = ReturnType<typeof open>;
  let house: Opened;
  beforeEach(() => {
    house = open();
  });
  const done = async () => {};
  const dyingOrDone = (key: string) => (key.endsWith('dies') ? dies() : done());

  it('asks no more of the table for a task that runs well than its lease, the task and their end', async () => {
    await house.work.add(aTask('a'));
    house.counting.reset();
    expect(await house.run(aTask('a'))).toBe(true);
    expect(house.counting.counts()).toMatchObject({ reads: { LEASE: 1 }, writes: { LEASE: 2, report: 1 }, queries: 0 });
    expect(house.told).toEqual(['a done']);
  });

  it('leaves to whoever is at it what somebody is at', async () => {
    await house.work.add(aTask('dies'));
    expect(await house.process(dyingOrDone)).toEqual(['dies']);
    house.pass(19);
    expect(await house.run(aTask('dies'))).toBe(false);
    expect(await house.process(done)).toEqual([]);
    expect(await house.work.find('report', 'dies')).toEqual(aTask('dies'));
  });

  const day = 86_400;
  const failWith = (code: ErrorCode) => async () => {
    throw new MusterError(code, {});
  };

  it('tries again what failed, later and later, each hour in the end, and gives it up after fourteen days', async () => {
    await house.work.add(aTask('fails', { kind: 'sync-roster' }));
    const tries: number[] = [];
    for (;;) {
      const task = await house.work.find('sync-roster', 'fails');
      if (task === null) break;
      house.pass((Date.parse(task.dueAt) - Date.parse(house.clock.now())) / 1000);
      for (const _ of await house.process(failWith('INTERNAL'))) tries.push(house.now());
    }
    expect(tries.slice(0, 5)).toEqual([0, 1, 3, 7, 15]);
    expect((tries.at(-1) ?? 0) - (tries.at(-2) ?? 0)).toBe(3600);
    expect(tries.at(-1)).toBeGreaterThan(14 * day);
    expect(tries.at(-2)).toBeLessThan(14 * day);
    expect(house.told.at(-1)).toBe('fails given-up: MusterError');
    expect(house.told.filter((line) => line === 'fails retry: MusterError')).toHaveLength(tries.length - 1);
  });

  it('gives up at once what is about something that is gone', async () => {
    for (const kind of taskKinds) await house.work.add(aTask('gone/s_1', { kind }));
    await house.process(failWith('NOT_FOUND'));
    expect(house.told).toEqual(taskKinds.map(() => 'gone/s_1 given-up: MusterError'));
    expect(await house.work.due(instant(30 * day), 20)).toEqual([]);
  });

  it.each(['erase-face', 'expire-captures', 'reconcile-gallery', 'report', 'confirm'] as const)(
    'never gives up %s while there is something left of it: it erases, or finishes what was confirmed',
    async (kind) => {
      const tried = aTask('m_1/s_1', { kind, attempts: 5_000 });
      await house.work.add(tried);
      await house.process(failWith('UNAVAILABLE'));
      expect(await house.work.find(kind, tried.key)).toMatchObject({ attempts: 5_001, dueAt: instant(3600) });
      house.pass(3600);
      await house.process(dies);
      house.pass(20);
      await house.process(done);
      expect(await house.work.find(kind, tried.key)).toMatchObject({ attempts: 5_002, dueAt: instant(3620 + 3600) });
    },
  );

  it('tells who does it how often it has come to nothing', async () => {
    await house.work.add(aTask('a', { attempts: 4 }));
    const told: number[] = [];
    await house.process(async (_key, _keepLease, attempts) => void told.push(attempts));
    expect(told).toEqual([4]);
  });

  it('finds what it wants behind any number of tasks that are others’ to do', async () => {
    const { work, leases, ids, clock } = house;
    for (let n = 0; n < 1_000; n += 1) await work.add(aTask(`c_${n}`, { kind: 'sync-roster', dueAt: instant(-100) }));
    await work.add(aTask('c_1/s_1/k_1', { kind: 'expire-captures' }));
    const wants = ({ kind }: Task) => kind !== 'sync-roster';
    expect(await runDueWork({ work, leases, ids, clock }, everyTask(done), 'a', () => {}, wants)).toBe(1);
    expect(await work.standing('expire-captures')).toEqual([]);
    expect(await work.standing('sync-roster')).toHaveLength(1_000);
  });

  it('leaves a newer wish as it is when the older run of it fails', async () => {
    await house.work.add(aTask('a', { attempts: 6 }));
    const newer = aTask('a', { stamp: 'another wish', dueAt: instant(40) });
    await house.run(aTask('a', { attempts: 6 }), async () => {
      await house.work.add(newer);
      throw new MusterError('UNAVAILABLE', {});
    });
    expect(await house.work.find('report', 'a')).toEqual(newer);
  });

  it('does not bring back what somebody else has done when a slower run of it fails', async () => {
    await house.work.add(aTask('a'));
    await house.run(aTask('a'), async () => {
      await house.work.done(aTask('a'));
      throw new MusterError('UNAVAILABLE', {});
    });
    expect(await house.work.find('report', 'a')).toBeNull();
    expect(house.told).toEqual([]);
  });

  describe('a task whose process dies', () => {
    it('is run again by who comes next, at once, and after the others', async () => {
      await house.work.add(aTask('dies', { dueAt: instant(-100) }));
      for (const key of ['b', 'c']) await house.work.add(aTask(key));
      expect(await house.process(dyingOrDone)).toEqual(['dies']);
      house.pass(20);
      expect(await house.process(done)).toEqual(['b', 'c', 'dies']);
      expect(house.told).toEqual(['dies retry: RunDied', 'b done', 'c done', 'dies done']);
      expect(await house.work.due(instant(100_000), 10)).toEqual([]);
    });

    it('keeps its time after the first death, for those who leave what is not late to others', async () => {
      await house.work.add(aTask('dies', { dueAt: instant(-300) }));
      await house.process(dyingOrDone);
      house.pass(20);
      expect(await house.process(done, ({ dueAt }) => dueAt <= instant(-280))).toEqual(['dies']);
    });

    it('is run again at once by who is told of it alone', async () => {
      await house.work.add(aTask('dies'));
      await house.process(dyingOrDone);
      house.pass(20);
      const begun: string[] = [];
      expect(await house.run(aTask('dies'), async (key) => void begun.push(key))).toBe(true);
      expect(begun).toEqual(['dies']);
      expect(await house.work.find('report', 'dies')).toBeNull();
    });

    it('waits from the second death on as after a failure, and is in nobody’s hands then', async () => {
      await house.work.add(aTask('dies', { attempts: 6 }));
      await house.process(dyingOrDone);
      house.pass(20);
      const begun: string[] = [];
      expect(await house.run(aTask('dies', { attempts: 6 }), async (key) => void begun.push(key))).toBe(true);
      expect(begun).toEqual([]);
      expect(await house.work.find('report', 'dies')).toEqual(aTask('dies', { attempts: 7, dueAt: instant(20 + 64) }));
      expect(await house.process(done)).toEqual([]);
      house.pass(64);
      expect(await house.process(done)).toEqual(['dies']);
    });

    it('holds up nobody behind it, each time it dies', async () => {
      await house.work.add(aTask('dies', { dueAt: instant(-100) }));
      const [late, deaths]: [string[], number[]] = [[], []];
      // Each minute something new is to be done, and one process looks.
      for (let minute = 0; minute < 180; minute += 1) {
        await house.work.add(aTask(`minute ${minute}`, { dueAt: house.clock.now() }));
        const begun = await house.process(dyingOrDone);
        if (begun.includes('dies')) deaths.push(minute);
        if ((await house.work.find('report', `minute ${minute}`)) !== null) late.push(`minute ${minute}`);
        house.pass(60);
      }
      // Nobody knows it before its first death.
      expect(late).toEqual(['minute 0']);
      expect(deaths.slice(0, 3)).toEqual([0, 1, 3]);
      expect((deaths.at(-1) ?? 0) - (deaths.at(-2) ?? 0)).toBeGreaterThanOrEqual(60);
      expect(new Set(house.told.filter((line) => line.startsWith('dies')))).toEqual(new Set(['dies retry: RunDied']));
    });

    it('is given up as late as what fails', async () => {
      const last = { kind: 'sync-roster', attempts: 347 } as const;
      await house.work.add(aTask('dies', last));
      await house.process(dies);
      house.pass(20);
      expect(await house.process(done)).toEqual([]);
      expect(house.told).toEqual(['dies given-up: RunDied']);
      expect(await house.work.find('sync-roster', 'dies')).toBeNull();
    });

    it('is not blamed when it was added again meanwhile', async () => {
      await house.work.add(aTask('dies', { attempts: 19 }));
      await house.process(dyingOrDone);
      const again = aTask('dies', { stamp: 'another wish', dueAt: instant(5) });
      await house.work.add(again);
      house.pass(20);
      expect(await house.process(done)).toEqual(['dies']);
      expect(house.told).toEqual(['dies done']);
    });

    it('is not blamed when it was added again while its death was counted', async () => {
      await house.work.add(aTask('dies'));
      await house.process(dyingOrDone);
      house.pass(20);
      const { find } = house.work;
      const again = aTask('dies', { stamp: 'another wish' });
      house.work.find = async (kind, key) => {
        const found = await find(kind, key);
        await house.work.add(again);
        return found;
      };
      await house.run(aTask('dies'));
      expect(await find('report', 'dies')).toEqual(again);
      expect(house.told).toEqual([]);
    });

    it('is not brought back when it was done before its lease was released', async () => {
      await house.work.add(aTask('dies'));
      await house.process(dyingOrDone);
      await house.work.done(aTask('dies'));
      house.pass(20);
      expect(await house.run(aTask('dies'), dies)).toBe(true);
      expect(await house.work.find('report', 'dies')).toBeNull();
      expect(house.told).toEqual([]);
    });

    it('is done with by one who was only slow', async () => {
      await house.work.add(aTask('slow'));
      let answer = () => {};
      const slow = new Promise<void>((resolve) => {
        answer = resolve;
      });
      const { end } = await house.begin(aTask('slow'), slow);
      house.pass(30);
      await house.begin(aTask('slow'));
      house.pass(30);
      await house.run(aTask('slow', { attempts: 1 }));
      expect(await house.work.find('report', 'slow')).toMatchObject({ attempts: 2 });
      answer();
      await end;
      expect(await house.work.find('report', 'slow')).toBeNull();
    });

    it('is counted once when it was only slow and fails after somebody has taken over', async () => {
      await house.work.add(aTask('slow'));
      let fail = (_: unknown) => {};
      const slow = new Promise<void>((_, reject) => {
        fail = reject;
      });
      const { end } = await house.begin(aTask('slow'), slow);
      house.pass(30);
      let answer = () => {};
      const second = new Promise<void>((resolve) => {
        answer = resolve;
      });
      const taken = await house.begin(aTask('slow'), second);
      fail(new MusterError('RECORD_CHANGED', {}));
      await end;
      expect(await house.work.find('report', 'slow')).toEqual(aTask('slow', { attempts: 1 }));
      answer();
      await taken.end;
      expect(await house.work.find('report', 'slow')).toBeNull();
      expect(house.told).toEqual(['slow retry: RunDied', 'slow done']);
    });

    it('is not dead while it keeps its lease', async () => {
      await house.work.add(aTask('a'));
      await house.process(async (_, keepLease) => {
        for (let n = 0; n < 5; n += 1) {
          house.pass(30);
          await keepLease();
        }
      });
      expect(house.told).toEqual(['a done']);
    });
  });

  describe('of a course whose tasks share a lease', () => {
    const confirm = (session: string, over: Partial<Task> = {}) =>
      aTask(`c_1/${session}`, { kind: 'confirm', ...over });

    it('the one that died is counted, whichever is taken next', async () => {
      await house.work.add(confirm('dies', { attempts: 3 }));
      await house.process(dyingOrDone);
      await house.work.add(confirm('fresh'));
      house.pass(20);
      expect(await house.process(dyingOrDone)).toEqual(['c_1/fresh']);
      expect(house.told).toEqual(['c_1/dies retry: RunDied', 'c_1/fresh done']);
      expect(await house.work.find('confirm', 'c_1/dies')).toMatchObject({ attempts: 4, dueAt: instant(28) });
    });

    it('the one that is told of is run at once, and another’s death is no fault of it', async () => {
      await house.work.add(confirm('dies', { attempts: 3 }));
      await house.process(dyingOrDone);
      await house.work.add(confirm('fresh'));
      house.pass(20);
      const begun: string[] = [];
      await house.run(confirm('fresh'), async (key) => void begun.push(key));
      expect(begun).toEqual(['c_1/fresh']);
      expect(await house.work.find('confirm', 'c_1/dies')).toMatchObject({ attempts: 4 });
      expect(await house.work.find('confirm', 'c_1/fresh')).toBeNull();
    });
  });

  it('does not bring back together what died together', async () => {
    const { work, leases, ids, clock } = house;
    for (const key of ['a', 'b']) await work.add(aTask(key, { attempts: 8 }));
    for (const key of ['a', 'b']) await house.begin(aTask(key, { attempts: 8 }));
    house.pass(20);
    const chances = [0, 0.5];
    const random = () => chances.shift() ?? 1;
    await runDueWork({ work, leases, ids, clock, random }, everyTask(done), 'next');
    expect((await work.standing('report')).map(({ dueAt }) => dueAt).sort()).toEqual([instant(276), instant(308)]);
  });
});
