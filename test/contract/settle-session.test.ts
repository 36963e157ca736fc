import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { asId, type CourseId, type SessionId } from '../../core/ids.ts';
import { settleSession } from '../../core/use-cases/settle-session.ts';
import { aRecord, aSession, instant } from '../support/stored-things.ts';

const [course, id] = [asId<CourseId>('c_1'), asId<SessionId>('s1')];

describe('settling a session after a correction', () => {
  it('leaves one that was opened again meanwhile without counts and without a digest', async () => {
    const stores = storesOn(memoryTable());
    const deps = { ...stores, ids: idSource(), clock: { now: () => instant(0) } };
    await stores.sessions.put(aSession('s1', { state: 'open', counts: null }));
    await stores.records.put(course, aRecord('m_1', { session: id }));
    await settleSession(deps, course, id);
    expect(await stores.sessions.find(course, id)).toEqual(aSession('s1', { state: 'open', counts: null }));
    expect(await stores.digests.list(course)).toEqual([]);
  });
});
