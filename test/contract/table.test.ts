import { ConditionFailed, type Table } from '../../connectors/table.ts';
import { tables } from '../support/tables.ts';

describe.each(tables)('table on %s', (_, open) => {
  let table: Table;
  let close: () => Promise<void>;
  beforeAll(async () => ({ table, close } = await open()));
  afterAll(() => close());

  it('gets what was put, and null where nothing is', async () => {
    await table.put({ pk: 'get', sk: 'a', data: { list: [1, 'two', null], empty: '' } });
    expect(await table.get('get', 'a')).toEqual({ pk: 'get', sk: 'a', data: { list: [1, 'two', null], empty: '' } });
    expect(await table.get('get', 'b')).toBeNull();
  });

  it('leaves nothing of the old item when it is replaced', async () => {
    await table.put({ pk: 'replace', sk: 'a', old: 1 });
    await table.put({ pk: 'replace', sk: 'a', young: 2 });
    expect(await table.get('replace', 'a')).toEqual({ pk: 'replace', sk: 'a', young: 2 });
  });

  it('lets exactly one of twenty parallel puts make an absent item', async () => {
    const puts = Array.from({ length: 20 }, (_, n) => table.put({ pk: 'race', sk: 'a', n }, { kind: 'absent' }));
    const ends = await Promise.allSettled(puts);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(ConditionFailed);
  });

  it('writes over an attribute only when it has the value expected', async () => {
    await table.put({ pk: 'equals', sk: 'a', version: 1 });
    await table.put({ pk: 'equals', sk: 'a', version: 2 }, { kind: 'equals', attribute: 'version', value: 1 });
    const late = table.put({ pk: 'equals', sk: 'a', version: 2 }, { kind: 'equals', attribute: 'version', value: 1 });
    await expect(late).rejects.toBeInstanceOf(ConditionFailed);
    const nowhere = table.put({ pk: 'equals', sk: 'b' }, { kind: 'present' });
    await expect(nowhere).rejects.toBeInstanceOf(ConditionFailed);
  });

  it('gives the removed item to exactly one of those who remove it', async () => {
    await table.put({ pk: 'remove', sk: 'a', n: 7 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => table.remove('remove', 'a')));
    expect(answers.filter((item) => item !== null)).toEqual([{ pk: 'remove', sk: 'a', n: 7 }]);
  });

  it('queries a partition by prefix, in order, both ways and limited', async () => {
    for (const sk of ['B#2', 'A#1', 'B#1', 'B#3', 'C']) await table.put({ pk: 'query', sk });
    const keys = async (options: Parameters<Table['query']>[1]) =>
      (await table.query('query', options)).map(({ sk }) => sk);
    expect(await keys({ prefix: 'B#' })).toEqual(['B#1', 'B#2', 'B#3']);
    expect(await keys({ prefix: 'B#', newestFirst: true, limit: 2 })).toEqual(['B#3', 'B#2']);
    expect(await keys({})).toHaveLength(5);
    expect(await table.query('nothing')).toEqual([]);
  });

  it('reads past the megabyte at which a page ends', async () => {
    const big = 'x'.repeat(100_000);
    await table.putAll(Array.from({ length: 30 }, (_, n) => ({ pk: 'pages', sk: String(n).padStart(3, '0'), big })));
    expect(await table.query('pages')).toHaveLength(30);
    expect(await table.query('pages', { limit: 25 })).toHaveLength(25);
  });

  it('gets and puts more than a batch holds, and leaves out what is missing', async () => {
    await table.putAll(Array.from({ length: 130 }, (_, n) => ({ pk: `batch${n}`, sk: 'a' })));
    const keys = Array.from({ length: 150 }, (_, n) => ({ pk: `batch${n}`, sk: 'a' }));
    expect(await table.batchGet(keys)).toHaveLength(130);
    expect(await table.batchGet([])).toEqual([]);
  });

  it('finds due items up to a time, oldest first, of one queue', async () => {
    const put = (sk: string, dueQueue: string, dueAt: string) => table.put({ pk: 'due', sk, dueQueue, dueAt });
    await put('late', 'q#0', '2026-03-01T00:00:03.000Z');
    await put('early', 'q#0', '2026-03-01T00:00:01.000Z');
    await put('not-yet', 'q#0', '2026-03-01T00:00:09.000Z');
    await put('other', 'q#1', '2026-03-01T00:00:01.000Z');
    await table.put({ pk: 'due', sk: 'not-due' });
    const due = await table.due('q#0', '2026-03-01T00:00:03.000Z', 10);
    expect(due.map(({ sk }) => sk)).toEqual(['early', 'late']);
    expect(await table.due('q#0', '2026-03-01T00:00:03.000Z', 1)).toHaveLength(1);
  });
});
