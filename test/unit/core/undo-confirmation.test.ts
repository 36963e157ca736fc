import { storesOn } from '../../../connectors/dynamodb/stores.ts';
import { idSource } from '../../../connectors/embedded/ids.ts';
import { memoryMedia } from '../../../connectors/memory/media.ts';
import { memoryTable } from '../../../connectors/memory/memory-table.ts';
import { memoryRealtime } from '../../../connectors/memory/realtime.ts';
import { prometheusMetrics } from '../../../connectors/prometheus/metrics.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../../core/ids.ts';
import { setStatuses } from '../../../core/use-cases/change-review.ts';
import { confirmReview } from '../../../core/use-cases/confirm-review.ts';
import { readBoard } from '../../../core/use-cases/read-board.ts';
import { undoConfirmation } from '../../../core/use-cases/undo-confirmation.ts';
import { aMember, aSession, instant } from '../../support/stored-things.ts';

const course = asId<CourseId>('c_1');
const session = asId<SessionId>('s1');
const ada = asId<MemberId>('m_1');
const teacher = { member: asId<MemberId>('m_teacher'), name: 'Ms Ito' };

const given = async () => {
  const deps = {
    ...storesOn(memoryTable()),
    media: memoryMedia(),
    realtime: memoryRealtime(),
    metrics: prometheusMetrics(),
    ids: idSource(),
    clock: { now: () => instant(60) },
  };
  await deps.rosters.putMembers(course, [aMember(ada)]);
  await deps.sessions.put(aSession(session));
  await setStatuses(deps, course, session, [{ member: ada, status: 'late', remark: 'bus' }]);
  const confirm = async () =>
    confirmReview(deps, course, session, teacher, {
      reviewVersion: (await readBoard(deps, course, session)).review.version,
    });
  await confirm();
  return { deps, confirm };
};

describe('a confirmation that is taken back', () => {
  it('leaves the remarks on the board', async () => {
    const { deps } = await given();
    await undoConfirmation(deps, course, session);
    const { board } = await readBoard(deps, course, session);
    expect(board.members[0]).toMatchObject({ status: 'late', source: 'hand', remark: 'bus' });
  });

  it('adds nothing to the history when it is confirmed again unchanged', async () => {
    const { deps, confirm } = await given();
    await undoConfirmation(deps, course, session);
    await confirm();
    expect(await deps.records.listOfSession(course, session)).toMatchObject([
      { status: 'late', reason: 'bus', history: [], version: 1 },
    ]);
  });

  it('states a remark that was taken away as a change', async () => {
    const { deps, confirm } = await given();
    await undoConfirmation(deps, course, session);
    await setStatuses(deps, course, session, [{ member: ada, status: 'late', remark: null }]);
    await confirm();
    const [record] = await deps.records.listOfSession(course, session);
    expect(record).toMatchObject({ status: 'late', reason: null, version: 2 });
    expect(record?.history).toMatchObject([{ reason: 'bus' }]);
  });
});
