import { storesOn } from '../../../connectors/dynamodb/stores.ts';
import { idSource } from '../../../connectors/embedded/ids.ts';
import { memoryTable } from '../../../connectors/memory/memory-table.ts';
import { MusterError } from '../../../core/errors.ts';
import type { ReportedMember } from '../../../core/ports/roster-source.ts';
import { rosterReads } from '../../../lti-server/http/roster-reads.ts';
import { aCourse, instant } from '../../support/stored-things.ts';

const one: ReportedMember = {
  sub: 'a',
  name: 'Ann Lee',
  givenName: null,
  familyName: null,
  roles: ['Learner'],
  status: 'Active',
  timeZone: null,
};

describe('reading a roster, however often it is asked for', () => {
  const open = async () => {
    const stores = storesOn(memoryTable());
    const course = aCourse({ rosterService: { membershipsUrl: 'https://lms.example/members' }, rosterReadAt: null });
    await stores.courses.put({ ...course, version: 1 });
    const world = { second: 0, asked: 0, isDown: false, isSlow: false };
    const tooLong = async () => {
      if (!world.isSlow) await new Promise(() => {});
    };
    const app = {
      ...stores,
      ids: idSource(),
      clock: { now: () => instant(world.second) },
      wake: () => {},
      rosterSource: {
        async read() {
          world.asked += 1;
          if (world.isDown) throw new MusterError('UNAVAILABLE');
          if (world.isSlow) await new Promise(() => {});
          return [one];
        },
      },
    };
    return { world, reads: rosterReads(app, tooLong), course: course.id, work: stores.work };
  };

  it('asks the platform once for all who ask at the same time', async () => {
    const { world, reads, course } = await open();
    const all = [reads.byHand(course), reads.whenStale(course), reads.byHand(course)];
    expect(await Promise.all(all)).toEqual([null, null, null]);
    expect(world.asked).toBe(1);
  });

  it('lets 15 seconds pass between two reads by hand', async () => {
    const { world, reads, course } = await open();
    await reads.byHand(course);
    world.second = 14;
    expect(await reads.byHand(course)).toBeNull();
    expect(world.asked).toBe(1);
    world.second = 15;
    await reads.byHand(course);
    expect(world.asked).toBe(2);
  });

  it('shows what went wrong, and does not try again with each view for a minute', async () => {
    const { world, reads, course } = await open();
    world.isDown = true;
    await reads.whenStale(course);
    world.second = 59;
    expect(await reads.whenStale(course)).toBe('UNAVAILABLE');
    expect(world.asked).toBe(1);
    world.isDown = false;
    world.second = 60;
    expect(await reads.whenStale(course)).toBeNull();
    expect(world.asked).toBe(2);
  });

  it('keeps nobody waiting for a platform that takes long: the page says so, and work goes on reading', async () => {
    const { world, reads, course, work } = await open();
    world.isSlow = true;
    expect(await reads.whenStale(course)).toBe('ROSTER_SLOW');
    expect(await reads.byHand(course)).toBe('ROSTER_SLOW');
    expect(world.asked).toBe(1);
    expect(await work.find('sync-roster', course)).toMatchObject({ dueAt: instant(60) });
  });

  it('tries again by hand after a view that failed', async () => {
    const { world, reads, course } = await open();
    world.isDown = true;
    await reads.whenStale(course);
    world.isDown = false;
    expect(await reads.byHand(course)).toBeNull();
  });
});
