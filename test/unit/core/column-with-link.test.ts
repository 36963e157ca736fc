import { storesOn } from '../../../connectors/dynamodb/stores.ts';
import { idSource } from '../../../connectors/embedded/ids.ts';
import { memoryTable } from '../../../connectors/memory/memory-table.ts';
import { memoryRealtime } from '../../../connectors/memory/realtime.ts';
import type { GradeColumn } from '../../../core/attendance/course.ts';
import type { Gradebook, LineItem } from '../../../core/ports/gradebook.ts';
import { publishScores } from '../../../core/use-cases/publish-scores.ts';
import { aCourse, instant } from '../../support/stored-things.ts';

/** A platform's line items, and no scores: what is tested is whose column it becomes. */
const gradebookWith = (items: LineItem[]): Gradebook => {
  const find: Gradebook['findLineItem'] = async (_registration, _service, { resourceId, tag }) =>
    items.find((item) => item.resourceId === resourceId && item.tag === tag) ?? null;
  return {
    findLineItem: find,
    async ensureLineItem(registration, service, wanted) {
      const made = (await find(registration, service, wanted)) ?? { ...wanted, id: 'made-by-muster' };
      if (!items.includes(made)) items.push(made);
      return made;
    },
    lineItemStands: async () => true,
    postScore: async () => ({ outcome: 'accepted' }),
    results: async () => new Map(),
  };
};

const placedByPlatform: LineItem = {
  id: 'made-by-platform',
  label: 'Attendance',
  scoreMaximum: 100,
  resourceId: 'muster:attendance:c_1',
  tag: 'muster-attendance',
};

const until = instant(1800);

describe('a grade column that comes with a placed link', () => {
  const open = async (items: LineItem[], column: Partial<GradeColumn> = {}) => {
    let now = instant(0);
    const stores = storesOn(memoryTable());
    const gradeService = { lineItemsUrl: 'https://lms.example/lineitems', lineItemUrl: null, scopes: [] };
    await stores.courses.put(
      aCourse({ gradeService, gradeColumn: { on: true, lineItemUrl: null, comesWithLinkUntil: until, ...column } }),
    );
    const deps = {
      ...stores,
      gradebook: gradebookWith(items),
      realtime: memoryRealtime(),
      ids: idSource(),
      clock: { now: () => now },
    };
    const course = aCourse().id;
    return {
      async publishAt(seconds: number) {
        now = instant(seconds);
        await publishScores(deps, course);
        return (await stores.courses.find(course))?.gradeColumn;
      },
      dueAt: async () => (await stores.work.due(instant(1_000_000), 10)).map(({ kind, dueAt }) => [kind, dueAt]),
    };
  };

  it('is waited for, and none is made beside it', async () => {
    const items: LineItem[] = [];
    const { publishAt, dueAt } = await open(items);
    expect(await publishAt(10)).toEqual({ on: true, lineItemUrl: null, comesWithLinkUntil: until });
    expect(items).toEqual([]);
    expect(await dueAt()).toEqual([['publish', instant(70)]]);
  });

  it('is taken as soon as the platform has made it', async () => {
    const items: LineItem[] = [];
    const { publishAt } = await open(items);
    await publishAt(10);
    items.push(placedByPlatform);
    expect(await publishAt(70)).toEqual({ on: true, lineItemUrl: 'made-by-platform', comesWithLinkUntil: null });
    expect(items).toEqual([placedByPlatform]);
  });

  it('is made by Muster when the platform has not made it by then', async () => {
    const items: LineItem[] = [];
    const { publishAt } = await open(items);
    await publishAt(1799);
    expect(items).toEqual([]);
    expect(await publishAt(1859)).toEqual({ on: true, lineItemUrl: 'made-by-muster', comesWithLinkUntil: null });
  });

  it('is not waited for where none was placed', async () => {
    const { publishAt } = await open([], { comesWithLinkUntil: null });
    expect(await publishAt(0)).toMatchObject({ lineItemUrl: 'made-by-muster' });
  });
});
