import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { memoryMedia } from '../../connectors/memory/media.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import type { Status } from '../../core/attendance/status.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import { confirmReview } from '../../core/use-cases/confirm-review.ts';
import { countingTable, type TableCounts } from '../support/counting-table.ts';
import { aCapture, aMember, aSession, instant } from '../support/stored-things.ts';

const course = asId<CourseId>('c_1');
const members = Array.from({ length: 500 }, (_, n) => asId<MemberId>(`m_${String(n).padStart(3, '0')}`));
const statuses = new Map(members.map((member) => [member, 'present' as Status]));
const sessionId = (n: number) => asId<SessionId>(`s${String(n).padStart(4, '0')}`);

/** What confirming a class of 500 asks of the table in a course that has had so many sessions before. */
const costAfter = async (sessionsBefore: number): Promise<TableCounts> => {
  const counting = countingTable(memoryTable());
  const stores = storesOn(counting.table);
  await stores.rosters.putMembers(
    course,
    members.map((member) => aMember(member)),
  );
  for (let n = 1; n <= sessionsBefore; n += 1) {
    await stores.sessions.put(aSession(sessionId(n), { state: 'confirmed' }));
    await stores.digests.put(course, sessionId(n), statuses);
  }
  const session = sessionId(sessionsBefore + 1);
  await stores.sessions.put(aSession(session));
  await stores.captures.put(course, aCapture('k1', { session, state: 'identified' }));
  await stores.reviews.put(course, {
    session,
    verdicts: {},
    statuses: Object.fromEntries(members.map((member) => [member, { status: 'present' as const, remark: null }])),
    version: 1,
  });
  counting.reset();
  const deps = {
    ...stores,
    media: memoryMedia(),
    realtime: memoryRealtime(),
    ids: idSource(),
    clock: { now: () => instant(60) },
  };
  const teacher = { member: asId<MemberId>('m_teacher'), name: 'Ms Ito' };
  await confirmReview(deps, course, session, teacher, 1);
  const counts = counting.counts();
  expect(await stores.records.listOfSession(course, session)).toHaveLength(500);
  return counts;
};

describe('confirming a class of 500', () => {
  it('costs one write a record and a constant, and reads no item for a single student', async () => {
    const { writes, itemsWritten, itemsRead, queries } = await costAfter(0);
    expect(writes.RECORD).toBe(500);
    expect(itemsWritten - 500).toBeLessThanOrEqual(10);
    expect(itemsRead).toBeLessThanOrEqual(12);
    expect(queries).toBeLessThanOrEqual(8);
  });

  it('costs the same after 100 sessions as after one', async () => {
    expect(await costAfter(100)).toEqual(await costAfter(1));
  });
});
