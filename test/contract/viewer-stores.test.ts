import { storesOn } from '../../connectors/dynamodb/stores.ts';
import type { Table } from '../../connectors/table.ts';
import { asId } from '../../core/ids.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { type Viewer, viewersOfAppSession } from '../../core/ports/viewer-store.ts';
import { instant } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const aViewer = (connection: string, over: Partial<Viewer> = {}): Viewer => ({
  connection,
  registration: asId('r-1'),
  tokenHash: 'hash-1',
  topics: ['s1', 'c_1'],
  expiresAt: instant(120),
  endsAt: instant(7200),
  ...over,
});

describe.each(tables)('who looks at a session, on %s', (_, open) => {
  let table: Table;
  let stores: Stores;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ table, close } = await open());
    stores = storesOn(table);
  });
  afterEach(() => close());
  const add = (viewer: Viewer, seconds = 0) => stores.viewers.add(viewer, instant(seconds));
  const lookingAt = async (topic: string, seconds = 0) =>
    (await stores.viewers.connectionsOf(topic, instant(seconds))).sort();

  it('is found by connection and by each topic', async () => {
    expect(await add(aViewer('L0SM9cOFvHcCIhw='))).toBe(true);
    expect(await stores.viewers.find('L0SM9cOFvHcCIhw=', instant(0))).toEqual(aViewer('L0SM9cOFvHcCIhw='));
    expect(await stores.viewers.find('another', instant(0))).toBeNull();
    expect(await lookingAt('s1')).toEqual(['L0SM9cOFvHcCIhw=']);
    expect(await lookingAt('c_1')).toEqual(['L0SM9cOFvHcCIhw=']);
    expect(await lookingAt('s2')).toEqual([]);
  });

  it('is forgotten everywhere when removed, and nothing is left to do the second time', async () => {
    await add(aViewer('a'));
    await add(aViewer('b', { topics: ['s1', 'c_2'] }));
    await stores.viewers.remove('a');
    await stores.viewers.remove('a');
    expect(await stores.viewers.find('a', instant(0))).toBeNull();
    expect(await lookingAt('s1')).toEqual(['b']);
    expect(await lookingAt('c_1')).toEqual([]);
    expect(await table.query('VIEWER#a')).toEqual([]);
    expect(await table.query('APPSESSION#hash-1')).toHaveLength(1);
  });

  it('are at most six of one app session, also when twenty come at once', async () => {
    const came = await Promise.all(Array.from({ length: 20 }, (_one, n) => add(aViewer(`v${n}`))));
    expect(came.filter(Boolean)).toHaveLength(viewersOfAppSession);
    expect(await lookingAt('s1')).toHaveLength(viewersOfAppSession);
    expect(await add(aViewer('of-another', { tokenHash: 'hash-2' }))).toBe(true);
  });

  it('makes room when one goes, and when one runs out', async () => {
    for (let n = 0; n < viewersOfAppSession; n += 1)
      await add(aViewer(`v${n}`, n === 0 ? { endsAt: instant(10) } : {}));
    expect(await add(aViewer('late'), 9)).toBe(false);
    expect(await add(aViewer('later'), 10)).toBe(true);
    expect(await add(aViewer('latest'), 10)).toBe(false);
    await stores.viewers.remove('v3');
    expect(await add(aViewer('latest'), 10)).toBe(true);
  });

  it('does not take the place of whoever came after it with it when it goes late', async () => {
    for (let n = 0; n < viewersOfAppSession; n += 1)
      await add(aViewer(`v${n}`, n === 0 ? { endsAt: instant(10) } : {}));
    await add(aViewer('later'), 10);
    await stores.viewers.remove('v0');
    expect(await add(aViewer('one-more'), 11)).toBe(false);
  });

  it('is over from the second it runs out, and its items say so to DynamoDB', async () => {
    await add(aViewer('a', { expiresAt: instant(60) }));
    expect(await lookingAt('s1', 59)).toEqual(['a']);
    expect(await lookingAt('s1', 60)).toEqual([]);
    expect(await stores.viewers.find('a', instant(60))).toBeNull();
    expect(await stores.viewers.find('a', instant(59))).not.toBeNull();
    const items = [...(await table.query('TOPIC#s1')), ...(await table.query('VIEWER#a'))];
    // Its own item tells of its place, which is taken until the line ends.
    expect(items.map(({ expiresAt }) => expiresAt)).toEqual([60, 7200].map((end) => Date.parse(instant(end)) / 1000));
  });

  it('goes on for as long as it is prolonged', async () => {
    const viewer = aViewer('a');
    await add(viewer);
    await stores.viewers.prolong(viewer, instant(180));
    expect(await lookingAt('s1', 179)).toEqual(['a']);
    expect(await lookingAt('c_1', 179)).toEqual(['a']);
    expect(await stores.viewers.find('a', instant(179))).toEqual({ ...viewer, expiresAt: instant(180) });
    expect(await lookingAt('s1', 180)).toEqual([]);
  });

  it('are forgotten all at once with their app session, and nobody else is', async () => {
    for (const connection of ['a', 'b']) await add(aViewer(connection));
    await add(aViewer('of-another', { tokenHash: 'hash-2' }));
    for (let time = 0; time < 2; time += 1) await stores.viewers.removeOf('hash-1');
    expect(await lookingAt('s1')).toEqual(['of-another']);
    expect(await lookingAt('c_1')).toEqual(['of-another']);
    for (const left of ['VIEWER#a', 'VIEWER#b', 'APPSESSION#hash-1']) expect(await table.query(left)).toEqual([]);
  });
});
