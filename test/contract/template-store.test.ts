import { type PersonTemplates, templateStore } from '../../connectors/embedded/template-store.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import type { Item, Table } from '../../connectors/table.ts';
import { vaultOf } from '../support/a-vault.ts';

const gallery = 'c_1';
const vector = Float32Array.from([0.25, -0.5, 1, Math.fround(0.1)]);
const base64 = Buffer.from(vector.buffer).toString('base64');
const ann: PersonTemplates = { person: 'p_ann', model: 'm1', references: [{ id: 'r1', vector }] };
const keyOf = (person: string) => ['GALLERY#c_1', `PERSON#${person}`] as const;
const stored = (table: Table, person = 'p_ann') => table.get(...keyOf(person));

/** As the release before encryption wrote it. */
const openItem: Item = {
  pk: 'GALLERY#c_1',
  sk: 'PERSON#p_ann',
  schema: 1,
  references: [{ id: 'r1', vector: base64 }],
};

describe('the templates of the embedded engine', () => {
  let table: Table;
  beforeEach(() => {
    table = memoryTable();
  });

  it('come back to the last bit, and lie in the table encrypted', async () => {
    const store = templateStore(table, vaultOf(1));
    await store.put(gallery, ann);
    expect(await store.list(gallery)).toEqual([ann]);
    expect(JSON.stringify(await stored(table))).not.toContain(base64);
    expect(await stored(table)).not.toHaveProperty('references');
  });

  it('do not open in the place of somebody else', async () => {
    const store = templateStore(table, vaultOf(1));
    await store.put(gallery, ann);
    await table.put({ ...((await stored(table)) as Item), sk: 'PERSON#p_ben' });
    await store.remove(gallery, 'p_ann');
    await expect(store.list(gallery)).rejects.toMatchObject({ code: 'RESPONSE_INVALID' });
  });

  it('that an earlier release left open are read, and lie encrypted from then on', async () => {
    await table.put(openItem);
    const store = templateStore(table, vaultOf(1));
    const fromThen = { ...ann, model: null };
    expect(await store.list(gallery)).toEqual([fromThen]);
    expect(JSON.stringify(await stored(table))).not.toContain(base64);
    expect(await store.list(gallery)).toEqual([fromThen]);
  });

  it('of an earlier secret are read, and open without it from then on', async () => {
    await templateStore(table, vaultOf(1)).put(gallery, ann);
    expect(await templateStore(table, vaultOf(2, 1)).list(gallery)).toEqual([ann]);
    expect(await templateStore(table, vaultOf(2)).list(gallery)).toEqual([ann]);
  });

  it('are written once: those of the present secret stay as they are', async () => {
    const store = templateStore(table, vaultOf(1));
    await store.put(gallery, ann);
    const before = await stored(table);
    await store.list(gallery);
    expect(await stored(table)).toEqual(before);
  });

  it.each([
    ['left open', () => table.put(openItem)],
    ['of an earlier secret', () => templateStore(table, vaultOf(1)).put(gallery, ann)],
  ])('%s do not come back when they are erased while they are read', async (_, write) => {
    await write();
    const erasedMeanwhile: Table = {
      ...table,
      async query(...asked) {
        const items = await table.query(...asked);
        await table.remove(...keyOf('p_ann'));
        return items;
      },
    };
    await templateStore(erasedMeanwhile, vaultOf(2, 1)).list(gallery);
    expect(await stored(table)).toBeNull();
  });

  it('do not replace newer ones that were written while they were read', async () => {
    await table.put(openItem);
    const newer: PersonTemplates = { person: 'p_ann', model: 'm1', references: [{ id: 'r2', vector }] };
    const replacedMeanwhile: Table = {
      ...table,
      async query(...asked) {
        const items = await table.query(...asked);
        await templateStore(table, vaultOf(1)).put(gallery, newer);
        return items;
      },
    };
    await templateStore(replacedMeanwhile, vaultOf(1)).list(gallery);
    expect(await templateStore(table, vaultOf(1)).list(gallery)).toEqual([newer]);
  });

  it('whose secret is lost are said to be closed, and can still be erased', async () => {
    await templateStore(table, vaultOf(1)).put(gallery, ann);
    const store = templateStore(table, vaultOf(3));
    await expect(store.list(gallery)).rejects.toMatchObject({ code: 'DENIED' });
    expect(await store.people(gallery)).toEqual(['p_ann']);
    await store.remove(gallery, 'p_ann');
    expect(await store.people(gallery)).toEqual([]);
  });
});
