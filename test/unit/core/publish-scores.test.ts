import { storesOn } from '../../../connectors/dynamodb/stores.ts';
import { idSource } from '../../../connectors/embedded/ids.ts';
import { memoryTable } from '../../../connectors/memory/memory-table.ts';
import { memoryRealtime } from '../../../connectors/memory/realtime.ts';
import type { LedgerEntry } from '../../../core/attendance/ledger.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../../core/ids.ts';
import type { Gradebook, PostAnswer } from '../../../core/ports/gradebook.ts';
import { publishScores } from '../../../core/use-cases/publish-scores.ts';
import { aCourse, aLedgerEntry, aMember, aSession, instant } from '../../support/stored-things.ts';

const course = asId<CourseId>('c_1');
const ada = asId<MemberId>('ada');
const session = asId<SessionId>('s1');
const lineItem = 'https://lms.example/lineitems/1';

/** A course with one student who was present, a gradebook that answers as told, and what was posted to it. */
const open = async (
  entry: Partial<LedgerEntry>,
  answers: readonly PostAnswer[],
  results: Record<string, number> = {},
) => {
  const posted: { scoreGiven?: number; timestamp: string }[] = [];
  const waiting = [...answers];
  const gradebook: Gradebook = {
    findLineItem: async () => null,
    lineItemStands: async () => true,
    ensureLineItem: async () => {
      throw new Error('the column is there');
    },
    postScore: async (_registration, _url, body) => {
      posted.push(JSON.parse(body));
      return waiting.shift() ?? { outcome: 'accepted' };
    },
    results: async () => new Map(Object.entries(results)),
  };
  const deps = {
    ...storesOn(memoryTable()),
    gradebook,
    realtime: memoryRealtime(),
    ids: idSource(() => 0),
    clock: { now: () => instant(0) },
  };
  const scopes = ['https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly'];
  await deps.courses.put(
    aCourse({
      gradeColumn: { on: true, lineItemUrl: lineItem, comesWithLinkUntil: null },
      gradeService: { lineItemsUrl: null, lineItemUrl: null, scopes },
    }),
  );
  await deps.rosters.putMembers(course, [aMember(ada)]);
  await deps.sessions.put(aSession(session, { state: 'confirmed' }));
  await deps.digests.put(course, session, new Map([[ada, 'present' as const]]));
  await deps.ledger.put(course, aLedgerEntry(ada, entry));
  return { deps, posted, ledger: async () => (await deps.ledger.list(course))[0] };
};
const flying = (score: number) => ({
  score,
  timestamp: instant(-60),
  body: JSON.stringify({ scoreGiven: score, timestamp: instant(-60) }),
});

describe('given a score in flight whose process was killed, and a newer wish', () => {
  it('sends the old body once more, then the newer score: nothing stays pending without anybody to send it', async () => {
    const { deps, posted, ledger } = await open({ wanted: 80, inFlight: flying(80) }, []);
    expect(await publishScores(deps, course)).toEqual({ pending: 0, confirmed: 1, refused: 0, changed: 0 });
    expect(posted.map(({ scoreGiven }) => scoreGiven)).toEqual([80, 100]);
    expect(Date.parse(posted[1]?.timestamp ?? '')).toBeGreaterThan(Date.parse(posted[0]?.timestamp ?? ''));
    expect(await ledger()).toMatchObject({ state: 'confirmed', inFlight: null, confirmed: { score: 100 } });
  });

  it('goes on later when the second one is not answered', async () => {
    const retry = { outcome: 'retry', afterSeconds: 30, httpStatus: 503 } as const;
    const { deps, ledger } = await open({ wanted: 80, inFlight: flying(80) }, [{ outcome: 'accepted' }, retry]);
    await publishScores(deps, course);
    expect(await ledger()).toMatchObject({ state: 'pending', inFlight: { score: 100 } });
    expect(await deps.work.due(instant(29), 10)).toEqual([]);
    expect(await deps.work.due(instant(30), 10)).toMatchObject([{ kind: 'publish', key: course }]);
  });
});

describe('given a gradebook that holds something newer', () => {
  it('is looked at when it calls a score stale, and the change there is seen and kept', async () => {
    const stale = [{ outcome: 'stale' }] as const;
    const { deps, ledger } = await open({ wanted: 100, inFlight: flying(100) }, stale, { 'sub-ada': 55 });
    expect(await publishScores(deps, course)).toMatchObject({ pending: 0, changed: 1 });
    expect(await ledger()).toMatchObject({ state: 'changed', found: 55 });
  });
});
