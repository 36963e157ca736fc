import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import type { Table } from '../../connectors/table.ts';
import type { Course } from '../../core/attendance/course.ts';
import type { Status } from '../../core/attendance/status.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import type { Gradebook } from '../../core/ports/gradebook.ts';
import { publishScores } from '../../core/use-cases/publish-scores.ts';
import { everyTask, runDueWork, type TaskHandlers } from '../../core/use-cases/run-due-work.ts';
import { publishTask } from '../../core/use-cases/settle-session.ts';
import { type Connector, openConnector } from './lms-connector.ts';
import { aCourse, aMember, aSession, instant } from './stored-things.ts';

type Options = NonNullable<Parameters<typeof openConnector>[0]>;

export const memberOf = (person: string) => asId<MemberId>(`m_${person}`);
export const teacher = { by: asId<MemberId>('m_teacher'), byName: 'Aiko Ito' };

/** A score as the platform heard of it. */
export interface Posted {
  readonly userId: string;
  readonly scoreGiven?: number;
  readonly timestamp: string;
  readonly body: string;
}

/**
 * The real use cases and connectors against the real practice LMS, with a clock that goes on only when it is told to, or
 * when there is nothing to do before the next thing is due.
 */
export const openPublishing = async (options: Options = {}, table: Table = memoryTable()) => {
  const posted: Posted[] = [];
  const lms: Connector = await openConnector({
    ...options,
    onScore(attempt, body) {
      posted.push({ ...(JSON.parse(body) as Omit<Posted, 'body'>), body });
      return options.onScore?.(attempt, body) ?? 'ok';
    },
  });
  let seconds = 0;
  const clock = { now: () => instant(seconds) };
  const stores = storesOn(table);
  const shared = { ...stores, realtime: memoryRealtime(), clock };
  let servers = 0;

  /** What publishes in one server: the same table and platform as the others', an identity of its own. */
  const server = (gradebook: Gradebook = lms.gradebook) => {
    servers += 1;
    const holder = `server-${servers}`;
    const deps = { ...shared, ids: idSource(), gradebook };
    const never = async () => {
      throw new Error('no such work here');
    };
    const handlers: TaskHandlers = {
      ...everyTask(never),
      publish: async (key, keepLease) => void (await publishScores(deps, asId<CourseId>(key), { keepLease })),
    };
    return { ...deps, runDueWork: () => runDueWork(deps, handlers, holder) };
  };
  const first = server();

  /** When something is to be done next; null: nothing is left. */
  const nextDue = async (): Promise<number | null> => {
    const [task] = await stores.work.due(instant(10_000_000), 1);
    return task === undefined ? null : (Date.parse(task.dueAt) - Date.parse(instant(0))) / 1000;
  };

  return {
    lms,
    posted,
    deps: first,
    server,
    clock,
    pass: (more: number) => {
      seconds += more;
    },
    /** A course whose column is switched on, with these people's statuses in sessions that are confirmed already. */
    async course(
      name: string,
      people: Readonly<Record<string, readonly Status[]>>,
      over: Partial<Course> = {},
    ): Promise<CourseId> {
      const id = asId<CourseId>(`c_${name}`);
      const gradeService = lms.gradeService(name);
      const gradeColumn = { on: true, lineItemUrl: null, comesWithLinkUntil: null };
      await stores.courses.put(aCourse({ id, registration: lms.id, gradeService, gradeColumn, ...over }));
      await stores.rosters.putMembers(
        id,
        Object.keys(people).map((person) => aMember(memberOf(person), { sub: lms.sub(person) })),
      );
      const sessions = Math.max(0, ...Object.values(people).map((statuses) => statuses.length));
      for (let index = 0; index < sessions; index += 1) {
        const session = asId<SessionId>(`s${index + 1}`);
        await stores.sessions.put(aSession(session, { course: id, state: 'confirmed' }));
        const statuses = Object.entries(people).flatMap(([person, all]) => {
          const status = all[index];
          return status === undefined ? [] : [[memberOf(person), status] as const];
        });
        await stores.digests.put(id, session, new Map(statuses));
      }
      await stores.work.add(publishTask(first, id));
      return id;
    },
    /** A confirmed session's records become these. */
    async correct(id: CourseId, session: string, statuses: Readonly<Record<string, Status>>): Promise<void> {
      const of = asId<SessionId>(session);
      const all = (await stores.digests.list(id)).find((digest) => digest.session === of)?.statuses ?? new Map();
      const changed = Object.entries(statuses).map(([person, status]) => [memberOf(person), status] as const);
      await stores.digests.put(id, of, new Map([...all, ...changed]));
      const stored = await stores.sessions.find(id, of);
      if (stored === null) throw new Error('no such session');
      await stores.sessions.put({ ...stored, version: stored.version + 1 });
      await stores.work.add(publishTask(first, id));
    },
    /** Works until nothing is left to do, or `most` seconds have passed on the clock. */
    async settle(by: readonly { runDueWork(): Promise<number> }[] = [first], most = 3600): Promise<void> {
      const end = seconds + most;
      for (;;) {
        await Promise.all(by.map((one) => one.runDueWork()));
        const next = await nextDue();
        if (next === null || next > end) return;
        seconds = Math.max(seconds + 0.001, next);
      }
    },
    /** What one column holds, by person; the only one unless said otherwise. */
    grades(resourceId?: string): Record<string, number | null> {
      const { state } = lms.platform;
      const items = state.lineItems.filter((item) => resourceId === undefined || item.resourceId === resourceId);
      return Object.fromEntries(
        items.flatMap(({ id }) => Object.values(state.scores[id] ?? {}).map(({ user, score }) => [user, score])),
      );
    },
    /** Somebody types a grade into the gradebook. */
    grade(person: string, score: number, at: string): void {
      const { state } = lms.platform;
      for (const { id, scoreMaximum: maximum } of state.lineItems) {
        state.scores[id] = { ...state.scores[id], [person]: { user: person, score, maximum, timestamp: at } };
      }
    },
    ledger: async (id: CourseId, person: string, column?: SessionId) =>
      (await stores.ledger.list(id, column)).find(({ member }) => member === memberOf(person)),
    column: async (id: CourseId, column = 'attendance') =>
      (await stores.gradeColumns.list(id)).find((state) => state.column === column),
    close: () => lms.close(),
  };
};
export type Publishing = Awaited<ReturnType<typeof openPublishing>>;
