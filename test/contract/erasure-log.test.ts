import { erasureLog } from '../../connectors/dynamodb/erasure-log.ts';
import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { mediaErasureLog } from '../../connectors/media-erasure-log.ts';
import { memoryMedia } from '../../connectors/memory/media.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import type { Erasure } from '../../core/biometrics/erasure.ts';
import { asId, type CourseId, type MemberId } from '../../core/ids.ts';
import type { ErasureLog } from '../../core/ports/erasure-log.ts';

const nothing = async () => {};
const adapters: readonly [string, () => Promise<{ log: ErasureLog; close(): Promise<void> }>][] = [
  ['a table in memory', async () => ({ log: erasureLog(memoryTable()), close: nothing })],
  [
    'DynamoDB API (embedded)',
    async () => {
      const { table, close } = await startEmbeddedDynamoDb(null);
      return { log: erasureLog(table), close };
    },
  ],
  ['files beside the pictures', async () => ({ log: mediaErasureLog(memoryMedia()), close: nothing })],
];

const erasure = (at: string, over: Partial<Erasure> = {}): Erasure => ({
  id: `e-${at.replaceAll(/\D/g, '')}`,
  at,
  member: asId<MemberId>('m_1'),
  kind: 'face',
  course: null,
  ...over,
});

describe.each(adapters)('the log of erasures in %s', (_, open) => {
  let log: ErasureLog;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ log, close } = await open());
  });
  afterEach(() => close());

  it('lists what lies between two instants, oldest first, over the ends of months and years', async () => {
    const all = [
      '2026-12-31T23:59:59.999Z',
      '2026-10-01T00:00:00.000Z',
      '2027-01-01T00:00:00.000Z',
      '2026-11-25T10:00:00.000Z',
    ];
    for (const at of all) await log.add(erasure(at));
    const found = await log.list('2026-11-25T10:00:00.000Z', '2027-01-01T00:00:00.000Z');
    expect(found.map(({ at }) => at)).toEqual([all[3], all[0], all[2]]);
  });

  it('keeps what was erased, and of which course', async () => {
    const one = erasure('2026-11-25T10:00:00.000Z', { kind: 'course', course: asId<CourseId>('c_1') });
    await log.add(one);
    expect(await log.list(one.at, one.at)).toEqual([one]);
  });

  it('keeps two of one instant apart, and one that is written twice once', async () => {
    const at = '2026-11-25T10:00:00.000Z';
    await log.add(erasure(at, { id: 'a' }));
    await log.add(erasure(at, { id: 'b' }));
    await log.add(erasure(at, { id: 'b' }));
    expect((await log.list(at, at)).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('knows of none before the first', async () => {
    expect(await log.list('2026-01-01T00:00:00.000Z', '2026-12-31T00:00:00.000Z')).toEqual([]);
  });
});
