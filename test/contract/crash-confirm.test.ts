import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { fileMedia } from '../../connectors/files/media.ts';
import type { Status } from '../../core/attendance/status.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import { aCapture, aCourse, aMember, aSession, instant } from '../support/stored-things.ts';

const child = fileURLToPath(new URL('../support/confirm-child.ts', import.meta.url));
const run = promisify(execFile);
const [course, session] = [asId<CourseId>('c_1'), asId<SessionId>('s1')];
const size = 12;
const statusOf = (index: number): Status => (['present', 'late', 'absent', 'excused'] as const)[index % 4] ?? 'present';
const members = Array.from({ length: size }, (_, index) => aMember(`m_${String(index).padStart(2, '0')}`));

const begin = (folder: string, killAfter: number, at: number) =>
  run(process.execPath, ['--import', 'tsx', child, folder, String(killAfter), instant(at)]);

describe('confirming, killed after each of its effects', () => {
  let base: string;
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'muster-crash-'));
    const { table, close } = await startEmbeddedDynamoDb(join(base, 'dynamodb'));
    const stores = storesOn(table);
    await stores.courses.put(aCourse());
    await stores.rosters.putMembers(course, members);
    await stores.sessions.put(aSession('s1'));
    const capture = aCapture('k1', { state: 'identified' });
    await stores.captures.put(course, capture);
    await fileMedia(join(base, 'media')).put(capture.mediaKey, new Uint8Array([1, 2, 3]));
    const statuses = Object.fromEntries(
      members.map(({ id }, index) => [id, { status: statusOf(index), remark: null }]),
    ) as Record<MemberId, { status: Status; remark: null }>;
    await stores.reviews.put(course, { session, verdicts: {}, statuses, version: 1 });
    await close();
  });
  afterAll(() => rm(base, { recursive: true, force: true }));

  /** What is wrong in a folder after the process was started again; nothing, if all is well. */
  const faultsIn = async (folder: string): Promise<string[]> => {
    const { table, close } = await startEmbeddedDynamoDb(join(folder, 'dynamodb'));
    const stores = storesOn(table);
    const faults: string[] = [];
    const check = (holds: boolean, fault: string) => {
      if (!holds) faults.push(fault);
    };
    const records = await stores.records.listOfSession(course, session);
    check(records.length === size, `${records.length} records`);
    check(
      records.every((record) => record.version === 1 && record.history.length === 0),
      'a record was doubled',
    );
    check(
      records.every((record) => record.status === statusOf(members.findIndex(({ id }) => id === record.member))),
      'a status changed',
    );
    check((await stores.sessions.find(course, session))?.state === 'confirmed', 'the session is not confirmed');
    const [digest] = await stores.digests.list(course);
    check(digest?.statuses.size === size, 'the digest is not whole');
    check((await stores.captures.list(course, session, instant(0))).length === 0, 'a capture stayed');
    check((await fileMedia(join(folder, 'media')).list('captures/')).length === 0, 'a picture stayed');
    check(
      (await stores.work.due(instant(100_000), 25)).every(({ kind }) => kind !== 'confirm'),
      'the work is not done',
    );
    await close();
    return faults;
  };

  const visit = async (point: number, name: string): Promise<string[]> => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-crash-'));
    try {
      await cp(base, folder, { recursive: true });
      const died = await begin(folder, point, 60).then(
        () => false,
        ({ signal }: { signal?: string }) => signal === 'SIGKILL',
      );
      if (!died) return [`${name}: was not killed`];
      await begin(folder, 0, 200);
      return (await faultsIn(folder)).map((fault) => `${name}: ${fault}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  it('loses nothing and doubles nothing', async () => {
    const whole = await mkdtemp(join(tmpdir(), 'muster-crash-'));
    await cp(base, whole, { recursive: true });
    const points = JSON.parse((await begin(whole, 0, 60)).stdout) as string[];
    expect(await faultsIn(whole)).toEqual([]);
    await rm(whole, { recursive: true, force: true });
    expect(points.length).toBeGreaterThan(8);
    const faults: string[] = [];
    for (let first = 0; first < points.length; first += 2) {
      const pair = points.slice(first, first + 2).map((name, index) => visit(first + index + 1, name));
      faults.push(...(await Promise.all(pair)).flat());
    }
    console.info(`confirm: ${points.length} points, ${faults.length} failures\n${points.join('\n')}`);
    expect(faults).toEqual([]);
  }, 180_000);
});
