import { join } from 'node:path';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { fileMedia } from '../../connectors/files/media.ts';
import type { Status } from '../../core/attendance/status.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import { confirmAndPublish } from '../support/confirm-and-publish.ts';
import { type Crash, failing, visitPoints } from '../support/crash-points.ts';
import { aCapture, aCourse, aMember, aSession, instant } from '../support/stored-things.ts';

const [course, session] = [asId<CourseId>('c_1'), asId<SessionId>('s2')];
const size = 12;
const statusOf = (index: number): Status => (['present', 'late', 'absent', 'excused'] as const)[index % 4] ?? 'present';
const members = Array.from({ length: size }, (_, index) => aMember(`m_${String(index).padStart(2, '0')}`));

const prepare = async (folder: string): Promise<void> => {
  const { table, close } = await startEmbeddedDynamoDb(join(folder, 'dynamodb'));
  const stores = storesOn(table);
  await stores.courses.put(aCourse());
  await stores.rosters.putMembers(course, members);
  await stores.sessions.put(aSession(session));
  const capture = aCapture('k1', { session, state: 'identified', mediaKey: 'captures/c_1/s2/k1.jpg' });
  await stores.captures.put(course, capture);
  await fileMedia(join(folder, 'media')).put(capture.mediaKey, new Uint8Array([1, 2, 3]));
  const statuses = Object.fromEntries(
    members.map(({ id }, index) => [id, { status: statusOf(index), remark: null }]),
  ) as Record<MemberId, { status: Status; remark: null }>;
  await stores.reviews.put(course, { session, verdicts: {}, statuses, version: 1 });
  await close();
};

const faults = async (folder: string): Promise<string[]> => {
  const { table, close } = await startEmbeddedDynamoDb(join(folder, 'dynamodb'));
  const stores = storesOn(table);
  const records = await stores.records.listOfSession(course, session);
  const [digest] = await stores.digests.list(course);
  const media = fileMedia(join(folder, 'media'));
  const found = failing([
    [records.length === size, `${records.length} records`],
    [records.every(({ version, history }) => version === 1 && history.length === 0), 'a record was doubled'],
    [
      records.every((record) => record.status === statusOf(members.findIndex(({ id }) => id === record.member))),
      'a status changed',
    ],
    [(await stores.sessions.find(course, session))?.state === 'confirmed', 'the session is not confirmed'],
    [digest?.statuses.size === size, 'the digest is not whole'],
    [(await stores.captures.list(course, session, instant(0))).length === 0, 'a capture stayed'],
    [(await media.list('captures/')).length === 0, 'a picture stayed'],
    [(await stores.work.due(instant(100_000), 25)).length === 0, 'work is left to do'],
  ]);
  await close();
  return found;
};

const confirming: Crash = {
  name: 'confirm',
  program: confirmAndPublish,
  file: 'confirm-and-publish.ts',
  async open(folder) {
    await prepare(folder);
    return { faults: () => faults(folder), close: async () => {} };
  },
};

describe('confirming, killed after each of its effects', () => {
  it('loses nothing and doubles nothing', async () => {
    const { points, faults } = await visitPoints(confirming);
    expect(points.length).toBeGreaterThan(8);
    expect(faults).toEqual([]);
  }, 180_000);
});
