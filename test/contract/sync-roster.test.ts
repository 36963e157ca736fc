import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { MusterError } from '../../core/errors.ts';
import { asId, type CourseId } from '../../core/ids.ts';
import type { RosterSource } from '../../core/ports/roster-source.ts';
import { beginRosterSync, syncRoster } from '../../core/use-cases/sync-roster.ts';
import { aCourse, instant } from '../support/stored-things.ts';

const id = asId<CourseId>('c_1');
const day = 86_400;
const service = { membershipsUrl: 'https://lms.example/members' } as const;

/** A course that was opened on the first day, and a platform that answers so. */
const opened = async (read: RosterSource['read'] = async () => []) => {
  let now = instant(0);
  const services = {
    ...storesOn(memoryTable()),
    ids: idSource(),
    rosterSource: { read },
    clock: { now: () => now },
  };
  const course = aCourse({ id, openedOn: now.slice(0, 10), rosterService: service, rosterReadAt: now });
  await services.courses.put(course);
  await beginRosterSync(services, course);
  return {
    services,
    course,
    task: () => services.work.find('sync-roster', id),
    at: (seconds: number) => {
      now = instant(seconds);
    },
  };
};

describe('a course that somebody opened', () => {
  it('has its roster read a day later, and a day after that', async () => {
    let reads = 0;
    const { services, task, at } = await opened(async () => {
      reads += 1;
      return [];
    });
    expect((await task())?.dueAt).toBe(instant(day));
    at(day);
    await syncRoster(services, id);
    expect(reads).toBe(1);
    expect((await task())?.dueAt).toBe(instant(2 * day));
  });

  it('is put to work once, however often it is opened', async () => {
    const { services, course, task, at } = await opened();
    const first = await task();
    at(3600);
    await beginRosterSync(services, course);
    expect(await task()).toEqual(first);
  });

  it('waits for its day when somebody has read the roster meanwhile', async () => {
    const { services, course, task, at } = await opened(async () => {
      throw new Error('nobody is to be asked');
    });
    await services.courses.put({ ...course, rosterReadAt: instant(day - 60), version: 2 });
    at(day);
    await syncRoster(services, id);
    expect((await task())?.dueAt).toBe(instant(2 * day - 60));
  });

  it('is tried again the next day when the platform refuses, and soon when it is away', async () => {
    let code: 'DENIED' | 'UNAVAILABLE' = 'DENIED';
    const { services, task, at } = await opened(async () => {
      throw new MusterError(code);
    });
    at(day);
    await syncRoster(services, id);
    expect((await task())?.dueAt).toBe(instant(2 * day));
    code = 'UNAVAILABLE';
    at(2 * day);
    await expect(syncRoster(services, id)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect((await task())?.dueAt).toBe(instant(2 * day));
  });

  it('is left alone once nobody has opened it for two weeks', async () => {
    const { services, task, at } = await opened(async () => {
      throw new Error('nobody is to be asked');
    });
    const before = await task();
    at(15 * day);
    await syncRoster(services, id);
    expect(await task()).toEqual(before);
  });
});
