import { ConditionFailed, type Item, type Table } from '../../connectors/table.ts';
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

  it('queries what comes after a sort key, so many at a time', async () => {
    await table.putAll(['a', 'b', 'c', 'd'].map((sk) => ({ pk: 'pages', sk })));
    const from = async (sk: string, limit: number) =>
      (await table.query('pages', { after: sk, limit })).map((item) => item.sk);
    expect(await from('a', 2)).toEqual(['b', 'c']);
    expect(await from('c', 2)).toEqual(['d']);
    expect(await from('cc', 2)).toEqual(['d']);
    expect(await from('d', 2)).toEqual([]);
  });

  it('gets and puts more than a batch holds, and leaves out what is missing', async () => {
    await table.putAll(Array.from({ length: 130 }, (_, n) => ({ pk: `batch${n}`, sk: 'a' })));
    const keys = Array.from({ length: 150 }, (_, n) => ({ pk: `batch${n}`, sk: 'a' }));
    expect(await table.batchGet(keys)).toHaveLength(130);
    expect(await table.batchGet([])).toEqual([]);
  });

  it('takes a key that is named twice for one', async () => {
    await table.putAll([
      { pk: 'twice', sk: 'a', n: 1 },
      { pk: 'twice', sk: 'a', n: 2 },
    ]);
    const key = { pk: 'twice', sk: 'a' };
    expect(await table.batchGet([key, key])).toEqual([{ ...key, n: 2 }]);
  });

  it('keeps bytes, and leaves out what is undefined', async () => {
    const vector = Uint8Array.from([0, 127, 255]);
    await table.put({ pk: 'bytes', sk: 'a', data: { vector, nothing: undefined } });
    const { vector: kept, ...rest } = ((await table.get('bytes', 'a'))?.data ?? {}) as { vector: Uint8Array };
    expect(Array.from(kept)).toEqual([0, 127, 255]);
    expect(rest).toEqual({});
  });

  it('hands out copies: changing one changes nothing that is kept', async () => {
    const given = { pk: 'copies', sk: 'a', data: { list: [1] } };
    await table.put(given);
    given.data.list.push(2);
    const got = (await table.get('copies', 'a'))?.data as { list: number[] };
    got.list.push(3);
    const [queried] = await table.query('copies');
    expect(queried?.data).toEqual({ list: [1] });
  });

  it('refuses an item over 400 kB for good, instead of saying "later"', async () => {
    const put = table.put({ pk: 'large', sk: 'a', data: 'x'.repeat(420_000) });
    await expect(put).rejects.toMatchObject({ code: 'RESPONSE_INVALID', retryable: false });
    expect(await table.get('large', 'a')).toBeNull();
  });

  it('removes only when the condition holds, and says so when it does not', async () => {
    await table.put({ pk: 'remove-if', sk: 'a', stamp: 'new' });
    const old = table.remove('remove-if', 'a', { kind: 'equals', attribute: 'stamp', value: 'old' });
    await expect(old).rejects.toBeInstanceOf(ConditionFailed);
    const none = table.remove('remove-if', 'b', { kind: 'equals', attribute: 'stamp', value: 'new' });
    await expect(none).rejects.toBeInstanceOf(ConditionFailed);
    await table.remove('remove-if', 'a', { kind: 'equals', attribute: 'stamp', value: 'new' });
    expect(await table.query('remove-if')).toEqual([]);
  });

  it('follows the item in the due index: moved, taken out, removed', async () => {
    const put = (more: Partial<Item>) => table.put({ pk: 'follow', sk: 'a', ...more });
    const due = async () => (await table.due('follow', '2026-03-01T00:00:05.000Z', 10)).length;
    await put({ dueQueue: 'follow', dueAt: '2026-03-01T00:00:01.000Z' });
    expect(await due()).toBe(1);
    await put({ dueQueue: 'follow', dueAt: '2026-03-01T00:00:09.000Z' });
    expect(await due()).toBe(0);
    await put({ dueQueue: 'follow', dueAt: '2026-03-01T00:00:04.000Z' });
    expect(await due()).toBe(1);
    await put({});
    expect(await due()).toBe(0);
    await put({ dueQueue: 'follow', dueAt: '2026-03-01T00:00:04.000Z' });
    await table.remove('follow', 'a');
    expect(await due()).toBe(0);
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
