import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { folderMeter } from '../../connectors/files/storage-meter.ts';
import { prometheusMetrics } from '../../connectors/prometheus/metrics.ts';
import { newColumn } from '../../core/attendance/grade-column.ts';
import type { LedgerEntry } from '../../core/attendance/ledger.ts';
import { asId, type CourseId } from '../../core/ids.ts';
import { measureStanding } from '../../core/use-cases/measure-standing.ts';
import { publishTask, sessionTask } from '../../core/use-cases/settle-session.ts';
import { aLedgerEntry, instant } from '../support/stored-things.ts';
import { tables } from '../support/tables.ts';

const hour = 3600;
const now = instant(100 * hour);
const sentAt = (hours: number): Partial<LedgerEntry> => ({
  inFlight: { score: 1, timestamp: instant((100 - hours) * hour), body: '{}' },
});

describe.each(tables)('what stands, on %s', (_, open) => {
  let opened: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.close());

  it('tells scores that were sent more than a day ago and never confirmed, of courses with publishing to do', async () => {
    const metrics = prometheusMetrics();
    const deps = { ...storesOn(opened.table), ids: idSource(), metrics, clock: { now: () => now } };
    const [late, done] = [asId<CourseId>('c_late'), asId<CourseId>('c_done')];
    const later = { ...publishTask(deps, late), dueAt: instant(200 * hour) };
    await deps.work.add(later);
    await deps.work.add(sessionTask(deps, done, asId('s1')));
    await deps.ledger.put(late, aLedgerEntry('m_1', sentAt(25)));
    await deps.ledger.put(late, aLedgerEntry('m_2', sentAt(23)));
    await deps.ledger.put(late, aLedgerEntry('m_3', { ...sentAt(30), state: 'refused' }));
    await deps.ledger.put(late, aLedgerEntry('m_4', {}));
    await deps.gradeColumns.put(late, { ...newColumn(asId('s9')), version: 1 });
    await deps.ledger.put(late, aLedgerEntry('m_1', sentAt(48)), asId('s9'));
    await deps.gradeColumns.put(late, { ...newColumn(asId('s8')), settledFor: '1 1', version: 1 });
    await deps.ledger.put(done, aLedgerEntry('m_1', sentAt(48)));
    const storage = { bytes: async () => 12_345 };

    expect((await deps.work.standing('publish')).map(({ key }) => key)).toEqual([late]);
    await measureStanding(deps, storage);
    expect(metrics.text()).toContain('muster_gradebook_unconfirmed_over24h 2\n');
    expect(metrics.text()).toContain('muster_storage_bytes 12345\n');

    await deps.work.done(later);
    await measureStanding(deps, storage);
    expect(metrics.text()).toContain('muster_gradebook_unconfirmed_over24h 0\n');
  });
});

describe('the size of a folder', () => {
  it('is that of all files below it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-meter-'));
    try {
      const below = await mkdtemp(join(folder, 'below-'));
      await writeFile(join(folder, 'a'), Buffer.alloc(1000));
      await writeFile(join(below, 'b'), Buffer.alloc(234));
      expect(await folderMeter(folder).bytes()).toBe(1234);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
