import { join } from 'node:path';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import type { Status } from '../../core/attendance/status.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { publishTask } from '../../core/use-cases/settle-session.ts';
import type { PracticeGradebook } from './practice-gradebook.ts';
import { aCourse, aMember, aSession, instant } from './stored-things.ts';

export const course = asId<CourseId>('c_1');
export const [first, second] = [asId<SessionId>('s1'), asId<SessionId>('s2')];

/** A student's two sessions, and what the gradebook must hold of them in the end; null: nothing was ever sent. */
export interface Pupil {
  readonly statuses: readonly [Status, Status];
  readonly grade: number | null;
}
export type Class = Readonly<Record<string, Pupil>>;

export const memberOf = (sub: string) => asId<MemberId>(`m_${sub}`);
export const statusesIn = (people: Class, session: 0 | 1) =>
  new Map(Object.entries(people).map(([sub, { statuses }]) => [memberOf(sub), statuses[session]]));

export const inFolder = async <T>(folder: string, use: (stores: Stores) => Promise<T>): Promise<T> => {
  const { table, close } = await startEmbeddedDynamoDb(join(folder, 'dynamodb'));
  try {
    return await use(storesOn(table));
  } finally {
    await close();
  }
};

/** A course whose column is switched on, its first session confirmed. */
export const prepareCourse = (
  folder: string,
  people: Class,
  { registration, gradeService }: PracticeGradebook,
  perSession = false,
) =>
  inFolder(folder, async (stores) => {
    await stores.registrations.put(registration);
    await stores.courses.put(
      aCourse({ gradeService, gradeColumn: { on: true, lineItemUrl: null, comesWithLinkUntil: null, perSession } }),
    );
    await stores.rosters.putMembers(
      course,
      Object.keys(people).map((sub) => aMember(memberOf(sub), { sub })),
    );
    await stores.sessions.put(aSession(first, { state: 'confirmed' }));
    await stores.digests.put(course, first, statusesIn(people, 0));
    await stores.work.add(publishTask({ ids: idSource(), clock: { now: () => instant(0) } }, course));
  });
