import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { checkInCodes } from '../../connectors/embedded/check-in-codes.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import { checkIn, readMyCheckIns } from '../../core/use-cases/check-in.ts';
import { openCheckIn, readCheckIn } from '../../core/use-cases/open-check-in.ts';
import { countingTable, type TableCounts } from '../support/counting-table.ts';
import { aMember, aSession, instant } from '../support/stored-things.ts';

const course = asId<CourseId>('c_1');
const session = asId<SessionId>('s1');

/** What the last of so many students asks of the table who checks in, and whose page looks whether there is something to do. */
const costIn = async (students: number): Promise<Readonly<Record<'saying' | 'looking', TableCounts>>> => {
  const counting = countingTable(memoryTable());
  const now = { now: () => instant(0) };
  const deps = {
    ...storesOn(counting.table),
    checkInCodes: checkInCodes('a secret'),
    realtime: memoryRealtime(),
    clock: now,
  };
  const members = Array.from({ length: students }, (_, n) => asId<MemberId>(`m_${n}`));
  await deps.rosters.putMembers(
    course,
    members.map((member) => aMember(member)),
  );
  for (let n = 1; n <= 100; n += 1) await deps.sessions.put(aSession(`s${n}`));
  await openCheckIn(deps, course, session, { minutes: 5, lateAfterMinutes: null, changing: false });
  const code = (await readCheckIn(deps, course, session)).shown?.code ?? '';
  const say = (member: MemberId) =>
    checkIn(deps, { member, masquerading: false, testUser: false }, course, session, code);
  for (const member of members.slice(1)) await say(member);
  const [last = asId<MemberId>('')] = members;
  counting.reset();
  await say(last);
  const saying = counting.counts();
  counting.reset();
  await readMyCheckIns(deps, course, last);
  return { saying, looking: counting.counts() };
};

describe('checking in, in a course of a hundred sessions', () => {
  it('costs two writes and a few reads, and as much in a class of a thousand as in one of ten', async () => {
    const ten = await costIn(10);
    expect(ten.saying).toMatchObject({ itemsWritten: 2, itemsRead: 6, queries: 0 });
    expect(await costIn(1_000)).toEqual(ten);
  });

  it('costs a page that looks one query and what stands there', async () => {
    expect((await costIn(10)).looking).toMatchObject({ itemsWritten: 0, itemsRead: 2, queries: 1 });
  });
});
